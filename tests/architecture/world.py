"""One organisation with one of everything, somebody of every role: the access matrix's stage."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pikepdf
from django.apps import apps
from django.test import Client

from denunce.actions import bozze, certificati, dati, dispatch, lavoratori, moduli, opening
from denunce.choices import Categoria, RicevutoVia
from denunce.models import Adempimento, Documento
from denunce.models.documento import TipoDocumento
from denunce.moduli.canonical import sha256
from denunce.workflow import StatoDocumento
from portal.base import clock, files, heartbeat
from portal.base.audit.models import AccessEvent
from portal.base.files.models import StoredFile
from tests.architecture.world_parts import (
    abbinamenti,
    accesso,
    credenziali,
    flussi,
    organizzazioni,
    profili,
    prognosi,
    revisione,
    riservatezza,
    scrittura,
    stampe,
)
from tests.architecture.world_parts import (
    certificati as certificati_parts,
)
from tests.architecture.world_parts import (
    moduli as moduli_parts,
)
from tests.logins import enter
from tests.personas import PASSWORD, Personas
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo

ROLES = (
    "anonimo",
    "segreteria",
    "dirigente",
    "segreteria2",
    "datore",
    "consulente",
    "armatore",
    "docente",
    "medico_ospedaliero",
    "medico_esterno",
    "amministratore_presidio",
    "patronato",
    "revisore",
    "gestore",
    "cittadino",
    "cessato",
    "disattivato",
)
# Each capability of utenti adds its objects, and says of which kinds they are.
PARTS = (
    accesso,
    organizzazioni,
    credenziali,
    revisione,
    profili,
    riservatezza,
    scrittura,
    certificati_parts,
    stampe,
    flussi,
    abbinamenti,
    prognosi,
    moduli_parts,
)
# The kinds of object that an address names by id.
KINDS = frozenset(
    {
        "bozza",
        "lavoratore",
        "caso",
        "certificato",
        "adempimento",
        "invio",
        "modulo",
        "documento",
        "stampa",
        "organizzazione",
    }
).union(*(part.KINDS for part in PARTS))
# Reads and sessions may grow on a GET; nothing else may.
_MAY_GROW = {"sessions.Session", AccessEvent._meta.label}


@dataclass
class World:
    """Users by role and the first school's objects by kind."""

    users: dict[str, Utente]
    objects: dict[str, UUID]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A fresh browser of somebody with that role; server errors become answers, not raises."""
        client = Client(raise_request_exception=False)
        if role != "anonimo":
            enter(client, self.users[role])
        return client

    def end_membership(self, role: str) -> None:
        """The person left yesterday."""
        ended = clock.today() - timedelta(days=1)
        Membership.objects.filter(utente=self.users[role]).update(valid_to=ended)

    def row_counts(self) -> dict[str, int]:
        """How many rows every table has, those apart that a GET may add to."""
        return {
            model._meta.label: model._default_manager.order_by().count()
            for model in apps.get_models()
            if model._meta.label not in _MAY_GROW
        }


def build_world() -> World:
    """Create the cast, then a case with certificate, duty, form, document, by the real actions."""
    now = clock.now()
    people = Personas(now)
    users = {name: getattr(people, name) for name in ROLES if hasattr(Personas, name)}
    users |= _others(people)
    objects = _case_of_the_first_school(people, now)
    for part in PARTS:
        objects |= part.objects(people, users, now)
    heartbeat.beat(heartbeat.SCAN, now)
    users["disattivato"].is_active = False
    users["disattivato"].save(update_fields=["is_active"])
    return World(users, objects)


def _others(people: Personas) -> dict[str, Utente]:
    hospital = people.presidio_org
    platform = _organisation(TipoOrganizzazione.PIATTAFORMA, "Piattaforma Esempio")
    office = _organisation(TipoOrganizzazione.SEDE_INAIL, "Sede Esempio")
    patronage = _organisation(TipoOrganizzazione.PATRONATO, "Patronato Esempio")
    practice = _organisation(TipoOrganizzazione.STUDIO_MEDICO, "Studio medico Esempio")
    gone = _member("cessato", people.scuola, Ruolo.SEGRETERIA, until=date(2025, 12, 31))
    return {
        "medico_esterno": _member("mara", practice, Ruolo.MEDICO_ESTERNO),
        "amministratore_presidio": _member("pia", hospital, Ruolo.AMMINISTRATORE_PRESIDIO),
        "patronato": _member("pina", patronage, Ruolo.PATRONATO),
        "revisore": _member("renzo", office, Ruolo.REVISORE),
        "gestore": _member("gino", platform, Ruolo.GESTORE),
        "cessato": gone,
        "disattivato": _member("dario", people.scuola, Ruolo.SEGRETERIA),
    }


def _organisation(tipo: str, name: str) -> Organizzazione:
    return Organizzazione.objects.create(tipo=tipo, denominazione=name)


def _member(name: str, org: Organizzazione, ruolo: str, until: date | None = None) -> Utente:
    user = Utente.objects.create_user(
        f"{name}@matrice.test", PASSWORD, nome=name.title(), cognome="Prova"
    )
    Membership.objects.create(
        utente=user, organizzazione=org, ruolo=ruolo, valid_from=date(2025, 9, 1), valid_to=until
    )
    return user


def _case_of_the_first_school(people: Personas, now: datetime) -> dict[str, UUID]:
    by, school = people.scope(people.segreteria, clock.today()), people.scuola
    pupil = lavoratori.create_lavoratore(
        dati.DatiLavoratore(
            categoria=Categoria.STUDENTE,
            cognome="Bianchi",
            nome="Luca",
            sesso="M",
            nato_on=date(2012, 5, 4),
            nato_a="Milano",
        ),
        organizzazione=school,
        by=by,
        now=now,
    )
    caso = opening.open_caso(
        dati.DatiCaso(avvenuto_at=now - timedelta(days=1), dinamica="È caduto in palestra."),
        lavoratore=pupil,
        organizzazione=school,
        by=by,
        now=now,
        request_key=uuid4(),
    )
    today = clock.local(now).date()
    certificato = certificati.receive_certificato(
        caso,
        dati.DatiCertificato(
            numero="A1B2C3D4E5F6",
            rilasciato_at=now - timedelta(hours=5),
            prognosi_dal=today,
            prognosi_al=today + timedelta(days=9),
            received_at=now - timedelta(hours=1),
            received_via=RicevutoVia.LAVORATORE,
        ),
        expected=caso.version,
        by=by,
        now=now,
    )
    duty = Adempimento.objects.get(caso=caso, tipo="denuncia")
    form = moduli.start_modulo(duty, by=by, now=now)
    insurer = Adempimento.objects.get(caso=caso, tipo="denuncia_assicurazione")
    sent = dispatch.record_dispatch(
        insurer,
        dati.DatiInvio(canale="pec", sent_at=now - timedelta(minutes=30)),
        request_key=uuid4(),
        by=by,
        now=now,
    )
    document = Documento.objects.create(
        caso=caso,
        tipo=TipoDocumento.ALLEGATO,
        titolo="Allegato",
        stato=StatoDocumento.PRONTO,
        file=_stored_pdf(people, now),
        created_at=now,
        created_by=people.segreteria,
        ready_at=now,
    )
    printed = Documento.objects.create(
        caso=caso,
        modulo=form,
        tipo=TipoDocumento.MODULO_PDF,
        titolo="Modulo (bozza)",
        stato=StatoDocumento.PRONTO,
        file=_stored_pdf(people, now),
        bozza=True,
        dati_sha256=sha256(form.dati),
        created_at=now,
        created_by=people.segreteria,
        ready_at=now,
    )
    draft = bozze.start_bozza(
        {"dinamica": "È caduto in cortile."},
        organizzazione=school,
        lavoratore=pupil,
        by=by,
        now=now,
        request_key=uuid4(),
    )
    return {
        "bozza": draft.pk,
        "lavoratore": pupil.pk,
        "caso": caso.pk,
        "certificato": certificato.pk,
        "adempimento": duty.pk,
        "invio": sent.pk,
        "modulo": form.pk,
        "documento": document.pk,
        "stampa": printed.pk,
        "organizzazione": people.scuola.pk,
    }


def _stored_pdf(people: Personas, now: datetime) -> StoredFile:
    """A small real file: printing a form for every role would cost a second each."""
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(content)
    return files.store(
        content.getvalue(),
        name="allegato.pdf",
        allowed=frozenset({files.Kind.PDF}),
        organizzazione_id=people.scuola.pk,
        by=people.segreteria,
        now=now,
    )
