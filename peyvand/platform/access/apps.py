from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "peyvand.platform.access"
    label = "access"
