from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "maypole.exchange"
    label = "exchange"
