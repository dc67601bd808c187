from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "maypole.people"
    label = "people"
