from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "peyvand.platform.jobs"
    label = "jobs"
