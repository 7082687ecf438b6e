"""Every invariant of people and cases is a named constraint, and each is broken here once.

A constraint without an entry fails the suite, so does an entry without a constraint. Each must say
no twice: in Italian when a form validates, and in the database whatever wrote the row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CheckConstraint

from denunce.choices import RicevutoVia, TipoEvento
from denunce.workflow import StatoAdempimento, StatoCaso, StatoDocumento, StatoInvio, StatoModulo
from portal.base.files.models import StoredFile
from tests import factories as make
from utenti.models import TipoDelega

ROME = ZoneInfo("Europe/Rome")
AT = datetime(2026, 3, 12, 10, 0, tzinfo=ROME)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
APPS = ("denunce", "utenti")
Breaker = Callable[[], models.Model]


def changed(row: models.Model, **values: Any) -> models.Model:
    """The valid row with the change that breaks it, not saved yet."""
    for name, value in values.items():
        setattr(row, name, value)
    return row


def twin(factory: Any, *same: str, **values: Any) -> models.Model:
    """Two valid rows; the second takes over the named fields of the first."""
    first, second = factory(**values), factory(**values)
    return changed(second, **{name: getattr(first, name) for name in same})


def closed_case() -> models.Model:
    user = make.UtenteFactory()
    return make.CasoFactory(stato=StatoCaso.CHIUSO, chiuso_at=AT, chiuso_by=user)


def stored_file() -> StoredFile:
    return StoredFile.objects.create(
        data_key=make.DataKeyFactory(),
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        path=uuid4().hex,
        scan_state="pulito",
        created_at=AT,
    )


BREAKERS: dict[str, list[Breaker]] = {
    # --- utenti ---
    "utente_email_unica": [lambda: twin(make.UtenteFactory, "email")],
    "utente_email_minuscola": [
        lambda: changed(make.UtenteFactory(), email="Laura@persone.test"),
        lambda: changed(make.UtenteFactory(), email=""),
    ],
    "organizzazione_tipo_noto": [lambda: changed(make.OrganizzazioneFactory(), tipo="bottega")],
    "organizzazione_denominazione_presente": [
        lambda: changed(make.OrganizzazioneFactory(), denominazione="")
    ],
    "organizzazione_codice_fiscale_unico": [
        lambda: changed(
            make.OrganizzazioneFactory(),
            codice_fiscale=make.OrganizzazioneFactory(codice_fiscale="80000000010").codice_fiscale,
        )
    ],
    "organizzazione_polizza_coerente": [
        lambda: changed(make.OrganizzazioneFactory(), polizza_termine_giorni=30),
        lambda: changed(
            make.OrganizzazioneFactory(polizza_presente=True), polizza_termine_giorni=366
        ),
        lambda: changed(
            make.OrganizzazioneFactory(polizza_presente=True), polizza_termine_giorni=0
        ),
    ],
    "sede_denominazione_unica": [
        lambda: twin(make.SedeFactory, "denominazione", organizzazione=make.OrganizzazioneFactory())
    ],
    "sede_principale_unica": [
        lambda: changed(
            make.SedeFactory(organizzazione=make.SedeFactory(principale=True).organizzazione),
            principale=True,
        )
    ],
    "utente_codice_fiscale_unico": [
        lambda: changed(
            make.UtenteFactory(),
            codice_fiscale_index=make.UtenteFactory(
                codice_fiscale_index="a" * 64
            ).codice_fiscale_index,
        )
    ],
    "utente_cancellato_inattivo": [
        lambda: changed(make.UtenteFactory(), cancellato_at=AT),
        lambda: changed(make.UtenteFactory(is_active=False, nome=""), cancellato_at=AT),
    ],
    "membership_unica": [lambda: twin(make.MembershipFactory, "utente", "organizzazione")],
    "membership_periodo_valido": [
        lambda: changed(make.MembershipFactory(), valid_to=date(2025, 8, 31))
    ],
    "membership_ruolo_noto": [lambda: changed(make.MembershipFactory(), ruolo="bidello")],
    "delega_unica": [lambda: twin(make.DelegaFactory, "delegante", "delegato")],
    "delega_periodo_valido": [lambda: changed(make.DelegaFactory(), valid_to=date(2025, 8, 31))],
    "delega_tipo_noto": [lambda: changed(make.DelegaFactory(), tipo="favore")],
    "delega_assistenza_a_termine": [
        lambda: changed(make.DelegaFactory(), tipo=TipoDelega.ASSISTENZA, motivo="errore"),
        lambda: changed(
            make.DelegaFactory(), tipo=TipoDelega.ASSISTENZA, valid_to=date(2025, 9, 8)
        ),
    ],
    "delega_a_se_stessi": [
        lambda: (lambda row: changed(row, delegato=row.delegante))(make.DelegaFactory())
    ],
    # --- lavoratore, evento ---
    "lavoratore_codice_fiscale_unico": [
        lambda: changed(
            make.LavoratoreFactory(
                organizzazione=make.LavoratoreFactory(codice_fiscale_index="a" * 64).organizzazione
            ),
            codice_fiscale_index="a" * 64,
        )
    ],
    "lavoratore_nome_presente": [
        lambda: changed(make.LavoratoreFactory(), nome=""),
        lambda: changed(make.LavoratoreFactory(), cognome=""),
    ],
    "lavoratore_categoria_nota": [lambda: changed(make.LavoratoreFactory(), categoria="fantino")],
    "lavoratore_cancellato_vuoto": [lambda: changed(make.LavoratoreFactory(), cancellato_at=AT)],
    "lavoratore_sesso_noto": [lambda: changed(make.LavoratoreFactory(), sesso="X")],
    "evento_infortunio_con_data": [lambda: changed(make.EventoFactory(), avvenuto_at=None)],
    "evento_manifestata_solo_malattia": [
        lambda: changed(make.EventoFactory(), manifestata_on=date(2026, 3, 1))
    ],
    "evento_approdo_in_navigazione": [lambda: changed(make.EventoFactory(), primo_approdo_at=AT)],
    "evento_codici_noti": [
        lambda: changed(make.EventoFactory(tipo=TipoEvento.MALATTIA_PROFESSIONALE), tipo="avaria"),
        lambda: changed(make.EventoFactory(), luogo="luna"),
        lambda: changed(make.EventoFactory(), attivita="siesta"),
    ],
    # --- caso ---
    "numerazione_unica": [lambda: twin(make.NumerazioneFactory, "organizzazione")],
    "caso_numero_unico": [
        lambda: twin(make.CasoFactory, "progressivo", organizzazione=make.OrganizzazioneFactory())
    ],
    "caso_richiesta_unica": [
        lambda: twin(
            make.CasoFactory, "chiave_richiesta", organizzazione=make.OrganizzazioneFactory()
        )
    ],
    "caso_persona_evento_unico": [lambda: twin(make.CasoFactory, "evento", "lavoratore")],
    "caso_chiuso_con_data": [
        lambda: changed(make.CasoFactory(), stato=StatoCaso.CHIUSO),
        lambda: changed(make.CasoFactory(), chiuso_at=AT),
    ],
    "caso_stato_noto": [lambda: changed(make.CasoFactory(), stato="sospeso")],
    "caso_cancellato_vuoto": [
        lambda: changed(make.CasoFactory(), cancellato_at=AT),
        lambda: changed(closed_case(), cancellato_at=AT),
    ],
    "caso_esito_solo_chiuso": [
        lambda: changed(make.CasoFactory(), esito="guarigione"),
        lambda: changed(closed_case(), esito="miracolo"),
    ],
    "bozza_conclusa_senza_testi": [
        lambda: changed(make.BozzaFactory(), testi=None),
        lambda: changed(make.BozzaFactory(), ended_at=AT),
        lambda: changed(make.BozzaFactory(), caso=make.CasoFactory()),
        lambda: (lambda row: changed(row, ended_at=AT, ended_by=row.created_by))(
            make.BozzaFactory()
        ),
    ],
    "bozza_salvata_con_autore": [lambda: changed(make.BozzaFactory(), saved_by=None)],
    "nota_richiesta_unica": [
        lambda: twin(make.NotaFactory, "chiave_richiesta", caso=make.CasoFactory())
    ],
    "caso_decesso_solo_mortale": [
        lambda: changed(make.CasoFactory(), decesso_at=AT),
        lambda: changed(make.CasoFactory(), decesso_noto_at=AT),
    ],
    "caso_decesso_prima_della_notizia": [
        lambda: changed(make.CasoFactory(mortale=True), decesso_at=AT, decesso_noto_at=AT - HOUR)
    ],
    # --- certificato ---
    "riferimento_corretto_con_autore": [
        lambda: changed(make.RiferimentoFactory(), corretto_at=AT),
        lambda: changed(make.RiferimentoFactory(), corretto_da=make.RiferimentoFactory()),
    ],
    "adempimento_lettura_con_autore": [
        lambda: changed(make.AdempimentoFactory(), lettura_scelta="due_giorni"),
        lambda: changed(make.AdempimentoFactory(), lettura_scelta_at=AT),
    ],
    "riferimento_numero_unico": [
        lambda: twin(make.RiferimentoFactory, "numero", caso=make.CasoFactory())
    ],
    "riferimento_numero_di_dodici": [
        lambda: changed(make.RiferimentoFactory(), numero="A1"),
        lambda: changed(make.RiferimentoFactory(), numero="a00000000001"),
    ],
    "riferimento_prognosi_in_coppia": [
        lambda: changed(make.RiferimentoFactory(), prognosi_al=None),
        lambda: changed(make.RiferimentoFactory(), prognosi_dal=None),
        lambda: changed(make.RiferimentoFactory(), prognosi_al=date(2026, 3, 10)),
    ],
    "riferimento_ricevuto_dopo_rilascio": [
        lambda: (lambda row: changed(row, received_at=row.rilasciato_at - HOUR))(
            make.RiferimentoFactory()
        )
    ],
    "riferimento_ricevuto_con_mezzo": [
        lambda: changed(make.RiferimentoFactory(), received_via=""),
        lambda: changed(
            make.RiferimentoFactory(received_at=None, received_via=""),
            received_via=RicevutoVia.PEC,
        ),
        lambda: changed(make.RiferimentoFactory(), received_via="piccione"),
    ],
    "riferimento_codici_noti": [
        lambda: changed(make.RiferimentoFactory(), tipo="ultimo"),
        lambda: changed(make.RiferimentoFactory(), redatto_da="sciamano"),
    ],
    # --- adempimento, invio ---
    "adempimento_in_vigore_unico": [
        lambda: changed(
            make.AdempimentoFactory(
                caso=make.AdempimentoFactory(chiave="denuncia").caso, chiave="denuncia:2"
            ),
            chiave="denuncia",
        )
    ],
    "adempimento_fatto_con_data": [
        lambda: changed(make.AdempimentoFactory(), done_at=AT),
        lambda: changed(make.AdempimentoFactory(), done_by=make.UtenteFactory()),
        lambda: changed(make.AdempimentoFactory(), done_at=AT, done_by=make.UtenteFactory()),
    ],
    "adempimento_inviato_fatto": [
        lambda: changed(make.AdempimentoFactory(), stato=StatoAdempimento.INVIATO),
        lambda: changed(make.AdempimentoFactory(), stato=StatoAdempimento.ACCETTATO),
    ],
    "adempimento_finito_con_data": [
        lambda: changed(make.AdempimentoFactory(), stato=StatoAdempimento.SUPERATO),
        lambda: changed(make.AdempimentoFactory(), ended_at=AT),
    ],
    "adempimento_prudenziale_entro_termine": [
        lambda: (lambda row: changed(row, prudenziale_at=row.termine_at + HOUR))(
            make.AdempimentoFactory()
        )
    ],
    "adempimento_promemoria_solo_aperto": [
        lambda: changed(
            make.AdempimentoFactory(),
            prossimo_promemoria_at=AT,
            stato=StatoAdempimento.ASSORBITO,
            ended_at=AT,
        )
    ],
    "adempimento_codici_noti": [
        lambda: changed(make.AdempimentoFactory(), tipo="supplica"),
        lambda: changed(make.AdempimentoFactory(), stato="sospeso"),
        lambda: changed(make.AdempimentoFactory(), obbligato="sindaco"),
    ],
    "valutazione_numero_unico": [
        lambda: twin(make.ValutazioneFactory, "numero", caso=make.CasoFactory())
    ],
    "invio_inviato_con_data": [
        lambda: changed(make.InvioFactory(), sent_at=None),
        lambda: changed(make.InvioFactory(), stato=StatoInvio.PREPARATO),
    ],
    "invio_codici_noti": [
        lambda: changed(make.InvioFactory(), canale="piccione"),
        lambda: changed(make.InvioFactory(), stato="perso"),
    ],
    "invio_richiesta_unica": [
        lambda: twin(make.InvioFactory, "chiave_richiesta", adempimento=make.AdempimentoFactory())
    ],
    # --- modulo, documento ---
    "modulo_definitivo_con_impronta": [
        lambda: changed(make.ModuloFactory(), stato=StatoModulo.DEFINITIVO),
        lambda: changed(make.ModuloFactory(), dati_sha256="0" * 64),
    ],
    "modulo_salvato_con_autore": [
        lambda: changed(make.ModuloFactory(), saved_at=AT),
        lambda: changed(make.ModuloFactory(), saved_by=make.UtenteFactory()),
    ],
    "modulo_prima_con_versione": [
        lambda: changed(make.ModuloFactory(), prima_version=2),
    ],
    "modulo_codici_noti": [lambda: changed(make.ModuloFactory(), tipo="mod0")],
    "modulo_bozza_unica": [
        lambda: (
            lambda due: changed(
                make.ModuloFactory(caso=due.caso),
                adempimento=make.ModuloFactory(caso=due.caso, adempimento=due).adempimento,
            )
        )(make.AdempimentoFactory())
    ],
    "documento_pronto_con_file": [
        lambda: changed(make.DocumentoFactory(), stato=StatoDocumento.PRONTO),
        lambda: changed(make.DocumentoFactory(), file=stored_file()),
    ],
    "documento_codici_noti": [
        lambda: changed(make.DocumentoFactory(), tipo="santino"),
        lambda: changed(make.DocumentoFactory(), stato="smarrito"),
    ],
    "documento_modulo_unico": [
        lambda: (
            lambda modulo: changed(
                make.DocumentoFactory(caso=modulo.caso),
                modulo=make.DocumentoFactory(caso=modulo.caso, modulo=modulo).modulo,
            )
        )(make.ModuloFactory())
    ],
}


def all_constraints() -> dict[str, tuple[type[models.Model], Any]]:
    return {
        constraint.name: (model, constraint)
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }


CONSTRAINTS = all_constraints()
CASES = [(name, index) for name, found in BREAKERS.items() for index in range(len(found))]


def test_every_constraint_is_broken_here_and_nothing_else():
    assert set(BREAKERS) == set(CONSTRAINTS)


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_every_constraint_has_an_italian_message_of_its_own(name):
    _model, constraint = CONSTRAINTS[name]
    assert str(constraint.violation_error_message) not in (
        "",
        str(constraint.default_violation_error_message) % {"name": name},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "index"), CASES, ids=lambda value: str(value))
def test_validation_says_it_in_italian(name, index):
    row = BREAKERS[name][index]()
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    assert str(CONSTRAINTS[name][1].violation_error_message) in refusal.value.messages


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "index"), CASES, ids=lambda value: str(value))
def test_the_database_says_no(name, index):
    row = BREAKERS[name][index]()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save()
    model, constraint = CONSTRAINTS[name]
    # SQLite names the columns of a broken unique index, not the index itself.
    if isinstance(constraint, CheckConstraint) or connection.vendor == "postgresql":
        assert name in str(refusal.value)
    else:
        assert f"UNIQUE constraint failed: {model._meta.db_table}." in str(refusal.value)
