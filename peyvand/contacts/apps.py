from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "peyvand.contacts"
    label = "contacts"

    def ready(self) -> None:
        from peyvand.contacts import importing, subscribers  # noqa: F401 — subscribers listen from now on

        importing.install()
