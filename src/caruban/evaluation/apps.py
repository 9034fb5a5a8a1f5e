from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "caruban.evaluation"
    label = "evaluation"
