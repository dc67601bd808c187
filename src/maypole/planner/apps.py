from django.apps import AppConfig


class PlannerConfig(AppConfig):
    name = "maypole.planner"
    label = "planner"
