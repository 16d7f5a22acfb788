from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "peyvand.contacts"
    label = "contacts"

    def ready(self) -> None:
        from peyvand.contacts import subscribers  # noqa: F401 — listens from now on
