"""Shells, language, colours, messages and what is said when something went wrong."""

from collections.abc import Callable

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, Settings

from maypole.web import errors, nav
from maypole.web.context import page
from maypole.web.templatetags.maypole import area_chip, stop, undo_url
from tests.cast import Cast


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def test_the_gallery_is_only_in_a_demo(client: Client, settings: Settings, db: None) -> None:
    settings.DEMO = settings.DEBUG = False
    assert client.get("/design").status_code == 404

    settings.DEMO = True
    assert client.get("/design").status_code == 200


def test_the_language_is_kept_in_a_cookie(client: Client, db: None, demo: None) -> None:
    answer = client.post("/language", {"language": "es", "next": "/design"})

    assert answer.headers["Location"] == "/design"
    assert answer.cookies["language"]["samesite"] == "Lax"
    assert client.get("/design").content.decode().startswith('<!doctype html>\n<html lang="es" dir="ltr"')


def test_the_theme_is_kept_in_a_cookie(client: Client, db: None, demo: None) -> None:
    assert " data-theme" not in client.get("/design").content.decode()[:200]

    client.post("/theme", {"theme": "dark"})

    assert ' data-theme="dark"' in client.get("/design").content.decode()[:200]


@pytest.mark.parametrize(("url", "field"), [("/language", "language"), ("/theme", "theme")])
@pytest.mark.parametrize("value", ["", "xx", "<script>"])
def test_nonsense_is_refused(client: Client, url: str, field: str, value: str, db: None) -> None:
    assert client.post(url, {field: value}).status_code == 400
    assert client.get(url).status_code == 405


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_never_sent_to_another_site(client: Client, target: str, db: None) -> None:
    assert client.post("/theme", {"theme": "light", "next": target}).headers["Location"] == "/"


def test_the_context_asks_the_database_nothing(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        assert page(rf.get("/"))["actor"] is None


def test_signed_out_nothing_is_offered(rf: RequestFactory) -> None:
    assert nav.items(rf.get("/"), None) == ()


def test_an_item_shows_where_you_are_and_what_waits(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    monkeypatch.setattr(nav, "_url", {"today": "/today", "children": "/children"}.get)
    request = rf.get("/children/7/plan")
    request.nav_counts = {"today": 3}  # type: ignore[attr-defined]

    found = nav.items(request, cast.actor("ines"))

    assert [(item.url, item.current, item.count) for item in found] == [("/today", False, 3), ("/children", True, 0)]


@pytest.mark.parametrize("name", ["rosa", "maya", "okafor", "ines"])
def test_every_item_of_the_shell_opens(name: str, as_: Callable[[str], Client], rf: RequestFactory, cast: Cast) -> None:
    """A teacher has no week with the child, so none is offered."""
    found = nav.items(rf.get("/"), cast.actor(name))

    assert {item.url: as_(name).get(item.url, follow=True).status_code for item in found} == {
        item.url: 200 for item in found
    }
    assert found


@pytest.mark.parametrize("place", [*nav.STAFF, *nav.FAMILY], ids=lambda place: place.url_name)
def test_every_place_in_the_shells_exists(place: nav.Page) -> None:
    """A shell leaves out a page that is not installed; none of ours may go missing that way."""
    assert reverse(place.url_name).startswith("/")


@pytest.mark.parametrize(
    ("path", "label"), [("/visits/1", "Today"), ("/goals/1", "Children"), ("/childrens", ""), ("/today", "Today")]
)
def test_pages_beside_an_item_belong_to_it(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, cast: Cast, path: str, label: str
) -> None:
    monkeypatch.setattr(nav, "_url", lambda name: f"/{name}")

    found = [item.label for item in nav.items(rf.get(path), cast.actor("ines")) if item.current]

    assert found == ([label] if label else [])


def test_the_desk_is_not_offered_clinical_pages(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    monkeypatch.setattr(nav, "_url", lambda name: f"/{name}")

    found = nav.items(rf.get("/"), cast.actor("fay"))

    assert [item.url for item in found] == ["/children", "/activities", "/enquiries"]


def test_an_area_has_its_name_in_the_readers_language() -> None:
    with override("en"):
        assert "Self-care" in area_chip("self_care")
    with override("es"):
        assert 'data-area="self_care"' in area_chip("self_care")


@pytest.mark.parametrize(
    ("tags", "url"),
    [("", ""), ("undo:/visits/1/recall", "/visits/1/recall"), ("a undo:/x b", "/x"), ("undo:https://evil.example", "")],
)
def test_a_message_knows_how_to_be_taken_back(tags: str, url: str) -> None:
    assert undo_url(Message(constants.SUCCESS, "Moved.", extra_tags=tags)) == url


@pytest.mark.parametrize(("typed", "shown"), [("Nut allergy", "Nut allergy."), ("Wait! ", "Wait!"), ("", "")])
def test_a_precaution_reads_as_a_sentence(typed: str, shown: str) -> None:
    assert stop(typed) == shown


def test_a_page_that_is_not_there_says_what_to_do(client: Client, db: None) -> None:
    answer = client.get("/nothing-here")
    text = answer.content.decode()

    assert answer.status_code == 404
    assert "There is nothing here for you" in text
    assert "Nothing was lost." in text


def test_a_form_from_another_site_is_refused_in_words(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/theme", {"theme": "dark"})

    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()


@pytest.mark.parametrize(
    ("handler", "status"), [(errors.bad_request, 400), (errors.refused, 403), (errors.not_found, 404)]
)
def test_each_trouble_has_its_status(rf: RequestFactory, handler: Callable[..., object], status: int) -> None:
    answer = handler(rf.get("/"), ValueError())

    assert answer.status_code == status  # type: ignore[attr-defined]


def test_a_broken_page_needs_neither_database_nor_session() -> None:
    request = HttpRequest()
    request.META["HTTP_X_REQUEST_ID"] = "abc123"

    answer = errors.broken(request)

    assert answer.status_code == 500
    assert "Number: abc123" in answer.content.decode()
    assert "Nothing was half saved" in answer.content.decode()
