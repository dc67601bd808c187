from django.apps import AppConfig


class MasteryConfig(AppConfig):
    name = "maypole.mastery"
    label = "mastery"
