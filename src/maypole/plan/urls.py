"""Pages of this slice."""

from django.urls import URLPattern, URLResolver, path

from .views import bank, goals, read, wishes, write

urlpatterns: list[URLPattern | URLResolver] = [
    path("children/<uuid:child>/plan", read.plan, name="plan"),
    path("children/<uuid:child>/plan/edit", write.plan_edit, name="plan_edit"),
    path("children/<uuid:child>/plan/acceptance", read.plan_acceptance, name="plan_acceptance"),
    path("plans/<uuid:version>", read.plan_version, name="plan_version"),
    path("plans/<uuid:version>/cosignature", voices.cosignature, name="cosignature"),
    path("plans/to-cosign", voices.to_cosign, name="to_cosign"),
    path("children/<uuid:child>/plan/parts", parts.plan_parts, name="plan_parts"),
    path("children/<uuid:child>/plan/parts/<uuid:part>/removal", parts.plan_part_removal, name="plan_part_removal"),
    path("children/<uuid:child>/plan/parts/<uuid:part>/method", parts.plan_method, name="plan_method"),
    path("children/<uuid:child>/plan/assent", voices.plan_assent, name="plan_assent"),
    path("children/<uuid:child>/plan/amendment", voices.plan_amendment, name="plan_amendment"),
    path("children/<uuid:child>/plan/talks/<uuid:objection>", voices.objection_outcome, name="objection_outcome"),
    path("children/<uuid:child>/episode", parts.episode, name="episode"),
    path("goal-bank", bank.goal_bank, name="goal_bank"),
    path("goal-bank/<uuid:suggestion>/end", bank.goal_bank_end, name="goal_bank_end"),
    path("children/<uuid:child>/goals/suggestions", bank.goal_suggestions, name="goal_suggestions"),
    path("children/<uuid:child>/goals/new", goals.goal_new, name="goal_new"),
    path("goals/<uuid:goal>/edit", goals.goal_edit, name="goal_edit"),
    path("goals/<uuid:goal>/state", goals.goal_state, name="goal_state"),
    path("goals/<uuid:goal>/phase", goals.goal_phase, name="goal_phase"),
    path("children/<uuid:child>/priorities", wishes.priorities, name="priorities"),
]
