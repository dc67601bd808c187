from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "maypole.visits"
    label = "visits"
