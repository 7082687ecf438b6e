"""What the database refuses of the reviewers' rows, whoever writes them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.credenziali import AT, RichiestaFactory
from utenti.credenziali.models import Decisione, Lettura, RicercaSalvata

pytestmark = pytest.mark.django_db


def decisione(personas, **values):
    made = {"esito": "rifiutata", "lingua": "it", "by": personas.revisore, "at": AT}
    return Decisione(richiesta=RichiestaFactory(), **(made | values))


def lettura(personas, richiesta, **values):
    made = {"campo": "nome", "riscontro": "uguale", "by": personas.revisore, "at": AT}
    return Lettura(richiesta=richiesta, **(made | values))


def unknown_outcome(personas):
    return decisione(personas, esito="forse")


def half_confirmed(personas):
    return decisione(personas, confermata_by=personas.revisore2)


def confirmed_by_who_proposed(personas):
    return decisione(personas, confermata_by=personas.revisore, confermata_at=AT)


def unknown_reading(personas):
    return lettura(personas, RichiestaFactory(), riscontro="boh")


def same_field_twice(personas):
    richiesta = RichiestaFactory()
    lettura(personas, richiesta).save()
    return lettura(personas, richiesta)


def same_search_twice(personas):
    same = {"utente": personas.revisore, "nome": "Vecchie", "created_at": AT}
    RicercaSalvata.objects.create(**same)
    return RicercaSalvata(**same)


def held_by_nobody(personas):
    return RichiestaFactory.build(
        richiedente=personas.cittadino, data_key=RichiestaFactory().data_key, stato="in_esame"
    )


def held_without_an_end(personas):
    return RichiestaFactory.build(
        richiedente=personas.cittadino,
        data_key=RichiestaFactory().data_key,
        stato="in_esame",
        claimed_by=personas.revisore,
    )


def decided_by_the_applicant(personas):
    return RichiestaFactory.build(
        richiedente=personas.revisore,
        data_key=RichiestaFactory().data_key,
        stato="rifiutata",
        decided_by=personas.revisore,
        decided_at=AT + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("broken", "constraint", "said"),
    [
        (unknown_outcome, "decisione_esito", "Esito sconosciuto"),
        (half_confirmed, "decisione_confermata", "La conferma ha sempre chi e quando"),
        (confirmed_by_who_proposed, "decisione_confermata_da_altri", "di un altro revisore"),
        (unknown_reading, "lettura_riscontro", "Esito sconosciuto"),
        (same_field_twice, "lettura_unica", "è già stato riscontrato"),
        (same_search_twice, "ricercasalvata_unica", "una ricerca con questo nome"),
        (held_by_nobody, "richiesta_in_esame_da_qualcuno", "è di un revisore"),
        (held_without_an_end, "richiesta_presa_in_carico", "chi e fino a quando"),
        (decided_by_the_applicant, "richiesta_decisa_da_altri", "la propria richiesta"),
    ],
)
def test_the_database_and_a_form_say_no(personas, broken, constraint, said):
    row = broken(personas)
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    assert said in " ".join(refused.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    names = {item.name for item in type(row)._meta.constraints}
    assert constraint in names
