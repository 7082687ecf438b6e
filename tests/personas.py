"""The people and organisations that tests speak of, by name: all fictional.

``personas.segreteria`` is Laura Conti, secretary of a school in Milano; naming her creates her, her
school and her role. ``personas.scope(personas.segreteria)`` is what her requests carry.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from utenti.access import Scope
from utenti.models import Delega, Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo

PASSWORD = "demo-portale-2026"
ROME = ZoneInfo("Europe/Rome")


class Personas:
    """One cast for each test; everybody holds their role since 1 September 2025."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.since = date(2025, 9, 1)

    # --- organisations ---------------------------------------------------------------------------

    @cached_property
    def scuola(self) -> Organizzazione:
        """A state school in Milano."""
        return self._organizzazione(TipoOrganizzazione.SCUOLA_STATALE, "IC Esempio Nord", "Milano")

    @cached_property
    def altra_scuola(self) -> Organizzazione:
        """Another state school, in Torino: nobody of the first may see it."""
        return self._organizzazione(TipoOrganizzazione.SCUOLA_STATALE, "IC Esempio Sud", "Torino")

    @cached_property
    def impresa(self) -> Organizzazione:
        """A firm in Roma, which acts for itself."""
        return self._organizzazione(TipoOrganizzazione.IMPRESA, "Officine Esempio", "Roma")

    @cached_property
    def cliente(self) -> Organizzazione:
        """A firm that delegated the intermediary."""
        return self._organizzazione(TipoOrganizzazione.IMPRESA, "Cliente Esempio", "Bologna")

    @cached_property
    def armatore_org(self) -> Organizzazione:
        """A ship owner in Genova."""
        return self._organizzazione(TipoOrganizzazione.ARMATORE, "Navigazione Esempio", "Genova")

    @cached_property
    def studio(self) -> Organizzazione:
        """The intermediary."""
        return self._organizzazione(TipoOrganizzazione.INTERMEDIARIO, "Studio Esempio", "Bologna")

    @cached_property
    def presidio_org(self) -> Organizzazione:
        """A hospital."""
        return self._organizzazione(TipoOrganizzazione.PRESIDIO, "Ospedale Esempio", "Milano")

    # --- people ----------------------------------------------------------------------------------

    @cached_property
    def segreteria(self) -> Utente:
        """Laura Conti, secretary of the school."""
        return self._member("laura.conti", "Laura", "Conti", self.scuola, Ruolo.SEGRETERIA)

    @cached_property
    def dirigente(self) -> Utente:
        """Paolo Ferri, head of the school."""
        return self._member("paolo.ferri", "Paolo", "Ferri", self.scuola, Ruolo.DIRIGENTE)

    @cached_property
    def docente(self) -> Utente:
        """Ada Neri, a teacher of the school: no access to cases."""
        return self._member("ada.neri", "Ada", "Neri", self.scuola, Ruolo.DOCENTE)

    @cached_property
    def segreteria2(self) -> Utente:
        """Ugo Sala, secretary of the other school."""
        return self._member("ugo.sala", "Ugo", "Sala", self.altra_scuola, Ruolo.SEGRETERIA)

    @cached_property
    def datore(self) -> Utente:
        """Carla Riva, employer of the firm."""
        return self._member("carla.riva", "Carla", "Riva", self.impresa, Ruolo.DATORE)

    @cached_property
    def armatore(self) -> Utente:
        """Dino Porto, ship owner."""
        return self._member("dino.porto", "Dino", "Porto", self.armatore_org, Ruolo.COMANDANTE)

    @cached_property
    def consulente(self) -> Utente:
        """Elena Studi, consultant; her studio has the delegation of ``cliente``."""
        self.delega  # noqa: B018  (naming her gives her the delegation)
        return self._member("elena.studi", "Elena", "Studi", self.studio, Ruolo.CONSULENTE)

    @cached_property
    def delega(self) -> Delega:
        """The delegation of ``cliente`` to ``studio``, in force."""
        return Delega.objects.create(
            delegante=self.cliente, delegato=self.studio, valid_from=self.since
        )

    @cached_property
    def sede_inail(self) -> Organizzazione:
        """The office whose reviewers examine the credential requests."""
        return self._organizzazione(TipoOrganizzazione.SEDE_INAIL, "Sede INAIL Esempio", "Milano")

    @cached_property
    def revisore(self) -> Utente:
        """Nadia Esame, reviewer of the credential requests."""
        return self._member("nadia.esame", "Nadia", "Esame", self.sede_inail, Ruolo.REVISORE)

    @cached_property
    def revisore2(self) -> Utente:
        """Tito Verifica, her colleague."""
        return self._member("tito.verifica", "Tito", "Verifica", self.sede_inail, Ruolo.REVISORE)

    @cached_property
    def medico_ospedaliero(self) -> Utente:
        """Rita Cura, doctor of the hospital."""
        return self._member(
            "rita.cura", "Rita", "Cura", self.presidio_org, Ruolo.MEDICO_OSPEDALIERO
        )

    @cached_property
    def amministratore_presidio(self) -> Utente:
        """Bruna Corsi, administrator of the hospital: her role asks for a second factor."""
        return self._member(
            "bruna.corsi", "Bruna", "Corsi", self.presidio_org, Ruolo.AMMINISTRATORE_PRESIDIO
        )

    @cached_property
    def studio_medico(self) -> Organizzazione:
        """The practice of an external doctor."""
        return self._organizzazione(
            TipoOrganizzazione.STUDIO_MEDICO, "Studio medico Esempio", "Milano"
        )

    @cached_property
    def medico_esterno(self) -> Utente:
        """Sara Visita, external doctor."""
        return self._member(
            "sara.visita", "Sara", "Visita", self.studio_medico, Ruolo.MEDICO_ESTERNO
        )

    @cached_property
    def cittadino(self) -> Utente:
        """Mario Solo, an account without any role."""
        return self._utente("mario.solo", "Mario", "Solo")

    @cached_property
    def gestore(self) -> Utente:
        """Gino Guida, who runs the platform."""
        return self._member("gino.guida", "Gino", "Guida", self.piattaforma, Ruolo.GESTORE)

    @cached_property
    def piattaforma(self) -> Organizzazione:
        """Who runs the portal."""
        return self._organizzazione(TipoOrganizzazione.PIATTAFORMA, "Piattaforma Esempio", "Roma")

    # --- what tests do with them -----------------------------------------------------------------

    def scope(self, user: Utente, on: date | None = None) -> Scope:
        """What a request of that user carries on a day (default: the tests' present)."""
        return Scope(user, on or self.now.astimezone(ROME).date())

    def end_membership(self, user: Utente) -> None:
        """End every role of the user the day before the tests' present."""
        ended = self.now.astimezone(ROME).date() - timedelta(days=1)
        Membership.objects.filter(utente=user).update(valid_to=ended)

    def end_delega(self) -> None:
        """End the delegation the day before the tests' present."""
        self.delega.valid_to = self.now.astimezone(ROME).date() - timedelta(days=1)
        self.delega.save()

    def _organizzazione(self, tipo: str, name: str, comune: str) -> Organizzazione:
        return Organizzazione.objects.create(tipo=tipo, denominazione=name, comune=comune)

    def _utente(self, mailbox: str, nome: str, cognome: str) -> Utente:
        return Utente.objects.create_user(
            f"{mailbox}@persone.test", PASSWORD, nome=nome, cognome=cognome
        )

    def _member(
        self, mailbox: str, nome: str, cognome: str, org: Organizzazione, ruolo: Ruolo
    ) -> Utente:
        user = self._utente(mailbox, nome, cognome)
        Membership.objects.create(
            utente=user, organizzazione=org, ruolo=ruolo, valid_from=self.since
        )
        return user
