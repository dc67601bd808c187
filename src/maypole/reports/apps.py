from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "maypole.reports"
    label = "reports"
