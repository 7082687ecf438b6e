"""Groups of doctors, their profiles, and files of doctors on their way in."""

from utenti.profili.models.gruppo import Gruppo
from utenti.profili.models.importazione import Importazione
from utenti.profili.models.profilo import ProfiloMedico

__all__ = ["Gruppo", "Importazione", "ProfiloMedico"]
