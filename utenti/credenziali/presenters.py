"""Italian sentences of the events recorded here."""

from django.utils.translation import gettext_lazy as _

from portal.base.audit.presenters import presents

# Of the applicant.
presents({})

# Of the reviewer.
presents({})

# Of the messages.
presents({"messaggio.inviato": _("Messaggio {codice} inviato a InailRisponde.")})
