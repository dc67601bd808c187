from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "maypole.access"
    label = "access"
