from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "peyvand.platform.files"
    label = "files"
