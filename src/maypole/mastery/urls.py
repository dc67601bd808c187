"""When a goal is reached, when it moves on, and its checks."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("goals/<uuid:goal>/rule", views.goal_rule, name="goal_rule"),
    path("goals/<uuid:goal>/rule/phases", views.goal_phases, name="goal_phases"),
    path("goals/<uuid:goal>/probes", views.probes, name="probes"),
    path("moves/<uuid:proposal>/confirmation", views.move_confirmation, name="move_confirmation"),
    path("moves/<uuid:proposal>/refusal", views.move_refusal, name="move_refusal"),
    path("probes/<uuid:probe>/end", views.probe_end, name="probe_end"),
]
