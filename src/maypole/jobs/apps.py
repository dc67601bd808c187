from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "maypole.jobs"
    label = "jobs"
