from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "maypole.pages"
    label = "pages"
