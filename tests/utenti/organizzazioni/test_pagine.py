"""The page of an organisation, its data and sites; the pages of who runs the platform."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from portal.base.audit import AuditEvent
from tests.factories import OrganizzazioneFactory
from tests.pages import text
from tests.personas import Personas
from tests.utenti.organizzazioni.scena import join
from utenti.models import Delega, Organizzazione, Sede
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db
CANARY = "<i data-canary>"


def at(org: Organizzazione, end: str = "") -> str:
    return f"/organizzazioni/{org.pk}/{end}"


def fill(client: Client, org: Organizzazione, **changes: str) -> dict[str, str]:
    """What the form shows, with some answers changed."""
    form = client.get(at(org, "modifica/")).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {k: "" if v is None else str(v) for k, v in shown.items()} | changes


def test_members_read_it_and_its_head_changes_it(paolo, personas: Personas, inside):
    school = personas.scuola
    page = text(inside(personas.docente).get(at(school)))
    assert "80000000010" in page
    assert "Modifica i dati" not in page
    sent = fill(paolo, school, indirizzo="via Nuova 2", polizza="si", polizza_termine_giorni="30")
    page = text(paolo.post(at(school, "modifica/"), sent, follow=True))
    assert "via Nuova 2" in page
    assert "si denuncia entro 30 giorni" in page
    event = AuditEvent.objects.get(code="organizzazione.dati")
    assert event.data["campi"] == ["indirizzo", "polizza_presente", "polizza_termine_giorni"]


def test_two_windows_do_not_overwrite_each_other(paolo, personas: Personas):
    school = personas.scuola
    old = fill(paolo, school, telefono="02 111111")
    paolo.post(at(school, "modifica/"), fill(paolo, school, indirizzo="via Nuova 2"))
    assert "Qualcun altro ha modificato" in text(paolo.post(at(school, "modifica/"), old))
    assert Organizzazione.objects.get(pk=school.pk).indirizzo == "via Nuova 2"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cap": "2012"}, "cinque cifre"),
        ({"pec": "non-un-indirizzo"}, "e-mail"),
        ({"polizza": "no", "polizza_termine_giorni": "30"}, "solo se la polizza c’è"),
        ({"codice_ditta": "12AB"}, "solo cifre"),
    ],
)
def test_wrong_data_are_said_beside_their_field(paolo, personas: Personas, changes, said):
    sent = fill(paolo, personas.scuola, **changes)
    assert said in text(paolo.post(at(personas.scuola, "modifica/"), sent))


def test_sites_are_added_and_renamed_never_two_alike(paolo, personas: Personas):
    school = personas.scuola
    page = text(
        paolo.post(at(school, "sedi/nuova/"), {"denominazione": f"Plesso {CANARY}"}, follow=True)
    )
    assert CANARY not in page
    assert "principale" in page
    sede = Sede.objects.get()
    assert "C’è già una sede" in text(
        paolo.post(at(school, "sedi/nuova/"), {"denominazione": f"PLESSO {CANARY.upper()}"})
    )
    paolo.post(f"/organizzazioni/sedi/{sede.pk}/", {"denominazione": "Plesso Verdi"})
    assert Sede.objects.get().denominazione == "Plesso Verdi"


def test_the_first_steps_tick_themselves(paolo, personas: Personas):
    school, page = personas.scuola, at(personas.scuola, "primi-passi/")
    assert "fatti 0 di 5" in text(paolo.get(page))
    school.polizza_presente = False
    school.save()
    Delega.objects.create(delegante=school, delegato=personas.studio, valid_from=personas.since)
    personas.docente  # noqa: B018
    assert "fatti 3 di 5" in text(paolo.get(page))


def test_an_intermediary_has_steps_of_its_own(personas: Personas, inside):
    join(personas, personas.docente, personas.studio, Ruolo.RESPONSABILE)
    page = text(inside(personas.docente).get(at(personas.studio, "primi-passi/")))
    assert "fatti 0 di 3" in page
    assert "Fatti dare la delega" in page
    assert "polizza" not in page


def test_who_works_nowhere_learns_what_to_do(personas: Personas, inside):
    page = text(inside(personas.cittadino).get("/organizzazioni/"))
    assert "chiedi a chi la amministra di invitarti" in page
    assert "Attiva la tua organizzazione" in text(inside(personas.cittadino).get("/"))


# --- the platform -----------------------------------------------------------------------------


def test_the_list_is_found_by_name_and_read_by_pages(gino, personas: Personas, queries):
    for number in range(60):
        OrganizzazioneFactory(denominazione=f"Scuola {number // 2:03d}")
    address, seen = "/organizzazioni/piattaforma/", []
    costs = set()
    while address:
        costs.add(queries(gino, address))
        page = text(gino.get(address))
        seen += re.findall(r"entries__title\">(Scuola \d+)", page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        last, address = address, f"/organizzazioni/piattaforma/{found[1]}" if found else ""
    assert seen == sorted(seen)
    assert len(seen) == 60
    assert len(costs) == 1
    back = re.search(r'rel="prev" href="([^"]+)"', text(gino.get(last)))
    assert back is not None
    assert gino.get(f"/organizzazioni/piattaforma/{back[1]}").status_code == 200
    only = text(gino.get("/organizzazioni/piattaforma/?nome=scuola 007"))
    assert only.count("Scuola 007") >= 2
    assert "Scuola 008" not in only
    assert gino.get("/organizzazioni/piattaforma/?dopo=inventato").status_code == 400


def test_a_closed_organisation_is_nobodys_workplace_any_more(gino, personas: Personas, inside):
    laura, school = inside(personas.segreteria), personas.scuola
    assert laura.get("/denunce/").status_code == 200
    page = f"/organizzazioni/piattaforma/{school.pk}/"
    for _ in range(2):
        gino.post(f"{page}chiudi/")
    assert laura.get("/denunce/").status_code == 403
    assert "nessuno lavora più qui" in text(gino.get(page))
    assert AuditEvent.objects.filter(code="organizzazione.chiusa").count() == 1


def test_the_platform_does_not_close_itself(gino, personas: Personas):
    address = f"/organizzazioni/piattaforma/{personas.piattaforma.pk}/chiudi/"
    assert gino.post(address).status_code == 403
    assert Organizzazione.objects.get(pk=personas.piattaforma.pk).chiusa_at is None
