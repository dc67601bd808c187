"""A fixed part of the fault campaign; `make evidence ONLY=capture_faults` does more, also on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from evidence.capture.clinic import Person, Server, furnish
from evidence.capture.faults import Campaign, passed
from evidence.capture.mutants import MUTANTS
from evidence.capture.oracle import of_sqlite
from evidence.capture.proxy import Proxy
from maypole.capture.tests.tablets import Tablet
from tests.system.processes import free_port

# Connections are cut on purpose; what is left of them when the proxy ends is nobody's mistake.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
SEED = 20261122
KINDS = (
    "ack_lost", "cut_answer_body", "cut_request_body", "die:after_post", "die:before_ack", "double", "err401",
    "half_items", "kill_server", "portal", "poison", "quota", "restore", "rst", "slow", "switch", "two_tabs",
)  # fmt: skip
"""Each once; those that need long waits are left to the campaign."""


@pytest.fixture
def people(data: Path) -> list[Person]:
    return furnish(data)


def test_nothing_that_was_called_saved_is_lost_doubled_or_missing(data: Path, people: list[Person]) -> None:
    campaign = Campaign(data, people, (free_port(), free_port()), SEED)

    counts = campaign.run(len(KINDS), KINDS)

    assert passed(counts), counts
    assert counts["acknowledged"] > 500
    assert set(campaign.made) == set(KINDS)
    assert all(campaign.proxy.hits[kind] for kind in KINDS if kind in campaign.proxy.hits)


def test_a_copied_profile_becomes_a_device_of_its_own(data: Path, people: list[Person]) -> None:
    campaign = Campaign(data, people, (free_port(), free_port()), SEED, how_many_devices=1)

    counts = campaign.run(3, ("clone",))

    assert passed(counts), counts
    assert len(campaign.devices) == 4


@pytest.mark.parametrize("name", ["trust_200", "no_idem"])
def test_the_oracle_finds_a_broken_rule(data: Path, people: list[Person], name: str) -> None:
    [mutant] = [each for each in MUTANTS if each.name == name]
    knobs = frozenset({name} if mutant.where == "client" else ())
    campaign = Campaign(
        data, people, (free_port(), free_port()), SEED, knobs=knobs, mutant="" if knobs else name, how_many_devices=1,
        patience_s=20,
    )  # fmt: skip

    assert not passed(campaign.run(3 * len(mutant.faults), mutant.faults))


RECORD = """async ([user, child, visit, goal]) => {
  const { record } = await import("/static/maypole/js/capture/journal.js");
  const { here } = await import("/static/maypole/js/capture/session.js");
  const who = await here();
  window.stopped = false;
  for (let n = 0; !window.stopped; n += 1) {
    const body = { goal, measure: "trials", correct: true, prompt: "I", material: `${window.name_} ${n}` };
    const event = await record(who, { kind: "observation", child, visit, body }).catch(() => null);
    if (event) await window.saved(event.id);
    if (n % 7 === 0) dispatchEvent(new Event("focus"));
    await new Promise((done) => setTimeout(done, 15));
  }
}"""
"""The app's own modules record as fast as they can; each id is reported once it was called saved."""
SHORT = (
    "rst",
    "portal",
    "ack_lost",
    "half_items",
    "err500",
    "double",
    "cut_answer_body",
    "slow",
    "other_json",
    "err503",
)


@pytest.fixture
def served(data: Path, people: list[Person]) -> Iterator[tuple[Proxy, Server]]:
    ports = free_port(), free_port()
    server = Server(data, ports[1])
    server.start()
    proxy = Proxy(*ports, slow_s=0.9)
    proxy.start()
    yield proxy, server
    proxy.stop()
    server.kill()


class Recorder:
    """A browser whose page records without a pause, through the proxy; what it called saved is told as it happens."""

    def __init__(self, tablet: Tablet, person: Person) -> None:
        self.tablet, self.person = tablet, person
        self.saved: list[str] = []
        self.pages = 0

    def open(self) -> Page:
        page = self.tablet.start()
        assert self.tablet.context is not None
        cookie = {"name": "sessionid", "value": self.person.session, "url": self.tablet.url}
        self.tablet.context.add_cookies([cookie])  # type: ignore[list-item]
        page.expose_function("saved", lambda key: self.saved.append(key))  # noqa: PLW0108 (a built-in method cannot be exposed)
        self.load(page)
        return page

    def load(self, page: Page) -> None:
        self.pages += 1
        page.goto("/capture")
        page.wait_for_selector("h1")
        where = [self.person.user, self.person.child, self.person.visit, self.person.goal]
        page.evaluate(f"window.name_ = 'page {self.pages}'")
        page.evaluate(f"(where) => {{ ({RECORD})(where); }}", where)


def test_the_apps_own_modules_lose_nothing(
    browser: Browser, served: tuple[Proxy, Server], data: Path, people: list[Person], tmp_path: Path
) -> None:
    proxy, server = served
    tablet = Tablet(browser, tmp_path / "profile", f"http://127.0.0.1:{proxy.port}")
    recorder = Recorder(tablet, people[0])
    page = recorder.open()
    for number, mode in enumerate(SHORT):
        proxy.mode = mode
        page.wait_for_timeout(700)
        proxy.mode = "pass"
        page.wait_for_timeout(300)
        if number == 2:
            tablet.kill()
            page = recorder.open()
        if number == 4:
            server.kill()
            server.start()
        if number == 6:
            recorder.load(page)

    page.evaluate("window.stopped = true")
    page.wait_for_selector('[data-net][data-state="there"][data-waiting="0"]', state="attached", timeout=60_000)
    tablet.close()
    observations, receipts, _devices, whole = of_sqlite(data)
    numbers = sorted(row[1] for row in receipts)
    stored = {str(UUID(row[0])) for row in observations}
    assert whole
    assert len(recorder.saved) > 100
    assert set(recorder.saved) <= stored
    assert len({row[1] for row in observations}) == len(observations)
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(proxy.hits[mode] for mode in SHORT)
