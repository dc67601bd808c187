from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "maypole.progress"
    label = "progress"
