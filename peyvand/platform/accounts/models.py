"""People who sign in, and the teams they work in."""

from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from uuid_utils.compat import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are kept in lower case, so that one address is one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who may sign in with `email`; without a password only by a reset link."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in: a member of the staff, or a guest of the portal."""

    class Door(models.TextChoices):
        STAFF = "staff", _("Staff")
        PORTAL = "portal", _("Portal")

    class Theme(models.TextChoices):
        AUTO = "auto", _("Like the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=150)
    door = models.CharField(_("Comes in as"), max_length=8, choices=Door, default=Door.STAFF)
    is_owner = models.BooleanField(
        pgettext_lazy("of the workspace", "Owner"),
        default=False,
        help_text=_("May do everything, and decides who may do what."),
    )
    is_active = models.BooleanField(_("May sign in"), default=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    theme = models.CharField(_("Appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    time_zone = models.CharField(_("Time zone"), max_length=50, blank=True)  # "": like the device
    password_link_at = models.DateTimeField(_("Link to choose a password made"), null=True, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    called_by: ClassVar[tuple[str, ...]] = ("name", "email")
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("name", "id")
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff_member(self) -> bool:
        """Whether the inner pages are open to this user at all."""
        return self.is_active and self.door == self.Door.STAFF


class Team(models.Model):
    """People who share what they own, where a role says “team”."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("Name"), max_length=100, unique=True)
    members = models.ManyToManyField(User, verbose_name=_("Members"), related_name="teams", blank=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Session(AbstractBaseSession):
    """A browser that somebody signed in with. The user stands beside the sealed data, so that one query reads both."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> Any:
        from peyvand.platform.accounts.sessions import SessionStore

        return SessionStore


class System:
    """The actor of what no person did: jobs, set-up, upgrades."""

    pk = None
    name = "Peyvand"
    is_owner = True
    is_authenticated = True
    is_staff_member = True

    def __str__(self) -> str:
        return self.name


SYSTEM: Final = System()
Actor = User | System
