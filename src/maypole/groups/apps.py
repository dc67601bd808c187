from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "maypole.groups"
    label = "groups"
