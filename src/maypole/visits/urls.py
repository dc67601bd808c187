"""Visits, what is observed in them, and their notes."""

from django.urls import URLPattern, URLResolver, path

from .views import capture, note, paper, setup, visit, waiting

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
    path("notes", waiting.notes, name="notes"),
    path("notes/<uuid:note_version>/cosignature", waiting.note_cosignature, name="note_cosignature"),
    path("clinic/notes", setup.note_settings, name="note_settings"),
    path("clinic/notes/shapes", setup.note_choice, name="note_choice"),
    path("clinic/notes/templates/new", setup.note_template_new, name="note_template_new"),
    path("clinic/notes/templates/<uuid:template>", setup.note_template, name="note_template"),
    path("clinic/services", setup.service_kind_new, name="service_kind_new"),
    path("clinic/services/<uuid:service_kind>", setup.service_kind, name="service_kind"),
    path("clinic/services/<uuid:service_kind>/end", setup.service_kind_end, name="service_kind_end"),
    path("children/<uuid:child>/paper-sheet", paper.paper_sheet, name="paper_sheet"),
    path("children/<uuid:child>/paper", paper.paper, name="paper"),
    path("children/<uuid:child>/paper/<uuid:sheet>", paper.paper_again, name="paper_again"),
]
