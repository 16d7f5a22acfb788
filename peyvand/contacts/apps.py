from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "peyvand.contacts"
    label = "contacts"

    def ready(self) -> None:
        from peyvand.contacts import (
            importing,
            importing_consents,
            subscribers,  # noqa: F401 — they listen from now on
        )

        importing.install()
        importing_consents.install()
