"""What a file of doctors would do, row by row: read only, computed anew each time it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from portal.base.db import normalize
from portal.base.validators import normalize_code
from utenti.models import Membership, Organizzazione, Utente
from utenti.profili.actions.plan import Cambio, Esito, Piano, Voce
from utenti.profili.checks import fits_name, fits_surname
from utenti.profili.choices import StatoProfilo, TipoImportazione
from utenti.profili.lettura import Dati, Errore, Foglio, check_row
from utenti.profili.lettura.righe import needed
from utenti.profili.models import Gruppo, ProfiloMedico
from utenti.ruoli import Ruolo

if TYPE_CHECKING:
    from utenti.profili.lettura import Riga


def make_plan(
    organizzazione: Organizzazione, tipo: str, foglio: Foglio, *, by: Utente, today: date
) -> Piano:
    """What this file would do to the doctors of the hospital on a day, asked by somebody."""
    return _Planner(organizzazione, tipo, foglio, by, today).plan()


class _Planner:
    """One plan being made: what the database knows is read once, in a fixed number of queries."""

    def __init__(
        self, organizzazione: Organizzazione, tipo: str, foglio: Foglio, by: Utente, today: date
    ) -> None:
        self.organizzazione, self.tipo, self.foglio = organizzazione, tipo, foglio
        self.by, self.today = by, today
        self.indexes = {
            code: Utente.index_of(code)
            for code in {normalize_code(row.celle["codice_fiscale"]) for row in foglio.righe}
            if code
        }

    def plan(self) -> Piano:
        """Read, then decide each row."""
        self._read()
        seen: dict[str, int] = {}
        addresses: dict[str, int] = {}
        voci = [self._voce(riga, seen, addresses) for riga in self.foglio.righe]
        self._refuse_taken_addresses(voci)
        self._compare_names(voci)
        new_groups = {
            Gruppo.search_form(v.dati.gruppo): v.dati.gruppo
            for v in reversed(voci)
            if v.dati is not None and v.esito != Esito.ERRORE
        }
        return Piano(
            voci,
            self._gone(),
            self.gruppi,
            {key: name for key, name in new_groups.items() if key not in self.gruppi},
            self.foglio.ignorate,
        )

    def _read(self) -> None:
        groups = Gruppo.objects.filter(organizzazione=self.organizzazione).order_by("nome_ricerca")
        self.gruppi = {group.nome_ricerca: group for group in groups}
        present = ProfiloMedico.objects.present().filter(organizzazione=self.organizzazione)
        if self.tipo != TipoImportazione.ELENCO:
            present = present.filter(utente__codice_fiscale_index__in=self.indexes.values())
        rows = present.select_related("utente", "membership", "gruppo")
        self.profili = list(rows.order_by("nome_ricerca", "pk"))
        self.by_index = {row.utente.codice_fiscale_index: row for row in self.profili}
        missing = [index for index in self.indexes.values() if index not in self.by_index]
        people = Utente.objects.filter(codice_fiscale_index__in=missing).order_by()
        self.known = {person.codice_fiscale_index: person for person in people}
        held = Membership.objects.filter(
            organizzazione=self.organizzazione,
            ruolo=Ruolo.MEDICO_OSPEDALIERO,
            utente__in=[person.pk for person in self.known.values()],
            profilo_medico__isnull=True,
            sospesa_at__isnull=True,
        ).order_by("valid_from", "pk")
        self.held = {
            row.utente_id: row for row in held if row.valid_to is None or row.valid_to >= self.today
        }

    def _voce(self, riga: Riga, seen: dict[str, int], addresses: dict[str, int]) -> Voce:
        dati, errors = check_row(riga)
        who = f"{riga.celle['cognome']} {riga.celle['nome']}".strip()[:80]
        voce = Voce(riga.numero, Esito.ERRORE, who, dati, errors)
        if dati is None:
            return voce
        first = seen.setdefault(dati.codice_fiscale, riga.numero)
        if first != riga.numero:
            voce.errori.append(
                Errore(
                    "codice_fiscale",
                    _("una persona per riga"),
                    _("la stessa persona della riga %(n)d") % {"n": first},
                )
            )
            return voce
        index = self.indexes[dati.codice_fiscale]
        voce.profilo = self.by_index.get(index)
        if voce.profilo is not None:
            self._present(voce, dati, voce.profilo)
        else:
            self._newcomer(voce, dati, self.known.get(index), addresses)
        return voce

    def _newcomer(
        self, voce: Voce, dati: Dati, known: Utente | None, addresses: dict[str, int]
    ) -> None:
        voce.esito, voce.utente = Esito.NUOVO, known
        if known is not None:
            voce.chi = f"{known.cognome} {known.nome}".strip()
            voce.membership = self.held.get(known.pk)
        else:
            self._check_new_person(voce, dati, addresses)
        if dati.scadenza is not None and dati.scadenza < self.today:
            voce.errori.append(_past(dati.scadenza))
        if voce.errori:
            voce.esito = Esito.ERRORE

    def _check_new_person(self, voce: Voce, dati: Dati, addresses: dict[str, int]) -> None:
        for key in ("cognome", "nome", "email"):
            if not getattr(dati, key):
                voce.errori.append(needed(key))
        first = addresses.setdefault(dati.email, voce.numero) if dati.email else voce.numero
        if first != voce.numero:
            told = _("lo stesso della riga %(n)d") % {"n": first}
            voce.errori.append(Errore("email", _("un indirizzo per persona"), told))
        voce.avvisi += name_doubts(dati.codice_fiscale, dati.cognome, dati.nome)

    def _present(self, voce: Voce, dati: Dati, profilo: ProfiloMedico) -> None:
        voce.chi = str(profilo)
        end = profilo.membership.valid_to
        if Gruppo.search_form(dati.gruppo) != profilo.gruppo.nome_ricerca:
            voce.cambi.append(Cambio("gruppo", profilo.gruppo.nome, dati.gruppo))
        if dati.codice_fornitore != profilo.codice_fornitore:
            told = Cambio("codice_fornitore", profilo.codice_fornitore, dati.codice_fornitore)
            voce.cambi.append(told)
        if "scadenza" in self.foglio.colonne and dati.scadenza != end:
            if dati.scadenza is not None and dati.scadenza < self.today:
                voce.errori.append(_past(dati.scadenza))
            voce.cambi.append(Cambio("scadenza", day_text(end), day_text(dati.scadenza)))
        if profilo.stato(self.today) == StatoProfilo.DISABILITATO:
            voce.avvisi.append(_("È disabilitato e resta disabilitato."))
        self._outcome(voce, profilo)

    def _outcome(self, voce: Voce, profilo: ProfiloMedico) -> None:
        if voce.cambi and profilo.utente_id == self.by.pk:
            told = _("il tuo profilo, che cambia un altro amministratore")
            voce.errori.append(Errore("codice_fiscale", _("il profilo di un collega"), told))
        voce.esito = Esito.CAMBIATO if voce.cambi else Esito.UGUALE
        if voce.errori:
            voce.esito = Esito.ERRORE

    def _compare_names(self, voci: Iterable[Voce]) -> None:
        """A name is corrected from here only while nobody but this hospital relies on it."""
        differing = [voce for voce in voci if voce.esito != Esito.ERRORE and _renamed(voce)]
        free = unentered([v.profilo for v in differing if v.profilo is not None])
        for voce in differing:
            dati, profilo = voce.dati, voce.profilo
            if dati is None or profilo is None:
                continue
            if profilo.pk not in free or profilo.utente_id == self.by.pk:
                voce.avvisi.append(_("Il nome è diverso da quello registrato, che non cambia."))
                continue
            for key in ("cognome", "nome"):
                old, new = getattr(profilo.utente, key), getattr(dati, key)
                if new and normalize(old) != normalize(new):
                    voce.cambi.append(Cambio(key, old, new))
            voce.esito = Esito.CAMBIATO

    def _refuse_taken_addresses(self, voci: Iterable[Voce]) -> None:
        """The sentence is about the address, not about who has it."""
        new = [v for v in voci if v.esito == Esito.NUOVO and v.utente is None and v.dati]
        wanted = [v.dati.email for v in new if v.dati is not None]
        found = Utente.objects.filter(email__in=wanted).order_by()
        taken = set(found.values_list("email", flat=True))
        for voce in new:
            if voce.dati is not None and voce.dati.email in taken:
                voce.errori.append(
                    Errore("email", _("un altro indirizzo, personale del medico"), voce.dati.email)
                )
                voce.esito = Esito.ERRORE

    def _gone(self) -> list[ProfiloMedico]:
        """Of a full list: the doctors who have access today and are not in it."""
        if self.tipo != TipoImportazione.ELENCO:
            return []
        named = set(self.indexes.values())
        over = {StatoProfilo.SCADUTO}
        return [
            profilo
            for profilo in self.profili
            if profilo.utente.codice_fiscale_index not in named
            and profilo.stato(self.today) not in over
            and profilo.utente_id != self.by.pk
        ]


def name_doubts(codice_fiscale: str, cognome: str, nome: str) -> list[str]:
    """What of a name disagrees with the code: a doubt to look at, never an error (omocodia, names
    registered otherwise)."""
    doubts = []
    if cognome and not fits_surname(codice_fiscale, cognome):
        doubts.append(_("Il codice fiscale non corrisponde al cognome."))
    if nome and not fits_name(codice_fiscale, nome):
        doubts.append(_("Il codice fiscale non corrisponde al nome."))
    return doubts


def unentered(profili: Iterable[ProfiloMedico]) -> set[UUID]:
    """Of these profiles, the ids of people who never entered and whom only this hospital knows."""
    rows = [p for p in profili if p.utente.last_login is None]
    rows = [p for p in rows if p.utente.identita_verificata_at is None]
    roles = Membership.objects.filter(utente__in=[p.utente_id for p in rows]).order_by()
    pairs = set(roles.values_list("utente_id", "organizzazione_id"))
    places = Counter(utente for utente, _place in pairs)
    return {p.pk for p in rows if places[p.utente_id] == 1}


def day_text(day: date | None) -> str:
    """A day as people write it."""
    return f"{day:%d/%m/%Y}" if day else _("senza scadenza")


def _renamed(voce: Voce) -> bool:
    if voce.dati is None or voce.profilo is None:
        return False
    person = voce.profilo.utente
    return any(
        (new := getattr(voce.dati, key)) and normalize(new) != normalize(getattr(person, key))
        for key in ("cognome", "nome")
    )


def _past(day: date) -> Errore:
    return Errore("scadenza", _("un giorno da oggi in poi"), day_text(day))
