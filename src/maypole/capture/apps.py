from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "maypole.capture"
    label = "capture"
