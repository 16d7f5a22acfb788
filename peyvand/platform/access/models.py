"""Roles and what they grant: record type × verb → whose records."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from uuid_utils.compat import uuid7

from peyvand.platform.accounts.models import User
from peyvand.platform.ui.seeds import SeededField

FIRST_ROLES = (gettext_noop("Manager"), gettext_noop("Member"), gettext_noop("Reader"))
"""What the roles of a new workspace are called, until somebody renames them."""


class Scope(models.TextChoices):
    """Whose records a grant reaches, from narrow to wide."""

    OWN = "own", _("Own")
    TEAM = "team", _("Team")
    ALL = "all", _("All")


class Role(models.Model):
    """A named bundle of grants; people may have several, the widest grant counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = SeededField(_("Name"), max_length=80, unique=True, seeds=FIRST_ROLES)
    members = models.ManyToManyField(User, verbose_name=_("Members"), related_name="roles", blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.name)


class Grant(models.Model):
    """One cell of the matrix."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    record_type = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    scope = models.CharField(max_length=4, choices=Scope)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "record_type", "verb"], name="grant_once")]
