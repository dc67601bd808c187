from django.apps import AppConfig


class PlayConfig(AppConfig):
    name = "maypole.play"
    label = "play"
