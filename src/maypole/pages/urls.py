"""Pages that look at the whole loop."""

from django.urls import URLPattern, URLResolver, path

from maypole.plan.views import write
from maypole.progress.signing import sign_plan_and_plan_review

from . import audit, child, children, clinic, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("today", today.today, name="today"),
    path("children", children.children, name="children"),
    path("children/<uuid:child>", child.child, name="child"),
    path("our-child", child.our_child, name="our-child"),
    path(
        "children/<uuid:child>/plan/signature",
        write.plan_signature,
        {"sign": sign_plan_and_plan_review},
        name="plan_signature",
    ),
    path("clinic", clinic.clinic, name="clinic"),
    path("audit", audit.audit, name="audit"),
    path("audit/emergencies/<uuid:emergency>/seen", audit.emergency_seen, name="emergency_seen"),
]
