"""Italian sentences of the events recorded here."""

from portal.base.audit.presenters import presents

presents({})
