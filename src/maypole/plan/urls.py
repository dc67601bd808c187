"""Pages of this slice."""

from django.urls import URLPattern, URLResolver, path

from .views import goals, read, wishes, write

urlpatterns: list[URLPattern | URLResolver] = [
    path("children/<uuid:child>/plan", read.plan, name="plan"),
    path("children/<uuid:child>/plan/edit", write.plan_edit, name="plan_edit"),
    path("children/<uuid:child>/plan/acceptance", read.plan_acceptance, name="plan_acceptance"),
    path("plans/<uuid:version>", read.plan_version, name="plan_version"),
    path("children/<uuid:child>/goals/new", goals.goal_new, name="goal_new"),
    path("goals/<uuid:goal>/edit", goals.goal_edit, name="goal_edit"),
    path("goals/<uuid:goal>/state", goals.goal_state, name="goal_state"),
    path("goals/<uuid:goal>/phase", goals.goal_phase, name="goal_phase"),
    path("children/<uuid:child>/priorities", wishes.priorities, name="priorities"),
]
