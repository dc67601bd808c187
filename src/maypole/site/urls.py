"""Every page of the house, in the order of the care loop."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.start, name="start"),
    path("accounts/", include("maypole.access.urls")),
    path("", include("maypole.web.urls")),
    path("", include("maypole.pages.urls")),
    path("", include("maypole.people.urls")),
    path("", include("maypole.intake.urls")),
    path("", include("maypole.evaluation.urls")),
    path("", include("maypole.plan.urls")),
    path("", include("maypole.equipment.urls")),
    path("", include("maypole.play.urls")),
    path("", include("maypole.planner.urls")),
    path("", include("maypole.visits.urls")),
    path("", include("maypole.groups.urls")),
    path("", include("maypole.capture.urls")),
    path("", include("maypole.home.urls")),
    path("", include("maypole.areas.urls")),
    path("", include("maypole.mastery.urls")),
    path("", include("maypole.progress.urls")),
    path("", include("maypole.discharge.urls")),
    path("", include("maypole.reports.urls")),
    path("", include("maypole.audit.urls")),
    path("", include("maypole.jobs.urls")),
    path("", include("maypole.exchange.urls")),
    path("", include("maypole.demo.urls")),
    path("", include("maypole.site.operations.urls")),
]

handler400 = "maypole.web.errors.bad_request"
handler403 = "maypole.web.errors.refused"
handler404 = "maypole.web.errors.not_found"
handler500 = "maypole.web.errors.broken"
