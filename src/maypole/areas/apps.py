from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "maypole.areas"
    label = "areas"
