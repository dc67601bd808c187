"""Pages that only tests need: a form that saves, refuses or breaks, and a message that can be taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from maypole.access.gate import public
from maypole.web.gallery import ExampleForm
from maypole.web.toast import toast

PAGE = """{% extends "maypole/staff.html" %}{% block title %}Note{% endblock %}{% block content %}<h1>Note</h1>
<form class="card stack" method="post" novalidate data-draft="note">{% csrf_token %}{{ form }}
<button class="btn btn--go" type="submit">Save</button></form>{% endblock %}"""


class NoteForm(ExampleForm):
    field_order = ("loves", "why")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("when", "decision", "places", "who"):
            del self.fields[name]


@public
def note(request: HttpRequest) -> HttpResponse:
    form = NoteForm(request.POST or None)
    if request.method == "POST" and request.POST.get("why") == "break":
        raise RuntimeError("broken on purpose")
    if request.method == "POST" and form.is_valid():
        toast(request, "Kept.", undo="/undone")
        return redirect("/note")
    html = engines["django"].from_string(PAGE).render({"form": form}, request)
    return HttpResponse(html, status=422 if form.errors else 200)


@public
def undone(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, "Taken back.")
    return redirect(request.POST.get("next", "/note"))


urlpatterns = [
    path("note", note),
    path("undone", undone),
    path("", include("maypole.site.urls")),
]
handler404 = "maypole.web.errors.not_found"
handler500 = "maypole.web.errors.broken"
