from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "maypole.home"
    label = "home"
