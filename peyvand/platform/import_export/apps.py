from django.apps import AppConfig


class ImportExportConfig(AppConfig):
    name = "peyvand.platform.import_export"
    label = "import_export"
