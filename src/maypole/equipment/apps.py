from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    name = "maypole.equipment"
    label = "equipment"
