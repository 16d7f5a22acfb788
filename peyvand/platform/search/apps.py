from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "peyvand.platform.search"
    label = "search"
