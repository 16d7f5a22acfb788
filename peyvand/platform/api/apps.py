from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "peyvand.platform.api"
    label = "api"
