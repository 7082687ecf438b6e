"""The thin thread through the actions: a fall, the certificate, the denuncia leaves."""

from __future__ import annotations

from uuid import uuid4

from denunce.actions.casi import DatiCaso, open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCertificato, DatiInvio, DatiLavoratore
from denunce.actions.dispatch import record_dispatch
from denunce.actions.lavoratori import create_lavoratore


def test_from_the_fall_to_the_denuncia(personas, adesso, ora):
    by = personas.scope(personas.segreteria)
    alunno = create_lavoratore(
        DatiLavoratore(
            categoria="studente",
            cognome="Bianchi",
            nome="Luca",
            sesso="M",
            nato_on=ora("2014-05-03 00:00").date(),
            classe="2B",
        ),
        organizzazione=personas.scuola,
        by=by,
        now=adesso,
    )
    caso = open_caso(
        DatiCaso(avvenuto_at=ora("2026-03-10 10:15"), dinamica="Caduta in palestra"),
        lavoratore=alunno,
        organizzazione=personas.scuola,
        by=by,
        now=adesso,
        request_key=uuid4(),
    )
    assert caso.numero == "2026/0001"
    assert caso.attesa_certificato
    receive_certificato(
        caso,
        DatiCertificato(
            numero="a000 0000 0003",
            rilasciato_at=ora("2026-03-10 12:30"),
            prognosi_dal=ora("2026-03-11 00:00").date(),
            prognosi_al=ora("2026-03-16 00:00").date(),
            received_at=ora("2026-03-12 09:00"),
            received_via="lavoratore",
        ),
        expected=caso.version,
        by=by,
        now=adesso,
    )
    caso.refresh_from_db()
    assert not caso.attesa_certificato
    rows = {row.tipo: row for row in caso.adempimenti.all()}
    assert set(rows) == {"denuncia", "denuncia_assicurazione"}
    assert rows["denuncia"].termine_at == ora("2026-03-14 23:59:59")
    record_dispatch(
        rows["denuncia"],
        DatiInvio(canale="sidi", sent_at=adesso),
        request_key=uuid4(),
        by=by,
        now=adesso,
    )
    rows["denuncia"].refresh_from_db()
    assert rows["denuncia"].stato == "inviato"
