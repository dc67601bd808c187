"""At least 5,000 hostile requests to every form, list and importer: no error of ours, and nothing typed is lost."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.walker.expect import ROUTES, is_open
from tests.walker.walk import PEOPLE, client_of, routes
from tests.walker.world import World, make_world

from .words import events_json, table, word

SEEDS = 12
EACH = 430
CONTROL = re.compile(r"<(input|textarea|select)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>")
FORM = re.compile(r"<form\b([^>]*)>.*?</form>", re.DOTALL)
VALUE = re.compile(r'\bvalue="([^"]*)"')
CLEAN = re.compile(r"^[\w .,@-]{1,40}$")
SKIPPED = {"account_logout", "csrfmiddlewaretoken"}


@dataclass
class Campaign:
    world: World
    rng: Random
    clients: dict[str, Client]
    fields: dict[str, list[dict[str, tuple[str, str]]]] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    yield make_world()
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_input_breaks_a_page_or_loses_words(world: World, seed: int) -> None:
    # Signed in before the first request: each request is rolled back, and a session with it.
    campaign = Campaign(world, Random(seed), {who: client_of(world, who) for who in PEOPLE})
    names = [name for name in sorted(routes()) if name not in SKIPPED and not name.startswith("mfa_")]
    for number in range(EACH):
        with transaction.atomic():
            ask(campaign, names[(number * 7 + seed) % len(names)])
            transaction.set_rollback(True)
    assert sum(campaign.statuses.values()) >= EACH
    assert campaign.statuses.get(422, 0) > 10, "the campaign must reach the forms' own checks"


def ask(campaign: Campaign, name: str) -> None:
    """One request to one URL by somebody who is let in, with whatever comes to the seed's mind."""
    wanted = routes()[name]
    keys = campaign.world.keys["maya"]
    path = reverse(name, kwargs={one: keys.get(one, "x") for one in wanted})
    reading, writing = ROUTES.get(name, ({"ines"}, {"ines"}))
    if writing or is_open(name) or not reading:
        who = "" if is_open(name) else campaign.rng.choice(sorted(writing or {"ines"}))
        send(campaign, name, path, who)
    else:
        who = campaign.rng.choice(sorted(reading))
        query = "&".join(
            f"{key}={quote(word(campaign.rng), errors='replace')}" for key in ("q", "page", "state", "site")
        )
        note(campaign, f"GET {path}?{query[:200]}", campaign.clients[who].get(f"{path}?{query}"))


def send(campaign: Campaign, name: str, path: str, who: str) -> None:
    client, rng = campaign.clients[who], campaign.rng
    if name == "capture_events":
        body = events_json(rng, str(campaign.world.cast.clinic.pk))
        note(campaign, body[:300], campaign.clients["ines"].post(path, body, content_type="application/json"))
        return
    controls = controls_of(campaign, name, path, who)
    honest = rng.random() < 0.7  # a person types into fields; only a script changes the hidden ones
    hidden = {key: value for key, (kind, value) in controls.items() if kind == "hidden"}
    data: dict[str, object] = {key: word(rng) for key in controls if rng.random() < 0.85}
    if honest:
        data |= hidden
    if name == "imports":
        data["file"] = SimpleUploadedFile(word(rng).strip("\0 /\t\n") or "x.csv", table(rng))
    answer = client.post(path, data)
    note(campaign, f"POST {path} {data!r}"[:900], answer)
    if answer.status_code == 422 and honest:
        kept(answer, controls, data, path)


def controls_of(campaign: Campaign, name: str, path: str, who: str) -> dict[str, tuple[str, str]]:
    """One form of the page: its fields with kind and value; for pages without a form, common names."""
    if name not in campaign.fields:
        answer = campaign.clients[who].get(path)
        page = answer.content.decode() if answer.status_code == 200 else ""
        common = ("why", "state", "kind", "label", "mood", "words", "went", "text", "objective", "persona", "language")
        found = [fields for form in forms_of(page, path) if (fields := fields_of(form))]
        campaign.fields[name] = found or [dict.fromkeys(common, ("input", ""))]
    return campaign.rng.choice(campaign.fields[name])


def fields_of(form: str) -> dict[str, tuple[str, str]]:
    found = {}
    for match in CONTROL.finditer(form):
        kind = next((k for k in ("hidden", "radio", "checkbox") if f'type="{k}"' in match[0]), match[1])
        value = VALUE.search(match[0])
        found[match[2]] = (kind, html.unescape(value[1]) if value else "")
    return {key: what for key, what in found.items() if "__prefix__" not in key}


def forms_of(page: str, path: str) -> list[str]:
    """The forms of a page that are sent to `path`; a browser sends one of them at a time."""
    return [form[0] for form in FORM.finditer(page) if "action=" not in form[1] or f'action="{path}"' in form[1]]


def note(campaign: Campaign, asked: str, answer: HttpResponseBase) -> None:
    campaign.statuses[answer.status_code] = campaign.statuses.get(answer.status_code, 0) + 1
    assert answer.status_code < 500, f"{asked} -> {answer.status_code}"


def kept(answer: HttpResponseBase, controls: dict[str, tuple[str, str]], data: dict[str, object], path: str) -> None:
    """Everything harmless that was typed into a text stands in the form that came back."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    for name, (kind, _value) in controls.items():
        typed = data.get(name)
        if kind == "textarea" and isinstance(typed, str) and CLEAN.match(typed) and typed.strip():
            assert html.escape(typed.strip()) in page, f"{path}: {name}={typed!r} was lost"
