from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "maypole.audit"
    label = "audit"
