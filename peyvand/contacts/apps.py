from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "peyvand.contacts"
    label = "contacts"

    def ready(self) -> None:
        from peyvand.contacts import consents, importing, subscribers  # noqa: F401 — subscribers listen from now on

        importing.install()
        consents.install()
