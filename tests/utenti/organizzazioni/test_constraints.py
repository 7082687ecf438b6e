"""Each invariant of this part, broken on purpose: the database says no first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import MembershipFactory
from tests.personas import Personas
from tests.utenti.organizzazioni.scena import dati, pdf
from utenti.organizzazioni.actions.attivazioni import submit
from utenti.organizzazioni.actions.inviti import DatiInvito, invite
from utenti.organizzazioni.models import Invito, RichiestaAttivazione

pytestmark = pytest.mark.django_db


@pytest.fixture
def invito(personas: Personas, adesso) -> Invito:
    by = personas.scope(personas.dirigente)
    return invite(personas.scuola, DatiInvito("a@persone.test", "segreteria"), by=by, now=adesso)


@pytest.fixture
def richiesta(personas: Personas, adesso) -> RichiestaAttivazione:
    return submit(dati(), (pdf(), "n.pdf"), by=personas.cittadino, now=adesso)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("invito_ruolo_noto", {"ruolo": "re"}),
        ("invito_chiave_presente", {"chiave_hash": ""}),
        ("invito_accettato_intero", {"accepted_at": "now"}),
        ("invito_revocato_intero", {"revoked_at": "now"}),
        (
            "invito_una_sola_fine",
            {"accepted_at": "now", "membership": "made", "revoked_at": "now", "revoked_by": "head"},
        ),
        ("invito_scade_dopo", {"expires_at": "before"}),
        ("invito_indirizzo_o_cancellato", {"email": None}),
    ],
)
def test_an_invitation(invito, personas: Personas, adesso, name, broken):
    values = {
        "now": adesso,
        "before": adesso - timedelta(days=1),
        "head": personas.dirigente,
        "made": MembershipFactory(),
    }
    _refused(Invito, invito.pk, name, broken, values)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("attivazione_stato_coerente", {"stato": "persa"}),
        ("attivazione_tipo_ammesso", {"tipo": "piattaforma"}),
        ("attivazione_carica_nota", {"carica": "re"}),
        ("attivazione_dichiarata", {"dichiarata": False}),
        ("attivazione_dati_presenti", {"codice_fiscale": ""}),
        ("attivazione_decisa_intera", {"decided_by": "head"}),
        ("attivazione_stato_coerente", {"stato": "ritirata"}),
        ("attivazione_rifiuto_motivato", {"motivo": "perché sì"}),
        ("attivazione_approvata_crea", {"organizzazione": "school"}),
        (
            "attivazione_non_propria",
            {"stato": "rifiutata", "motivo": "x", "decided_at": "now", "decided_by": "own"},
        ),
    ],
)
def test_a_request(richiesta, personas: Personas, adesso, name, broken):
    values = {
        "now": adesso,
        "head": personas.dirigente,
        "own": personas.cittadino,
        "school": personas.scuola,
    }
    _refused(RichiestaAttivazione, richiesta.pk, name, broken, values)


def test_two_that_wait_for_the_same_are_one(invito, richiesta):
    for row, name in ((invito, "invito_unico"), (richiesta, "attivazione_unica")):
        row.pk = None
        row._state.adding = True
        with pytest.raises(IntegrityError, match=f"{name}|UNIQUE"), transaction.atomic():
            row.save(force_insert=True)


def _refused(model, pk, name, broken, values):
    changes = {field: values.get(value, value) for field, value in broken.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.filter(pk=pk).update(**changes)
