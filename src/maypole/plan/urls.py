"""Pages of this slice."""

from django.urls import URLPattern, URLResolver, path

from . import care_urls
from .views import bank, goals, read, wishes, write

urlpatterns: list[URLPattern | URLResolver] = [
    *care_urls.urlpatterns,
    path("children/<uuid:child>/plan", read.plan, name="plan"),
    path("children/<uuid:child>/plan/edit", write.plan_edit, name="plan_edit"),
    path("children/<uuid:child>/plan/acceptance", read.plan_acceptance, name="plan_acceptance"),
    path("plans/<uuid:version>", read.plan_version, name="plan_version"),
    path("goal-bank", bank.goal_bank, name="goal_bank"),
    path("goal-bank/<uuid:suggestion>/end", bank.goal_bank_end, name="goal_bank_end"),
    path("children/<uuid:child>/goals/suggestions", bank.goal_suggestions, name="goal_suggestions"),
    path("children/<uuid:child>/goals/new", goals.goal_new, name="goal_new"),
    path("goals/<uuid:goal>/edit", goals.goal_edit, name="goal_edit"),
    path("goals/<uuid:goal>/state", goals.goal_state, name="goal_state"),
    path("goals/<uuid:goal>/phase", goals.goal_phase, name="goal_phase"),
    path("children/<uuid:child>/priorities", wishes.priorities, name="priorities"),
]
