"""An occupational disease on the employer's side: five days, no fourth day, no "infortunio"."""

from __future__ import annotations

from datetime import date

import pytest

from denunce.actions.dati import DatiInvio
from denunce.actions.dispatch import record_dispatch
from denunce.models import RiferimentoCertificato
from portal.base.errors import ActionError
from tests.pages import read, text

pytestmark = pytest.mark.django_db
TYPED = {
    "numero": "B000 0000 0001",
    "rilasciato_at_giorno": "2026-03-11",
    "tipo": "primo",
    "quando": "adesso",
    "received_via": "lavoratore",
    "redatto_da": "medico_a_terra",
}


@pytest.fixture
def malattia(apri):
    """A disease that showed itself on 1 March."""
    return apri(tipo="malattia_professionale", avvenuto_at=None, manifestata_on=date(2026, 3, 1))


def page_of(laura, caso) -> str:
    return read(laura.get(f"/denunce/casi/{caso.pk}/"))


def test_number_and_release_are_enough_and_the_form_says_so(laura, malattia):
    address = f"/denunce/casi/{malattia.pk}/certificato/"
    page = read(laura.get(address))
    assert "la prognosi è facoltativa" in page
    assert "hai cinque giorni per la denuncia" in page
    assert "I tre dati che il termine aspetta" not in page
    typed = TYPED | {"version": str(malattia.version)}
    verdict = read(laura.post(address, typed))
    assert "Devi inviare la denuncia di malattia professionale" in verdict
    assert "martedì 17 marzo, 23:59" in verdict
    saved = read(laura.post(address, typed | {"conferma": "1"}, follow=True))
    assert "Certificato registrato" in saved
    assert RiferimentoCertificato.objects.get().prognosi_al is None


def test_a_prognosis_is_counted_by_its_length_alone(laura, malattia):
    days = {"prognosi_dal": "2026-03-11", "prognosi_al": "2026-03-20"}
    answer = laura.post(f"/denunce/casi/{malattia.pk}/giorni/", days)
    assert answer.json()["testo"].endswith("10 giorni")


def test_the_page_never_speaks_of_an_injury(laura, malattia, certifica, ora):
    certifica(malattia, prognosi_dal=None, prognosi_al=None)
    page = page_of(laura, malattia)
    assert "dell’infortunio" not in page
    assert "Correggi i dati della malattia" in page
    assert "La prognosi finisce" not in page


def test_before_any_certificate_the_page_says_what_starts_the_term(laura, malattia):
    assert "da lì partono i cinque giorni" in page_of(laura, malattia)


def test_the_workers_fifteen_days_stand_on_the_case_as_theirs(laura, malattia):
    page = text(laura.get(f"/denunce/casi/{malattia.pk}/"))
    assert "Il lavoratore deve avvisare il datore" in page
    assert "lunedì 16 marzo" in page
    assert "Non è un tuo termine" in page
    assert "perde l’indennità per il tempo prima dell’avviso" in page


def test_in_agriculture_the_duty_is_the_doctors(laura, apri, nuova_persona, certifica, ora):
    farmer = nuova_persona(categoria="operaio_agricolo_otd", cognome="Campi", classe="")
    caso = apri(
        farmer,
        tipo="malattia_professionale",
        avvenuto_at=None,
        manifestata_on=date(2026, 3, 1),
        prima_visita_at=ora("2026-03-10 09:00"),
    )
    certifica(caso, prognosi_dal=None, prognosi_al=None)
    page = page_of(laura, caso)
    assert "Il medico deve inviare la denuncia di malattia professionale" in page
    assert "Devi inviare" not in page
    assert "venerdì 20 marzo" in page
    assert "entro dieci giorni dalla prima visita" in page
    assert "Ho già inviato" not in page


def test_nothing_about_it_comes_before_the_day_it_showed(malattia, certifica, by, adesso, ora):
    with pytest.raises(ActionError, match="manifestazione") as refusal:
        certifica(malattia, rilasciato_at=ora("2026-02-28 10:00"))
    assert refusal.value.field == "rilasciato_at"
    certifica(malattia, prognosi_dal=None, prognosi_al=None)
    duty = malattia.adempimenti.get(tipo="denuncia_mp")
    early = DatiInvio(canale="portale_inail", sent_at=ora("2026-02-28 10:00"))
    with pytest.raises(ActionError, match="manifestazione"):
        record_dispatch(duty, early, request_key=malattia.pk, by=by, now=adesso)


def test_what_others_owe_comes_after_and_never_shouts(laura, malattia, certifica, ora):
    certifica(malattia, prognosi_dal=None, prognosi_al=None)
    malattia.adempimenti.filter(tipo="avviso_al_datore").update(termine_at=ora("2026-03-02 23:59"))
    page = text(laura.get(f"/denunce/casi/{malattia.pk}/"))
    mine = page.index("Devi inviare la denuncia di malattia professionale")
    theirs = page.index("Il lavoratore deve avvisare il datore")
    assert mine < theirs
    assert "Da verificare" in page[theirs : theirs + 600]
    assert "Scaduto" not in page
