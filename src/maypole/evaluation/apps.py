from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "maypole.evaluation"
    label = "evaluation"
