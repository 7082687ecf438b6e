"""Work that nobody asks for: what is not needed any more is forgotten."""

from portal.base.background import register_job
from utenti.organizzazioni.actions.attivazioni import clean_up

register_job("organizzazioni", clean_up)
