"""Spanish is whole: every string of the product has one, and a family reads its pages in nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from django.test import Client
from django.utils import timezone, translation

from maypole.evaluation.actions import sign_evaluation
from maypole.evaluation.tests.test_actions import NOW, opened
from maypole.groups.actions.company import say_seen
from maypole.groups.tests.rows import asked_about
from maypole.home.actions import log_practice
from maypole.home.tests.test_actions import given_game
from maypole.intake.present import days_waited
from maypole.people.models import Carer
from maypole.people.present import list_in_words, months_in_words
from maypole.plan.actions import draft_plan, sign_plan
from maypole.plan.amounts import clock, short
from maypole.progress.actions import Chosen, hold_review
from maypole.progress.present import told
from maypole.progress.tests.rows import taught_goal
from maypole.visits.tests.rows import finished, make_goal
from maypole.web.dates import day_year, weekday
from tests.cast import Cast
from tools.messages import KEYWORDS, LANGUAGES, load, missing, sources, template

PLACEHOLDER = re.compile(r"%\(\w+\)\d*[sd]|%%|\{\w*\}|</?\w+>")
ALIAS = re.compile(r"^from django\.utils\.translation import (.+)$", re.MULTILINE)
Key = tuple[str, str]


def key(message: Message) -> Key:
    """What a string is found by: its context and its words (of a plural both forms)."""
    return message.context or "", "\n".join(forms(message.id))


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


@pytest.fixture(scope="module")
def collected() -> Catalog:
    return template()


@pytest.fixture(scope="module", params=LANGUAGES)
def kept(request: pytest.FixtureRequest) -> Catalog:
    return load(request.param)


def test_the_kept_catalogue_is_what_there_is_to_translate(collected: Catalog, kept: Catalog) -> None:
    now, before = {key(row) for row in collected if row.id}, {key(row) for row in kept if row.id}

    assert len(now) > 900
    assert sorted(now - before) == [], "new strings: run `make messages` and translate them"
    assert sorted(before - now) == [], "strings nobody uses: run `make messages`"


def test_nothing_is_untranslated(kept: Catalog) -> None:
    absent = missing(kept)

    assert absent == [], f"{len(absent)} strings have no translation"


def test_nothing_is_fuzzy(kept: Catalog) -> None:
    assert [row.id for row in kept if row.id and row.fuzzy] == []


def test_every_placeholder_and_tag_is_kept(kept: Catalog) -> None:
    """One of a plural's forms may say “one” in a word; the form for many has everything."""
    lost = [
        (row.id, row.string)
        for row in kept
        if row.id
        and sorted(PLACEHOLDER.findall(forms(row.id)[-1])) != sorted(PLACEHOLDER.findall(forms(row.string)[-1]))
    ]
    invented = [
        (row.id, text)
        for row in kept
        for text in forms(row.string)
        if row.id and not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall("".join(forms(row.id))))
    ]

    assert lost == []
    assert invented == []


def test_lines_of_a_choice_stay_lines(kept: Catalog) -> None:
    """A tile shows the first line large: title and explanation are parted by a line break."""
    assert [row.id for row in kept if row.id and forms(row.id)[0].count("\n") != forms(row.string)[0].count("\n")] == []


NOT_OURS = re.compile(
    r"\b(usted|vosotr\w+|os|vuestr\w+|logoped\w+|fonoaudiolog\w+|ergoterap\w+|historial|cita|objetivos?|ejercicios?|tutor)\b"
    r"|plan de tratamiento|[¡!]",
    re.IGNORECASE,
)


def test_spanish_keeps_to_its_glossary() -> None:
    """docs/spanish.md: one word for one thing; families are addressed with tú and ustedes, and nothing shouts."""
    strange = [text for row in load("es") for text in forms(row.string) if row.id and NOT_OURS.search(text)]

    assert strange == []
    assert [bool(NOT_OURS.search(text)) for text in ("Llame usted", "¡Bien!", "Llámennos ustedes")] == [
        True,
        True,
        False,
    ]


def test_no_file_calls_gettext_by_a_name_that_is_not_collected() -> None:
    unknown = {
        (path.name, name)
        for path in sources()
        if path.suffix == ".py"
        for line in ALIAS.findall(path.read_text(encoding="utf-8"))
        for name in (part.strip().split(" as ")[-1] for part in line.strip("()").split(","))
        if "gettext" in line and name not in {*KEYWORDS, "get_language", "get_language_bidi", "override", "activate"}
    }

    assert unknown == set()


def test_ages_numbers_dates_and_plurals_follow_the_language() -> None:
    with translation.override("es"):
        assert [months_in_words(months) for months in (1, 8, 24, 77)] == [
            "1 mes",
            "8 meses",
            "2 años",
            "6 años y 5 meses",
        ]
        assert [short(3.5), short(1234), clock(150)] == ["3,5", "1234", "2 min 30 s"]
        assert [weekday(date(2026, 3, 27)), day_year(date(2026, 3, 1))] == ["viernes 27 de marzo", "1 de marzo de 2026"]
        assert [told(date(2026, 1, 7), "j M"), told(date(2026, 1, 7), "j M Y")] == ["7 ene", "7 ene 2026"]
        now, today = timezone.now(), timezone.localdate()
        waited = [days_waited(now - timedelta(days=days), today) for days in (0, 1, 9)]
        assert waited == ["desde hoy", "desde hace 1 día", "desde hace 9 días"]
        assert list_in_words(["Rosa", "Daniel", "Leo"]) == "Rosa, Daniel y Leo"


# The measurable line stays as it was signed, in the language of the record; the plain line above it is Spanish.
SIGNED = r'<p class="measurable">.*?</p>'
# What was written by people of the cast stays as they said it.
SAID = {"Ties her shoes", "Nut allergy"}


def english_only(kept: Catalog) -> Iterator[str]:
    """Pieces of English between placeholders, tags and lines that Spanish says in other words."""
    spanish = " ".join(text for row in kept for text in forms(row.string))
    for row in kept:
        for text in forms(row.id) if row.id else ():
            pieces = (piece.strip(" .,:;") for piece in re.split(rf"{PLACEHOLDER.pattern}|\n", text))
            yield from (piece for piece in pieces if len(piece) > 3 and piece not in spanish)


def english_on(page: str, kept: Catalog) -> list[str]:
    """Whole visible texts that are English, and long pieces of English within one."""
    body = re.sub(rf"<(script|style|head)\b.*?</\1>|{SIGNED}", "", page, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]+)"', body) + re.split(r"<[^>]*>", body)
    seen = {unescape(text).strip(" \n.,:;·") for text in spoken}
    whole = "\n".join(seen)
    pieces = set(english_only(kept)) - SAID
    return sorted(piece for piece in pieces if piece in seen or (len(piece) > 11 and piece in whole))


@pytest.fixture
def whole_loop(cast: Cast) -> dict[str, str]:
    """Everything a family can open, with something in it."""
    goal = taught_goal(cast)
    given_game(cast, goal)
    played = given_game(cast, goal)
    log_practice(by=cast.actor("rosa"), activity=played, prompt="I")
    version = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW, methods="Canciones y pasos cortos.")
    sign_plan(by=cast.actor("ines"), version=version, at=NOW)
    evaluation = opened(cast)
    sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)
    child = f"/children/{cast.maya.pk}"
    question = asked_about(cast, cast.maya)
    say_seen(by=cast.actor("ines"), child=cast.maya, skill="waits", seen="some", words="Esperó.", now=NOW)
    return {
        "/week": "Hola",
        child: "En qué estamos trabajando",
        f"{child}/plan": "Nuestro plan con Maya",
        f"{child}/priorities": "Lo que deseamos",
        f"{child}/about": "Sobre Maya",
        f"{child}/precautions": "Lo que todos deben saber",
        f"/evaluations/{evaluation.pk}": "Fortalezas",
        f"/goals/{goal.pk}": "Qué dice la regla",
        f"{child}/company": "Maya con otros niños",
        f"{child}/groups": "Maya en un grupo",
        f"/groups/questions/{question.pk}": "Un grupo para Maya",
    }


def test_a_family_reads_only_spanish(
    cast: Cast, as_: Callable[[str], Client], whole_loop: dict[str, str], kept: Catalog
) -> None:
    type(cast.users["rosa"]).objects.filter(pk=cast.users["rosa"].pk).update(language="es")
    rosa = as_("rosa")

    found = {}
    for address, words in whole_loop.items():
        answer = rosa.get(address)
        page = answer.content.decode()
        assert (answer.status_code, words in page, '<html lang="es"' in page) == (200, True, True), (address, words)
        found[address] = english_on(page, kept)

    assert {address: pieces for address, pieces in found.items() if pieces} == {}


@pytest.mark.parametrize("address", ["/", "/help/birch", "/accounts/login", "/accounts/password/reset"])
def test_who_is_not_signed_in_reads_only_spanish(
    db: None, cast: Cast, client: Client, address: str, kept: Catalog
) -> None:
    client.cookies["language"] = "es"

    answer = client.get(address, follow=True)

    assert answer.status_code == 200
    assert english_on(answer.content.decode(), kept) == []


def test_a_new_key_is_named_in_spanish(as_: Callable[[str], Client]) -> None:
    rosa, address = as_("rosa"), "/accounts/2fa/webauthn/add/"
    rosa.cookies["language"] = "es"

    answer = rosa.post(f"/accounts/reauthenticate?next={address}", {"password": "a-long-password"}, follow=True)
    page = answer.content.decode()

    assert [word in page for word in ("Nombre de esta clave", "Entrar solo con ella")] == [True, True]
    assert "Passwordless" not in page


@pytest.fixture
def spanish_family(cast: Cast) -> None:
    Carer.objects.filter(pk__in=[cast.rosa.pk, cast.daniel.pk]).update(language="es")


def test_a_family_that_is_not_of_one_tongue_gets_the_clinics(cast: Cast, spanish_family: None) -> None:
    assert cast.maya.family_language() == "es"
    assert cast.noor.family_language() == "en"  # nobody of hers has an account yet

    Carer.objects.filter(pk=cast.daniel.pk).update(language="en")

    assert cast.maya.family_language() == "en"


def test_an_english_therapist_drafts_the_summary_in_the_familys_language(
    cast: Cast, as_: Callable[[str], Client], spanish_family: None
) -> None:
    visit = finished(cast, make_goal(cast))

    page = unescape(as_("ines").get(f"/visits/{visit.pk}/note").content.decode())

    assert "Hoy Maya practicó una cosa con Ines." in page
    assert "Drafted in the family’s language: Spanish." in page
    assert "Ties her shoes: 2 of 3 tries without help." in page  # her own part stays in hers


def test_a_game_from_the_library_goes_home_in_the_familys_language(
    cast: Cast, as_: Callable[[str], Client], spanish_family: None
) -> None:
    address = f"/children/{cast.maya.pk}/home/new"

    answer = as_("ines").get(f"{address}?library=sc-01")
    words = answer.context["form"].initial

    assert words["title"] == "El monstruo come calcetines"
    assert words["stop_rule"].startswith("Maya se aparta o dice que no")
    assert words["safety"] == "Una persona adulta en la misma habitación. Sentarse bajo y lejos de las escaleras."
    assert "In the family’s language: Spanish." in answer.content.decode()
    assert "Bead train" in as_("ines").get(f"{address}?q=bead").content.decode()  # the therapist chooses in hers


def test_a_review_is_told_in_the_familys_language(cast: Cast, spanish_family: None) -> None:
    goal = taught_goal(cast)
    version = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)
    sign_plan(by=cast.actor("ines"), version=version, at=NOW)
    chosen = Chosen(goal=goal, choice="keep", why="Va bien.", signal="keep", p_goal=0.8)

    look_again = timezone.localdate() + timedelta(days=42)
    held = hold_review(
        by=cast.actor("ines"), child=cast.maya, chosen=[chosen], look_again=look_again, message="Bien.", family_view="x"
    )

    assert held.version is not None
    assert held.version.why == "Ties her shoes: Seguir así. Va bien."


def test_english_is_noticed(cast: Cast, as_: Callable[[str], Client], kept: Catalog) -> None:
    """The eye of the two tests above sees an English page for what it is."""
    found = english_on(as_("rosa").get("/week").content.decode(), kept)

    assert len(found) > 5
    assert "This week" in found


def test_one_test_in_spanish_leaves_the_next_in_english() -> None:
    """Order does not matter: whichever of the pages above came first, this thread speaks English again."""
    assert (translation.get_language() or "en", Path(__file__).stem) == ("en", "test_translations")
