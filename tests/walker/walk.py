"""Asks every URL as every member of the cast, about every child, with every method, and reads the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .canaries import TOKEN, Planted
from .expect import HOME, HOUSE, OF, PLAY, ROUTES, is_open
from .sections import section
from .world import NOBODY, World

METHODS = ("GET", "POST", "PUT", "DELETE")
REFUSALS = {302, 401, 403, 404, 405}
BODY = {
    "what": "x",
    "detail": "x",
    "due_on": "2026-12-01",
    "owner": "x",
    "strengths": "x",
    "why": "x",
    "text": "x",
    "title": "x",
    "kind": "other",
    "advice": "x",
    "state": "hold",
    "mood": "keen",
    "remark": "x",
    "words": "x",
    "accepted": "yes",
    "objective": "x",
    "went": "right",
    "held_on": "2026-03-03",
    "reason": "x",
    "minutes": "45",
    "choice": "keep",
}
"""Something for most fields; enough to reach past the first check of many forms."""


EMPTY_BATCH = f'{{"device": "{NOBODY}", "organisation": "{NOBODY}", "events": []}}'
"""A device of no clinic hands in nothing."""


@dataclass
class Walk:
    """`findings` are what must not happen; `asked` and `shown` prove that the walk went somewhere."""

    findings: list[str] = field(default_factory=list)
    asked: int = 0
    shown: int = 0


@cache
def routes() -> dict[str, list[str]]:
    """Every named URL of the product, and the names of what its path asks for."""

    def walk(patterns: list[URLPattern | URLResolver], asked: list[str]) -> Iterator[tuple[str, list[str]]]:
        for pattern in patterns:
            here = [*asked, *pattern.pattern.regex.groupindex]
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, here)
            else:
                yield str(pattern.name), here

    return dict(walk(get_resolver().url_patterns, []))


def unlisted() -> set[str]:
    """URLs nobody has written an expectation for."""
    return {name for name in routes() if name not in ROUTES and not is_open(name)}


PEOPLE = (*sorted(OF["maya"].keys() | OF["noor"].keys() | {"adam", "eva"}), "")
"""Everybody of the cast, and somebody who is not signed in."""


def walk(world: World, planted: dict[bytes, Planted], who: str, only: frozenset[str] = frozenset()) -> Walk:
    """All URLs (or `only` these) as one person. What a request writes is rolled back, so each meets the same world."""
    done = Walk()
    names = {str(getattr(world.cast, child).pk): child for child in OF}
    names |= {str(world.cast.clinic.pk): "birch", str(world.cast.stranger.pk): "stranger"}
    client = client_of(world, who)
    signed_in = client.cookies.output(header="")
    for name, wanted in sorted(routes().items()):
        if only and name not in only:
            continue
        for about, path in paths(world, name, wanted):
            for method in METHODS if about == "maya" else METHODS[:2]:
                with transaction.atomic():
                    client.cookies = SimpleCookie(signed_in)  # signing out takes the cookie away
                    before = changes()
                    answer = client.generic(method, path, **sending(method, name))  # type: ignore[arg-type]
                    judge(done, planted, names, Asked(who, name, about, method, path, answer, changes() - before))
                    transaction.set_rollback(True)
    return done


def client_of(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(world.cast.users[who], "maypole.access.backend.Backend")
    return client


def paths(world: World, name: str, wanted: list[str]) -> Iterator[tuple[str, str]]:
    """The URL about each child, and about nobody at all."""
    if not wanted:
        yield "maya", reverse(name)
        return
    seen = set()
    for child, keys in world.keys.items():
        if not name.startswith("mfa_") and all(one in keys for one in wanted):
            path = reverse(name, kwargs={one: keys[one] for one in wanted})
            if path not in seen:
                seen.add(path)
                yield child, path
    made_up = {"clinic": "none", "reference": "none", "key": "x", "uidb36": "1"}
    yield (
        "nobody",
        reverse(
            name, kwargs={one: made_up.get(one, "1" if name.startswith("mfa_") else str(NOBODY)) for one in wanted}
        ),
    )


def sending(method: str, name: str) -> dict[str, object]:
    if method == "GET":
        return {}
    if name == "capture_events":
        return {"data": EMPTY_BATCH, "content_type": "application/json"}
    from urllib.parse import urlencode

    return {"data": urlencode(BODY), "content_type": "application/x-www-form-urlencoded"}


def changes() -> int:
    """Rows this connection has changed since it was opened: a refused request must not move it."""
    connection.ensure_connection()
    raw = connection.connection
    return int(raw.total_changes) if connection.vendor == "sqlite" else 0


@dataclass(frozen=True)
class Asked:
    who: str
    route: str
    about: str
    method: str
    path: str
    answer: HttpResponseBase
    written: int

    def __str__(self) -> str:
        return (
            f"{self.who or 'nobody signed in'} {self.method} {self.route} of {self.about} -> {self.answer.status_code}"
        )


def judge(done: Walk, planted: dict[bytes, Planted], names: dict[str, str], asked: Asked) -> None:
    """Status, tokens and writes of one answer against the table."""
    done.asked += 1
    status = asked.answer.status_code
    if status >= 500:
        done.findings.append(f"{asked}: an error of ours")
    if not is_open(asked.route):
        allowed = asked.who in doors(asked.route, asked.method, asked.about)
        if allowed and (status in (403, 404, 405) or to_login(asked.answer)):
            done.findings.append(f"{asked}: should be let in")
        if not allowed and not refused(asked.answer):
            done.findings.append(f"{asked}: should be refused")
        if not allowed and asked.written:
            done.findings.append(f"{asked}: refused, and {asked.written} rows were written")
    for found in TOKEN.findall(body(asked.answer)):
        place = planted.get(found)
        if place is None or not may_see(asked.who, place, names):
            what = f"{place.field} of {names.get(place.child, place.child)}" if place else "an unknown token"
            done.findings.append(f"{asked}: shows {what}")
        else:
            done.shown += 1


HER_OWN = {("job", "GET"), ("fidelity_withdrawal", "POST")}
"""Open to whoever began it or wrote it down, whatever their role."""


def doors(route: str, method: str, about: str) -> set[str]:
    """Who is let in: for the other children a colleague or the other clinic stands where Maya's people stand."""
    reading, writing = ROUTES[route]
    people = reading if method == "GET" else writing if method == "POST" else set()
    if about == "maya":
        return people
    if about == "noor":
        return {("jiho" if who == "ines" else who) for who in people if who in OF["noor"] or who == "ines"}
    if about == "liam":
        return {"eva"} if "lena" in people or (route, method) in HER_OWN else set()
    return set()


def refused(answer: HttpResponseBase) -> bool:
    return answer.status_code in (401, 403, 404, 405) or to_login(answer)


def to_login(answer: HttpResponseBase) -> bool:
    return answer.status_code == 302 and "/accounts/login" in answer.headers.get("Location", "")


def body(answer: HttpResponseBase) -> bytes:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return content + repr(answer.headers).encode()


def may_see(who: str, place: Planted, names: dict[str, str]) -> bool:
    """Whether this member of the cast may see that token, by the table alone."""
    kind, about = section(place.field), names.get(place.child, "")
    home = "stranger" if who == "eva" else "birch" if who else ""
    if place.field in PLAY and "play" in OF.get(about, {}).get(who, set()):
        return True
    if kind == "people":
        return bool(who)
    if about in OF and kind != "trail":
        return kind in OF[about].get(who, set())
    mine = about == home or (about in OF and HOME[about] == home)
    return mine and (kind in HOUSE.get(who, set()) or kind == "job")
