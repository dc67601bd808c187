"""The PDF: metadata, language, vectors, and letters that never vanish."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import reportlab

from maypole.people.models import Child
from maypole.progress.tests.rows import taught_goal
from maypole.reports.pdf import fonts
from maypole.reports.pdf.document import pdf
from maypole.reports.pdf.fonts import Typesetter, machine, spelled
from maypole.reports.present import report_page

from .rows import asked, signed, text_of

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.mark.parametrize("language", ["en", "es"])
def test_language_title_and_author_are_set(cast: Cast, language: str) -> None:
    version = signed(cast, "school", language=language)

    made = pdf(report_page(version.report, version))

    assert made.startswith(b"%PDF-1.")
    assert f"/Lang ({language})".encode() in made
    assert b"/DisplayDocTitle true" in made
    assert re.search(rb"/Title \((?!untitled)[^)]*Maya", made)
    assert b"/Author (Ines)" in made


def test_a_draft_says_on_every_page_that_it_is_one(cast: Cast) -> None:
    version = asked(cast, "family")

    words = text_of(pdf(report_page(version.report, version)))

    assert words.count("Draft: not signed") == words.count("Page ")
    assert "Draft: not signed" not in text_of(pdf(report_page(version.report, signed(cast, "family"))))


def test_the_graph_is_lines_and_shapes_and_no_picture(cast: Cast) -> None:
    taught_goal(cast)
    version = signed(cast, "school")

    made = pdf(report_page(version.report, version), compressed=False)

    assert b"/Subtype /Image" not in made
    assert made.count(b" c\n") >= 13 * 4 or made.count(b" c ") >= 13 * 4  # thirteen sessions, four curves a dot


def test_spanish_letters_are_set_as_they_are(cast: Cast) -> None:
    Child.objects.filter(pk=cast.maya.pk).update(family_name="Núñez Güell ¿Ñ?")
    cast.maya.refresh_from_db()
    version = signed(cast, "school", language="es")

    assert "Núñez Güell ¿Ñ?" in text_of(pdf(report_page(version.report, version)))


@pytest.mark.parametrize("name", ["Дима", "Łukasz", "山田", "علي", "Đặng", "ნინო", "😀"])
def test_a_name_in_any_script_never_vanishes_nor_breaks_the_page(cast: Cast, name: str) -> None:
    without = Typesetter(font=None)

    on_bare_machine = "".join(words for _font, words in without.runs(name))
    here = "".join(words for _font, words in Typesetter().runs(name))

    assert on_bare_machine.strip("[] ")
    assert on_bare_machine.encode("cp1252")
    assert here
    assert without.spelled is True


def test_spelled_letters_are_marked_and_explained(cast: Cast) -> None:
    Child.objects.filter(pk=cast.maya.pk).update(family_name="علي")
    cast.maya.refresh_from_db()
    version = signed(cast, "school")

    words = text_of(pdf(report_page(version.report, version)))

    assert "[AIN-LAM-YEH]" in words
    assert "Letters in [brackets] are spelled out" in words


def test_letters_are_spelled_by_their_names() -> None:
    told = [spelled(name) for name in ("Łó", "Дима", "Щука", "Ιωάννα", "علي", "山")]

    assert told == ["Lo", "Dima", "Shchuka", "Ioanna", "AIN-LAM-YEH", "U+5C71"]


def test_a_font_of_the_machine_is_used_where_it_has_the_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    brought = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"  # the library brings it, so every machine has one
    monkeypatch.setattr(fonts, "PLACES", (str(brought),))

    letters = Typesetter(font=machine.__wrapped__())

    assert list(letters.runs("Ćć A")) == [("Machine", "Ćć"), ("Helvetica", " A")]
    assert letters.spelled is False


def test_markup_in_a_name_is_text() -> None:
    assert Typesetter().markup("<b>&x") == '<font name="Helvetica">&lt;b&gt;&amp;x</font>'
