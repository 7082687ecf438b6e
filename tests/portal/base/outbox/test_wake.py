"""Waking the workers: at most once a second, and never at the user's expense."""

import time
from collections.abc import Iterator

import pytest
import redis
from celery import current_app

from portal.base import broker
from portal.base.outbox import nudge, wake


@pytest.fixture(autouse=True)
def _no_failure_remembered() -> Iterator[None]:
    broker.breaker.reset()
    yield
    broker.breaker.reset()


class Broker:
    """A Redis that answers as told."""

    def __init__(self, first: bool = True) -> None:
        self.first = first

    def set(self, name: str, value: str, *, nx: bool, ex: int) -> bool:
        assert (nx, ex) == (True, 1)
        return self.first


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_options: names.append(name))
    return names


def test_without_a_broker_nothing_is_sent(settings, sent: list[str]) -> None:
    settings.REDIS_URL = ""
    nudge()
    assert sent == []


@pytest.mark.parametrize(("first", "names"), [(True, [wake.TASK]), (False, [])])
def test_with_a_broker_one_task_a_second_is_sent(
    settings, sent: list[str], monkeypatch: pytest.MonkeyPatch, first: bool, names: list[str]
) -> None:
    settings.REDIS_URL = "redis://localhost:1/0"
    monkeypatch.setattr(redis.Redis, "from_url", lambda *_a, **_k: Broker(first))
    nudge()
    assert sent == names


def test_a_dead_broker_is_only_logged_and_costs_no_time(settings, sent: list[str]) -> None:
    settings.REDIS_URL = "redis://localhost:1/0"
    started = time.perf_counter()
    nudge()
    assert sent == []
    assert (
        time.perf_counter() - started < 5
    )  # far below a wait for a broker, far above a slow machine


def test_after_a_failure_the_broker_is_left_alone_for_five_seconds(
    settings, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now, tries = [100.0], []

    def refuse(*_args: object, **_options: object) -> Broker:
        tries.append(now[0])
        raise redis.ConnectionError

    monkeypatch.setattr(broker.breaker, "clock", lambda: now[0])
    monkeypatch.setattr(redis.Redis, "from_url", refuse)
    settings.REDIS_URL = "redis://localhost:1/0"
    for moment in (100.0, 100.1, 104.9, 105.0, 106.0):
        now[0] = moment
        nudge()
    assert tries == [100.0, 105.0]
    assert sent == []
