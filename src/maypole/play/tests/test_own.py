"""Games of the clinic: drafted, published, retired, found, and never naming a child; pictures without metadata."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from maypole.audit.models import AuditEvent
from maypole.play.models import ActivityPhoto, OwnActivity, Photo
from tests.cast import Cast

GAME: dict[str, Any] = {
    "title": "Dragon caves", "area": "gross_motor", "reason": "Crawling builds strong shoulders.", "minutes": 10,
    "places": ["clinic", "home"], "from_months": 36, "to_months": 96, "min_children": 1, "max_children": 3,
    "materials": "blankets\nchairs", "steps": "Build a cave.\nCrawl in.", "easier": "A shorter cave",
    "harder": "A longer cave", "supervision": "adult_in_room", "safety": "No heavy chairs.", "home_friendly": "on",
}  # fmt: skip


def write(client: Client, **fields: Any) -> Any:
    return client.post("/activities/new", GAME | fields)


def publish(client: Client, code: str = "own-1") -> Any:
    return client.post(f"/activities/{code}/state", {"state": "published"})


@pytest.mark.mission("S59")
def test_an_own_game_is_a_draft_until_published_and_then_on_the_shelf(cast: Cast, as_: Callable[[str], Client]) -> None:
    ines, rosa = as_("ines"), as_("rosa")

    assert write(ines).status_code == 302
    assert rosa.get("/activities/own-1").status_code == 404
    publish(ines)

    assert b"Dragon caves" in ines.get("/activities?q=caves").content
    assert b"Dragon caves" in rosa.get("/activities").content
    assert as_("eva").get("/activities/own-1").status_code == 404
    assert [*AuditEvent.objects.filter(action__startswith="activity.").values_list("action", flat=True)] == [
        "activity.published", "activity.written",
    ]  # fmt: skip


def test_a_retired_game_says_why_and_leaves_the_shelf(cast: Cast, as_: Callable[[str], Client]) -> None:
    ines = as_("ines")
    write(ines)
    publish(ines)

    assert ines.post("/activities/own-1/state", {"state": "retired"}).status_code == 422
    assert ines.post("/activities/own-1/state", {"state": "retired", "why": "Chairs fell"}).status_code == 302

    assert as_("rosa").get("/activities/own-1").status_code == 404
    assert b"Chairs fell" in ines.get("/activities/own-1").content


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"small_parts": "on", "from_months": 24}, "from_months"),
        ({"supervision": "two_adults"}, "home_friendly"),
        ({"to_months": 12}, "to_months"),
        ({"steps": "Maya builds a cave."}, "__all__"),
    ],
)
def test_an_unsafe_or_naming_game_is_refused_with_what_was_typed(
    cast: Cast, as_: Callable[[str], Client], fields: dict[str, Any], field: str
) -> None:
    answer = write(as_("ines"), **fields)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert b"Dragon caves" in answer.content
    assert not OwnActivity.objects.exists()


def test_a_form_never_tells_whether_somebody_elses_child_is_in_care(cast: Cast, as_: Callable[[str], Client]) -> None:
    assert write(as_("ines"), steps="Noor builds a cave.").status_code == 302


def test_families_see_only_what_may_go_home(cast: Cast, as_: Callable[[str], Client]) -> None:
    rosa = as_("rosa")

    assert rosa.get("/activities/se-03").status_code == 404
    assert rosa.get("/activities/fm-01").status_code == 200
    assert b"Suspended swing" not in rosa.get("/activities?q=swing").content
    assert b"Suspended swing" in as_("ines").get("/activities?q=swing").content
    assert rosa.get("/activities/new").status_code == 403


def picture(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200)) -> SimpleUploadedFile:
    """A photo as a phone takes it: turned by a tag, with a place and an owner in it."""
    made, written = Image.new("RGB", size, "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x8825] = 6, "CNRYartist", {1: "N", 2: (40.0, 25.0, 0.0)}
    made.save(written, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return SimpleUploadedFile("IMG_0001.jpg", written.getvalue(), "image/jpeg")


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_picture_is_written_anew_upright_small_and_without_what_the_phone_added(
    cast: Cast, as_: Callable[[str], Client], files: Path
) -> None:
    ines = as_("ines")
    write(ines)

    sent = {"picture": picture(), "shows": "A cave of blankets"}
    assert ines.post("/activities/own-1/photos", sent).status_code == 302

    photo = Photo.objects.get()
    content = (files / photo.file_name).read_bytes()
    assert b"CNRYartist" not in content
    stored = Image.open(io.BytesIO(content))
    assert (stored.format, stored.size, dict(stored.getexif())) == ("JPEG", (800, 1600), {})
    shown = ines.get(f"/photos/{photo.pk}")
    assert shown.content == content
    assert f"/photos/{photo.pk}".encode() in ines.get("/activities/own-1").content
    assert as_("eva").get(f"/photos/{photo.pk}").status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 half a picture", b"GIF89a"])
def test_what_is_no_picture_is_refused(cast: Cast, as_: Callable[[str], Client], files: Path, content: bytes) -> None:
    ines = as_("ines")
    write(ines)
    upload = SimpleUploadedFile("a.jpg", content, "image/jpeg")

    answer = ines.post("/activities/own-1/photos", {"picture": upload, "shows": "?"})

    assert answer.status_code == 422
    assert not ActivityPhoto.objects.exists()
    assert not list(files.rglob("*.jpg"))


def test_a_picture_is_taken_off_its_game(cast: Cast, as_: Callable[[str], Client], files: Path) -> None:
    ines = as_("ines")
    write(ines)
    ines.post("/activities/own-1/photos", {"picture": picture("PNG", (30, 20)), "shows": "A cave"})
    each = ActivityPhoto.objects.get()

    ines.post(f"/activities/own-1/photos/{each.pk}/removal")

    assert b"A cave" not in ines.get("/activities/own-1").content


def test_the_shelf_asks_the_database_equally_often_for_one_own_game_or_ten(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ines, counts = as_("ines"), []
    for wanted in (1, 10):
        for number in range(OwnActivity.objects.count() + 1, wanted + 1):
            write(ines, title=f"Cave {number}")
            publish(ines, f"own-{number}")
        ines.get("/activities")
        with CaptureQueriesContext(connection) as seen:
            ines.get("/activities?q=cave")
        counts.append(len(seen))

    assert counts[0] == counts[1]
