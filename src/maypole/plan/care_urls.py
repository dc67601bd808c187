"""Pages around the plan: its parts, who answers, one card for all, the school's line."""

from django.urls import URLPattern, URLResolver, path

from .views import cards, overview, parts, services, strategies, voices

urlpatterns: list[URLPattern | URLResolver] = [
    path("children/<uuid:child>/plan/parts", parts.plan_parts, name="plan_parts"),
    path("children/<uuid:child>/plan/parts/<uuid:part>/removal", parts.plan_part_removal, name="plan_part_removal"),
    path("children/<uuid:child>/plan/parts/<uuid:part>/method", parts.plan_method, name="plan_method"),
    path("children/<uuid:child>/plan/assent", voices.plan_assent, name="plan_assent"),
    path("children/<uuid:child>/plan/amendment", voices.plan_amendment, name="plan_amendment"),
    path("children/<uuid:child>/plan/talks/<uuid:objection>", voices.objection_outcome, name="objection_outcome"),
    path("children/<uuid:child>/episode", parts.episode, name="episode"),
    path("plans", overview.plans, name="plans"),
    path("plans/rule", overview.acceptance_rule, name="acceptance_rule"),
    path("plans/to-cosign", voices.to_cosign, name="to_cosign"),
    path("plans/<uuid:version>/cosignature", voices.cosignature, name="cosignature"),
    path("strategies", strategies.strategies, name="strategies"),
    path("strategies/new", strategies.strategy_new, name="strategy_new"),
    path("strategies/review", strategies.evidence_review, name="evidence_review"),
    path("children/<uuid:child>/cards", cards.cards, name="cards"),
    path("children/<uuid:child>/cards/new", cards.card_new, name="card_new"),
    path("cards/<uuid:card>", cards.card, name="card"),
    path("cards/<uuid:card>/edit", cards.card_edit, name="card_edit"),
    path("cards/<uuid:card>/away", cards.card_away, name="card_away"),
    path("children/<uuid:child>/services", services.services, name="services"),
    path("children/<uuid:child>/services/<uuid:service>/end", services.service_end, name="service_end"),
    path("children/<uuid:child>/lines", services.line_new, name="line_new"),
    path("lines", services.lines, name="lines"),
    path("lines/<uuid:line>", services.line, name="line"),
    path("lines/<uuid:line>/closure", services.line_closure, name="line_closure"),
]
