"""Visits, what is observed in them, and their notes."""

from django.urls import URLPattern, URLResolver, path

from .views import capture, note, visit

urlpatterns: list[URLPattern | URLResolver] = [
    path("children/<uuid:child>/visits/new", visit.visit_new, name="visit_new"),
    path("visits/<uuid:visit>", visit.visit, name="visit"),
    path("visits/<uuid:visit>/start", visit.visit_start, name="visit_start"),
    path("visits/<uuid:visit>/finish", visit.visit_finish, name="visit_finish"),
    path("visits/<uuid:visit>/cancellation", visit.visit_cancellation, name="visit_cancellation"),
    path("visits/<uuid:visit>/mood", capture.visit_mood, name="visit_mood"),
    path("visits/<uuid:visit>/observations", capture.observations, name="observations"),
    path(
        "visits/<uuid:visit>/observations/<uuid:observation>/withdrawal",
        capture.observation_withdrawal,
        name="observation_withdrawal",
    ),
    path("visits/<uuid:visit>/note", note.note, name="note"),
    path("visits/<uuid:visit>/note/remarks", capture.note_remark, name="note_remark"),
    path("visits/<uuid:visit>/note/signature", note.note_signature, name="note_signature"),
    path("visits/<uuid:visit>/note/amendment", note.note_amendment, name="note_amendment"),
]
