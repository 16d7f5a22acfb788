"""What allauth asks us: accounts are made by the owner, never by strangers."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from peyvand.platform.accounts.deeds import deed
from peyvand.platform.accounts.models import User


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed, and a new password is a deed of the one whose it is."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        with deed(by=user, verb="password"):
            super().set_password(user, password)
