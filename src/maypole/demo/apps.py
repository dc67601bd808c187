from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "maypole.demo"
    label = "demo"
