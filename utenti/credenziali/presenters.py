"""Italian sentences of the events recorded here."""

from portal.base.audit.presenters import presents

# Of the applicant.
presents({})

# Of the reviewer.
presents({})

# Of the messages.
presents({})
