"""What lies on the device through upgrades and sign-outs."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import expect

from maypole.capture.models import Device, Receipt
from maypole.visits.models import Observation, Visit
from tests.cast import Cast

from .tablets import STORED, Tablet
from .test_offline_browser import alone, drained, open_visit, ready

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Tablets = Callable[..., Tablet]


BACK_TO_THE_FIRST_VERSION = """async () => {
  const { VERSIONS } = await import("/static/maypole/js/capture/db.js");
  const all = (name) => new Promise((done) => {
    const request = indexedDB.open("maypole-capture");
    request.onsuccess = () => {
      request.result.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => {
        request.result.close();
        done(target.result);
      };
    };
  });
  const [meta, events] = [await all("meta"), await all("events")];
  const first = () => new Promise((done, fail) => {
    const request = indexedDB.open("maypole-capture", 1);
    request.onupgradeneeded = () => VERSIONS[0](request.result, request.transaction);
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const tx = request.result.transaction(["meta", "events"], "readwrite");
      for (const row of meta) tx.objectStore("meta").put(row);
      for (const row of events) tx.objectStore("events").put(row);
      tx.oncomplete = () => {
        request.result.close();
        done(true);
      };
    };
  });
  for (let tries = 0; tries < 20; tries += 1) {  // the app may open its own version again in between
    await new Promise((done) => { indexedDB.deleteDatabase("maypole-capture").onsuccess = done; });
    if (await first().catch(() => false)) return events.length;
  }
  throw new Error("the app kept its own version open");
}"""


def test_a_full_queue_survives_an_upgrade_of_the_store(cast: Cast, visit: Visit, as_: As, tablet: Tablets) -> None:
    one = tablet()
    page = ready(one, as_("ines"))
    one.offline()
    open_visit(page)
    alone(page)
    alone(page)
    assert page.evaluate(BACK_TO_THE_FIRST_VERSION) == 3

    one.offline(False)
    page.reload()
    drained(page)

    assert Observation.objects.count() == 2
    assert Device.objects.get().missing == 0
    assert set(page.evaluate(STORED)) == {"bundles", "events", "meta", "timers"}


ANOTHER_LIFE = """() => new Promise((done) => {
  indexedDB.open("maypole-capture").onsuccess = ({ target: { result: db } }) => {
    const tx = db.transaction("meta", "readwrite");
    const mine = tx.objectStore("meta").openCursor(IDBKeyRange.bound("device:", "device;"));
    mine.onsuccess = ({ target: { result: row } }) => {
      if (!row) return;
      row.update({ ...row.value, mark: `${Number.parseInt(row.value.mark) + 100}.${"a".repeat(64)}` });
      row.continue();
    };
    tx.oncomplete = () => { db.close(); done(true); };
  };
})"""
"""The mark that the clinic gave before it was put back to an earlier time."""


def test_what_a_restored_clinic_has_forgotten_goes_again(cast: Cast, visit: Visit, as_: As, tablet: Tablets) -> None:
    page = ready(tablet(), as_("ines"))
    open_visit(page)
    alone(page)
    alone(page)
    drained(page)
    before = set(Observation.objects.values_list("pk", flat=True))
    Observation.objects.all().delete()
    Receipt.objects.all().delete()
    Device.objects.update(taken=0, highest=0, upto=0)

    page.evaluate(ANOTHER_LIFE)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for _ in range(100):
        if Receipt.objects.count() == 3:
            break
        page.wait_for_timeout(100)

    assert set(Observation.objects.values_list("pk", flat=True)) == before
    assert len(before) == 2
    assert (Device.objects.get().missing, Device.objects.get().upto) == (0, 3)


def test_signing_out_on_any_page_throws_the_key_away_and_keeps_the_queue(
    cast: Cast, visit: Visit, as_: As, tablet: Tablets
) -> None:
    one = tablet()
    page = ready(one, as_("ines"))
    one.offline()
    open_visit(page)
    alone(page)
    one.offline(False)
    page.route("**/capture/events", lambda route: route.abort())
    page.goto("/today")
    page.get_by_label("Ines, your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")

    stored = page.evaluate(STORED)
    assert [row["name"] for row in stored["meta"] if row["name"] == "who"] == []
    assert (stored["bundles"], stored["timers"]) == ([], [])
    assert len(stored["events"]) == 2
    assert "Maya" not in json.dumps(stored, default=str)
