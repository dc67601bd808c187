from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "maypole.plan"
    label = "plan"
