from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "maypole.seals"
    label = "seals"
