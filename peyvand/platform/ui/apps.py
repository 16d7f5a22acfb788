from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "peyvand.platform.ui"
    label = "ui"
