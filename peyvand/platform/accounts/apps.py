from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "peyvand.platform.accounts"
    label = "accounts"
