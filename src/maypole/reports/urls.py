"""Pages of reports."""

from django.urls import URLPattern, URLResolver, path

from .views import desk, report

urlpatterns: list[URLPattern | URLResolver] = [
    path("reports", desk.reports, name="reports"),
    path("children/<uuid:child>/reports", desk.child_reports, name="child_reports"),
    path("children/<uuid:child>/reports/new", desk.report_new, name="report_new"),
    path("children/<uuid:child>/reports/schedules/new", desk.report_schedule_new, name="report_schedule_new"),
    path(
        "children/<uuid:child>/reports/schedules/<uuid:schedule>/end",
        desk.report_schedule_end,
        name="report_schedule_end",
    ),
    path("children/<uuid:child>/reports/runs/<uuid:run>/seen", desk.report_run_seen, name="report_run_seen"),
    path("reports/<uuid:report>", report.report, name="report"),
    path("reports/<uuid:report>/draft", report.report_draft, name="report_draft"),
    path("reports/<uuid:report>/signature", report.report_signature, name="report_signature"),
    path("reports/<uuid:report>/giving", report.report_giving, name="report_giving"),
    path("reports/<uuid:report>/wording", report.report_wording, name="report_wording"),
    path("reports/<uuid:report>/pdf", report.report_pdf, name="report_pdf"),
]
