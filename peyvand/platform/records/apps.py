from django.apps import AppConfig, apps
from django.core import checks
from django.utils.module_loading import autodiscover_modules


class RecordsConfig(AppConfig):
    name = "peyvand.platform.records"
    label = "records"

    def ready(self) -> None:
        from peyvand.platform.records.checks import check_records

        autodiscover_modules("records")
        checks.register(check_records)
