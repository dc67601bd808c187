from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "maypole.web"
    label = "web"
