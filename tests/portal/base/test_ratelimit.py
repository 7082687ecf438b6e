"""Limits by action, shared by every process, not evaded by a header."""

from datetime import datetime
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
import redis
import time_machine
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.base import broker, ratelimit
from portal.base.ratelimit import Rate, hit, limit


@pytest.fixture(autouse=True)
def _memoria_vuota(settings, a_tempo_fermo: time_machine.Traveller) -> None:
    settings.TRUSTED_PROXIES = 0
    cache.clear()
    ratelimit._fallback.clear()


@pytest.fixture
def visite() -> list[str]:
    return []


def limited(visite: list[str], **options):
    @limit("prova", rate="3/m", **options)
    def view(request: HttpRequest) -> HttpResponse:
        visite.append(request.method or "")
        return HttpResponse("fatto")

    return view


def post(ip: str = "198.51.100.7", **data: str) -> HttpRequest:
    return RequestFactory().post("/", data, REMOTE_ADDR=ip)


def test_the_call_after_the_limit_is_refused_before_the_view_runs(visite: list[str]) -> None:
    view = limited(visite)
    assert [view(post()).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert len(visite) == 3


def test_the_refusal_says_when_to_try_again_and_then_it_works(
    visite: list[str], a_tempo_fermo: time_machine.Traveller, adesso: datetime
) -> None:
    view = limited(visite)
    for _ in range(3):
        view(post())
    refused = view(post())
    assert refused["Retry-After"] == "60"
    a_tempo_fermo.shift(60)
    assert view(post()).status_code == 200


def test_reading_is_not_counted_unless_asked(visite: list[str]) -> None:
    get = RequestFactory().get("/", REMOTE_ADDR="198.51.100.7")
    view = limited(visite)
    assert {view(get).status_code for _ in range(9)} == {200}
    strict = limited(visite, methods=("GET",))
    assert [strict(get).status_code for _ in range(4)][-1] == 429


def test_each_address_has_its_own_count_and_a_forged_header_changes_nothing(
    visite: list[str],
) -> None:
    view = limited(visite)
    for n in range(3):
        request = post()
        request.META["HTTP_X_FORWARDED_FOR"] = f"1.2.3.{n}"
        view(request)
    forged = post()
    forged.META["HTTP_X_FORWARDED_FOR"] = "9.9.9.9"
    assert view(forged).status_code == 429
    assert view(post("198.51.100.8")).status_code == 200


def test_an_account_is_counted_by_the_address_typed_whatever_its_case(
    visite: list[str],
) -> None:
    view = limited(visite, key="email")
    for n in range(3):
        view(post(f"198.51.100.{n}", login="Laura@scuola.test "))
    assert view(post("198.51.100.9", email="laura@scuola.test")).status_code == 429
    assert view(post("198.51.100.9", login="marco@scuola.test")).status_code == 200


def test_keys_can_be_joined(visite: list[str]) -> None:
    view = limited(visite, key="ip+email")
    for _ in range(3):
        view(post(login="laura@scuola.test"))
    assert view(post(login="laura@scuola.test")).status_code == 429
    assert view(post("198.51.100.8", login="laura@scuola.test")).status_code == 200
    assert view(post(login="marco@scuola.test")).status_code == 200


def test_a_known_user_is_counted_wherever_they_are_and_a_stranger_by_address(
    visite: list[str],
) -> None:
    class Laura:
        pk, is_authenticated = 7, True

    view = limited(visite, key="user")
    for n in range(4):
        request = post(f"198.51.100.{n}")
        request.user = Laura()
        last = view(request)
    assert last.status_code == 429
    assert view(post()).status_code == 200


def test_two_actions_are_counted_apart() -> None:
    rate = Rate(1, 60)
    assert hit("accesso", rate, "a") == 0
    assert hit("accesso", rate, "a") > 0
    assert hit("recupero", rate, "a") == 0


def test_no_address_reaches_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    monkeypatch.setattr(ratelimit, "_count", lambda name, seconds: names.append(name) or 1)
    hit("accesso", Rate(1, 60), "email=laura@scuola.test")
    assert "laura" not in names[0]


@pytest.mark.parametrize(
    ("text", "rate"), [("10/m", Rate(10, 60)), ("6/30s", Rate(6, 30)), ("20/h", Rate(20, 3600))]
)
def test_a_rate_is_read(text: str, rate: Rate) -> None:
    assert Rate.parse(text) == rate


@pytest.mark.parametrize("text", ["", "10", "m/10", "10/y", "-1/m", "10/m "])
def test_a_rate_that_says_nothing_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="is not a rate"):
        Rate.parse(text)


def test_without_the_shared_cache_the_limit_still_holds_in_this_process(
    visite: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dead:
        def add(self, *_args: object, **_kwargs: object) -> bool:
            raise ConnectionError

    monkeypatch.setattr(ratelimit, "cache", Dead())
    view = limited(visite)
    assert [view(post()).status_code for _ in range(4)] == [200, 200, 200, 429]


class Tabella(DatabaseCache):
    """The database cache with its rows in a dictionary: it counts in two steps."""

    def __init__(self) -> None:
        super().__init__("tabella", {})
        self.rows: dict[str, object] = {}

    def add(self, key, value, timeout=None, version=None):
        return self.rows.setdefault(key, value) == value

    def get(self, key, default=None, version=None):
        return self.rows.get(key, default)

    def set(self, key, value, timeout=None, version=None):
        self.rows[key] = value


def test_threads_counting_at_once_on_the_database_cache_lose_no_count() -> None:
    store, barrier = Tabella(), Barrier(8)

    def work() -> None:
        barrier.wait()
        for _ in range(50):
            ratelimit._add_one(store, "chiave", 60)

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.rows["chiave"] == 400


def test_a_redis_that_failed_is_not_asked_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def refuse(*_args: object, **_options: object) -> None:
        tries.append(1)
        raise redis.ConnectionError

    monkeypatch.setattr(ratelimit, "cache", SimpleNamespace(add=refuse))
    try:
        assert [hit("prova", Rate(3, 60), "chi") > 0 for _ in range(4)] == [False] * 3 + [True]
        assert len(tries) == 1
    finally:
        broker.breaker.reset()
