"""Nothing that can be sent to any address makes the portal fall over: never a 500.

The addresses come from the URL configuration and the fields from the pages themselves, so that a
new page or field is walked without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from urllib.parse import quote_from_bytes
from uuid import uuid4
from zlib import crc32

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from denunce.models import Bozza, Caso, Modulo
from portal.base import clock
from tests.architecture.test_access_matrix import ROWS, address
from tests.architecture.walking import Visitor
from tests.architecture.world import World, build_world

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
HOSTILE: dict[str, bytes] = {
    "vuoto": b"",
    "spazio": b" ",
    "nul": b"\0",
    "nul in mezzo": b"a\0b",
    "surrogato solo": b"\xed\xa0\x80",
    "byte non UTF-8": b"\xff\xfe\xe9",
    "UTF-8 lungo": b"\xc0\x80",
    "cifre arabe": "٣٤".encode(),
    "cifre larghe": "１２".encode(),
    "potenza": "²".encode(),
    "numero negativo": b"-1",
    "numero enorme": b"9" * 400,
    "numero oltre il limite di int()": b"9" * 5000,
    "esponente": b"1e400",
    "non un numero": b"NaN",
    "infinito": b"Infinity",
    "decimale": b"1,5",
    "anno 1": b"0001-01-01",
    "anno 9999": b"9999-12-31",
    "anno 0": b"0000-00-00",
    "giorno che non esiste": b"2026-02-30",
    "anno 1 all'italiana": b"01/01/0001",
    "fine del giorno": b"24:00",
    "secondo intercalare": b"23:59:60",
    "ora": b"02:30",
    "ora legale": b"2026-03-29",
    "ora solare": b"2025-10-26",
    "testo di 100.000": b"a" * 100_000,
    "legatura che si allarga": "ﷺ".encode() * 80,
    "esse che raddoppia": "ß".encode() * 80,
    "i con il punto": "İ".encode() * 80,
    "bandiere": "🏴".encode() * 80,
    "senso inverso": "\u202eabc".encode(),
    "solo segni": "\u0301\u0302".encode() * 30,
    "modello": b"{{7*7}}{% load x %}",
    "formato": b"%s%n%(x)s{0}{x.__class__}",
    "script": b"\"><svg/onload=1>'",
    "sql": b"'; DROP TABLE x; --",
    "percorso": b"../../etc/passwd",
    "intestazione": b"x\r\nBcc: altri@persone.test",
    "json": b'{"a": [1, {"b": null}]}',
    "uuid": b"00000000-0000-0000-0000-000000000000",
    "indirizzo altrui": b"//evil.test/\\evil.test",
    "istante all'orlo": b"9999-12-31T23:59-12:00",
}
PARAMETERS = (
    "vista",
    "dopo",
    "organizzazione",
    "tipo",
    "assegnati",
    "plesso",
    "classe",
    "next",
    "x",
    "uid",
    "key",
    "a[b]",
)


@pytest.fixture
def world(a_tempo_fermo: Traveller) -> World:
    cache.clear()
    return build_world()


# How many requests each walk makes day by day, however many addresses there are, and how many of
# them once more on the second database; at full length (SOLIDITA=1) it makes them all. Which ones
# they are follows from what they are: always the same.
BUDGET = 600 if connection.vendor == "sqlite" else 200


@dataclass
class Job:
    """One hostile request."""

    walker: Walker
    what: str
    method: str
    path: str
    data: str | bytes = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def draw(self) -> int:
        """Its place among those that are drawn: the same on every machine."""
        route = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", self.path.partition("?")[0])
        return crc32(f"{self.what} {self.method} {route}".encode())


def carry_out(jobs: list[Job], *, every: bool) -> None:
    """Send them, or as many as the budget allows: of each address one at least."""
    kept = jobs if every else sorted(jobs, key=lambda job: job.draw)[:BUDGET]
    if not every:
        first = {job.path.partition("?")[0]: job for job in sorted(jobs, key=lambda job: -job.draw)}
        kept = [*kept, *(job for job in first.values() if job.draw > kept[-1].draw)]
    for job in kept:
        job.walker.send(job.what, job.method, job.path, job.data, **job.more)
    for walker in {id(job.walker): job.walker for job in kept}.values():
        walker.check()


def body(fields: Mapping[str, bytes]) -> str:
    """A form as a browser encodes it, bytes that are not text included."""
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields.items())


class Walker:
    """Sends requests as one person and keeps what went wrong."""

    def __init__(self, client: Client) -> None:
        self.client, self.visitor = client, Visitor(client)
        self.fallen: list[str] = []

    def send(self, what: str, method: str, path: str, data: str | bytes = "", **more: str) -> int:
        kind = more.pop("content_type", FORM)
        answer = self.visitor.ask(method, path, data, content_type=kind, **more)
        if answer.status_code >= 500:
            self.fallen.append(f"{method} {path.partition('?')[0]} {what}: {answer.status_code}")
        return answer.status_code

    def check(self) -> None:
        assert not self.fallen, "\n".join([f"{len(self.fallen)} cadute", *self.fallen[:60]])


def fields_of(client: Client, path: str) -> dict[str, bytes]:
    """The fields that the page at ``path`` draws, with the values it proposes."""
    page = client.get(path)
    if page.status_code != 200:
        return {}
    found: dict[str, bytes] = {}
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page.content.decode()):
        name = re.search(r'\bname="([^"]+)"', tag)
        value = re.search(r'\bvalue="([^"]*)"', tag)
        boxed = re.search(r'type="(?:checkbox|radio)"', tag) and not re.search(r"\bchecked", tag)
        if name and not boxed:
            found[unescape(name[1])] = unescape(value[1]).encode() if value else b""
        elif name:
            found.setdefault(unescape(name[1]), b"")
    return found


def valid(world: World) -> dict[str, dict[str, bytes]]:
    """An answer that each form of the cases accepts: one wrong field reaches the action."""
    yesterday = clock.local(clock.now() - timedelta(days=1))
    day, hour = f"{yesterday:%Y-%m-%d}".encode(), b"08:30"
    caso = Caso.objects.get(pk=world.objects["caso"])
    event = {
        "tipo": b"infortunio",
        "avvenuto_at_giorno": day,
        "avvenuto_at_ora": hour,
        "luogo": b"in_sede",
        "attivita": b"altra",
        "dinamica": b"caduto",
        "indirizzo": b"palestra",
        "comune": b"Milano",
    }
    return {
        "persona_cerca": {"testo": b"rossi"},
        "scadenzario_cerca": {"testo": b"rossi"},
        "persona_per_bozza": {"testo": b"rossi"},
        "bozza_inizia": {"cognome": b"Verdi", "request_key": str(uuid4()).encode()},
        "bozza": event | {"version": b"1"},
        "bozza_salva": event | {"version": b"1"},
        "bozza_confronta": event | {"version": b"1", "tutte": b"mia"},
        "bozza_altra_persona": {"version": b"1"},
        "bozza_apri": {"version": b"1"},
        "caso_modifica": event | {"version": str(caso.version).encode()},
        "certificato_nuovo": {
            "version": str(caso.version).encode(),
            "numero": b"Z1B2C3D4E5F6",
            "rilasciato_at_giorno": f"{clock.local(clock.now()):%Y-%m-%d}".encode(),
            "rilasciato_at_ora": b"00:00",
            "tipo": b"continuativo",
            "prognosi_giorni": b"5",
            "quando": b"adesso",
            "received_via": b"lavoratore",
            "redatto_da": b"pronto_soccorso",
            "conferma": b"1",
        },
        "certificato_ritira": {
            "annullato_at_giorno": f"{clock.local(clock.now()):%Y-%m-%d}".encode(),
            "annullato_at_ora": b"09:30",
        },
        "persona_modifica": {
            "version": b"1",
            "categoria": b"studente",
            "cognome": b"Bianchi",
            "nome": b"Luca",
            "sesso": b"M",
            "nato_on": b"2012-05-04",
        },
        "invio_annulla": {"motivo": b"errore"},
        "invio_rettifica": {
            "canale": b"pec",
            "sent_at_giorno": f"{clock.local(clock.now()):%Y-%m-%d}".encode(),
            "sent_at_ora": f"{clock.local(clock.now()):%H:%M}".encode(),
            "request_key": str(uuid4()).encode(),
        },
        "invio_nuovo": {
            "canale": b"pec",
            "sent_at_giorno": f"{clock.local(clock.now()):%Y-%m-%d}".encode(),
            "sent_at_ora": f"{clock.local(clock.now()):%H:%M}".encode(),
            "numero_inail": b"123",
            "request_key": str(uuid4()).encode(),
        },
    }


def test_the_valid_answers_are_really_accepted(world: World) -> None:
    walker = Walker(world.client("segreteria"))
    for name, answer in valid(world).items():
        shown = ("persona_cerca", "persona_per_bozza", "bozza_salva")
        expected = 200 if name in shown else 302
        assert walker.send("valido", "POST", address(world, name), body(answer)) == expected, name


def walkers(world: World) -> Iterator[tuple[Walker, str, list[str]]]:
    """Each address with who gets furthest there: a stranger on public pages, else the secretary."""
    stranger, secretary = Walker(world.client("anonimo")), Walker(world.client("segreteria"))
    for name, row in ROWS.items():
        yield (stranger if row["apre"] == "tutti" else secretary), name, row["metodi"]


def query(turn: int) -> str:
    """Every parameter with another hostile value; over the turns each meets them all."""
    values = [value for value in HOSTILE.values() if len(value) < 1000]
    pairs = enumerate(PARAMETERS)
    return "&".join(
        f"{key}={quote_from_bytes(values[(turn + step) % len(values)])}" for step, key in pairs
    )


def test_every_parameter_of_every_address(world: World, solidita: bool) -> None:
    jobs = []
    for walker, name, methods in walkers(world):
        reads = name.startswith(("scadenzario", "account_login", "account_logout"))
        for turn in range(0, len(HOSTILE), 1 if reads else 12):
            path = f"{address(world, name)}?{query(turn)}"
            jobs += [Job(walker, f"turno {turn}", method, path) for method in methods]
    carry_out(jobs, every=solidita)


def test_every_field_of_every_form(world: World, solidita: bool) -> None:
    answers, values, jobs = valid(world), list(HOSTILE.items()), []
    turn = 0
    for walker, name, methods in walkers(world):
        if "POST" not in methods:
            continue
        path = address(world, name)
        base = (fields_of(walker.client, path) if "GET" in methods else {}) | answers.get(name, {})
        # Half of the values for each form, a third for the longest: the turn goes round them all.
        part = 3 if name == "modulo" else 2
        for what, value in values[turn % part :: part]:
            data = body(dict.fromkeys(base, value))
            jobs.append(Job(walker, f"ogni campo: {what}", "POST", path, data))
        for field_name in base if name != "modulo" else ():
            for step in range(5):  # over the fields of the forms every value has its turn
                what, value = values[(turn + step) % len(values)]
                data = body(base | {field_name: value})
                jobs.append(Job(walker, f"{field_name}: {what}", "POST", path, data))
            turn += 5
    carry_out(jobs, every=solidita)


@pytest.mark.parametrize("field_name", ["cognome", "nome", "nato_a"])
def test_the_texts_of_a_person_with_every_value(world: World, field_name: str) -> None:
    Bozza.objects.filter(pk=world.objects["bozza"]).update(lavoratore=None)
    path = reverse("bozza", args=[world.objects["bozza"], "chi"])
    walker, who = Walker(world.client("segreteria")), {"categoria": b"studente", "sesso": b"F"}
    base = fields_of(walker.client, path) | who | {"nato_on": b"2012-05-04", "cognome": b"Verdi"}
    for what, value in HOSTILE.items():
        walker.send(f"{field_name}: {what}", "POST", path, body(base | {field_name: value}))
    walker.check()


def test_the_fields_of_the_official_form_one_at_a_time(world: World, solidita: bool) -> None:
    client = world.client("segreteria")
    walker, path = Walker(client), address(world, "modulo")
    base = fields_of(client, path)
    assert len(base) > 50
    base["version"] = str(Modulo.objects.get(pk=world.objects["modulo"]).version).encode()
    values = list(HOSTILE.items())
    for turn, name in enumerate(base):
        # At full length three values for each field; over the whole form all of them anyway.
        for step in range(3 if solidita else 1):
            what, value = values[(turn * 3 + step) % len(values)]
            walker.send(f"{name}: {what}", "POST", path, body(base | {name: value}))
    walker.check()


BODIES: dict[str, tuple[str, bytes]] = {
    "5.000 campi": (FORM, b"&".join(b"c%d=1" % n for n in range(5000))),
    "3 MB": (FORM, b"testo=" + b"a" * 3_000_000),
    "urlencoded in UTF-16": (FORM + "; charset=utf-16", b"testo=abc"),
    "json": ("application/json", b'{"a": "\\ud800"}'),
    "json rotto": ("application/json", b'{"a": '),
    "xml": ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    "senza tipo": ("", b"testo=abc"),
    "tipo senza senso": ("\x01;;;=", b"testo=abc"),
    "multipart senza confine": ("multipart/form-data", b"abc"),
    "multipart troncato": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="testo"\r\n\r\nabc',
    ),
    "multipart con base64 rotto": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="testo"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
    ),
    **{
        f"multipart in {charset}": (
            f"multipart/form-data; boundary=x; charset={charset}",
            b'--x\r\nContent-Disposition: form-data; name="testo"\r\n\r\n'
            b"\\ud800\\x00+2AA-abc\r\n--x--\r\n",
        )
        for charset in ("utf-7", "utf-16", "unicode_escape", "rot13", "idna", "base64", "nessuno")
    },
    "file dove va un testo": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="testo"; filename="a\x00.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--x--\r\n",
    ),
    "duecento file": (
        "multipart/form-data; boundary=x",
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="a"\r\n\r\na\r\n' % n
            for n in range(200)
        )
        + b"--x--\r\n",
    ),
}


def test_bodies_of_every_shape_to_every_address(world: World, solidita: bool) -> None:
    jobs = []
    for walker, name, methods in walkers(world):
        path = address(world, name)
        for what, (kind, content) in BODIES.items():
            more = {"content_type": kind}
            if "POST" in methods:
                jobs.append(Job(walker, what, "POST", path, content, more))
            elif "charset" in kind:
                strange = f"{path}?vista=%ff&dopo=%5Cud800"
                jobs.append(Job(walker, what, "GET", strange, more=more))
    carry_out(jobs, every=solidita)


RECEIPTS: dict[str, tuple[bytes, bytes]] = {
    "vuota": (b"a.pdf", b""),
    "senza nome": (b"", b"%PDF-1.4"),
    "solo firma": (b"a.pdf", b"%PDF-1.7\n"),
    "nome di 5.000": (b"a" * 5000 + b".pdf", b"%PDF-1.7\n%%EOF"),
    "nome con NUL": (b"a.pdf%00.exe", b"%PDF-1.7\n%%EOF"),
    "nome non UTF-8": (b"\xff\xfe.pdf", b"%PDF-1.7\n%%EOF"),
    "nome con percorso": (b"../../a.pdf", b"%PDF-1.7\n%%EOF"),
    "png troncata": (b"a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "png enorme": (
        b"a.png",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x02\0\0\0\0\0\0\0",
    ),
    "jpeg troncata": (b"a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    "pdf ricorsivo": (
        b"a.pdf",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>",
    ),
    "pagina html": (b"a.html", b"<script>alert(1)</script>"),
}


def test_receipts_of_every_kind(world: World) -> None:
    walker, path = Walker(world.client("segreteria")), address(world, "invio_nuovo")
    for what, (name, content) in RECEIPTS.items():
        parts = [
            b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
            % (key.encode(), value)
            for key, value in valid(world)["invio_nuovo"].items()
        ]
        parts.append(
            b'--x\r\nContent-Disposition: form-data; name="ricevuta"; filename="%s"\r\n'
            b"Content-Type: application/pdf\r\n\r\n%s\r\n--x--\r\n" % (name, content)
        )
        walker.send(
            what, "POST", path, b"".join(parts), content_type="multipart/form-data; boundary=x"
        )
    walker.check()


HEADERS: dict[str, dict[str, str]] = {
    "host altrui": {"HTTP_HOST": "evil.test"},
    "host senza senso": {"HTTP_HOST": "a b\\c:99999"},
    "lunghezza che non è un numero": {"CONTENT_LENGTH": "²"},
    "lunghezza negativa": {"CONTENT_LENGTH": "-5"},
    "lunghezza smisurata": {"CONTENT_LENGTH": "9" * 5000},
    "indirizzo finto": {"HTTP_X_FORWARDED_FOR": "'; --, ::ffff:1.2.3.4%eth0", "REMOTE_ADDR": ""},
    "lingua": {"HTTP_ACCEPT_LANGUAGE": "a-" * 5000},
    "condizione": {"HTTP_IF_NONE_MATCH": "\xff\x00", "HTTP_IF_MODIFIED_SINCE": "ieri"},
    "intervallo": {"HTTP_RANGE": "bytes=-1-"},
    "provenienza": {"HTTP_REFERER": "http://[::1", "HTTP_ORIGIN": "null"},
    "navigatore": {"HTTP_USER_AGENT": "\xff\xfe\x00"},
    "sessione con NUL": {"HTTP_COOKIE": f'{settings.SESSION_COOKIE_NAME}="\\000\\000aaaaaaaaaa"'},
    "sessione lunga": {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={'a' * 5000}"},
    "sessione non UTF-8": {
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=\xff\xfe\xed\xa0\x80aaaa"
    },
    "gettone con NUL": {"HTTP_COOKIE": f'{settings.CSRF_COOKIE_NAME}="\\000"'},
}


def test_headers_of_every_kind_to_every_address(world: World, solidita: bool) -> None:
    jobs = [
        Job(walker, what, methods[-1], address(world, name), "a=b", headers)
        for walker, name, methods in walkers(world)
        for what, headers in HEADERS.items()
    ]
    carry_out(jobs, every=solidita)


def test_paths_that_are_no_address(world: World, solidita: bool) -> None:
    walker = Walker(world.client("segreteria"))
    ends = ("%00", "%ff", "%ED%A0%80", "%C0%80", "..%2f", "%0d%0aX:1", "a" * 10_000, "٣/", "-/")
    bases = {address(world, name) for name in ROWS}
    jobs = [Job(walker, end[:20], "GET", base + end) for base in bases for end in ends]
    carry_out(jobs, every=solidita)
    for path in (
        "/accesso/password/nuova/%00-%00/",
        "/accesso/password/nuova/zzzz-%ED%A0%80/",
        f"/accesso/password/nuova/{'z' * 5000}-x/",
        "/denunce/regole/%00/",
    ):
        walker.send(path[:40], "GET", path)
    walker.check()
