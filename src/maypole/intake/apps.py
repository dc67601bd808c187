from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "maypole.intake"
    label = "intake"
