from django.apps import AppConfig


class DischargeConfig(AppConfig):
    name = "maypole.discharge"
    label = "discharge"
