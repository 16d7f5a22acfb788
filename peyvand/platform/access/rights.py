"""What a user may do: the grants of all their roles, read once per request."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from peyvand.platform.access.models import Role, Scope
from peyvand.platform.accounts.models import Actor, System, User

_SCOPES = {scope.value: scope for scope in Scope}
GRANTS = """
SELECT json_agg(json_build_array(g.record_type, g.verb, g.scope))
FROM access_grant g JOIN access_role_members m ON m.role_id = g.role_id WHERE m.user_id = u.id
"""
"""The grants of the user `u`, in the words of SQL: sessions bring them along, for nearly every request needs them."""
TEAMMATES = """
SELECT json_agg(DISTINCT mate.user_id)
FROM accounts_team_members m JOIN accounts_team_members mate ON mate.team_id = m.team_id WHERE m.user_id = u.id
"""
"""The ids of everybody who shares a team with the user `u`; sessions bring them along, too."""
_WIDTH = {Scope.OWN: 1, Scope.TEAM: 2, Scope.ALL: 3}


def scope_of(user: Actor, record_type: str, verb: str) -> Scope | None:
    """The widest scope in which `user` may do `verb` to records of this type; None: not at all."""
    if user.is_owner and user.is_staff_member:
        return Scope.ALL
    return rights_of(user).get((record_type, verb)) if isinstance(user, User) else None


def rights_of(user: User) -> Mapping[tuple[str, str], Scope]:
    """All grants of a user, kept on the user object, which lives as long as its request."""
    if not user.is_staff_member:
        return {}
    rights: dict[tuple[str, str], Scope] | None = getattr(user, "_rights", None)
    if rights is None:
        rights = {}
        for record_type, verb, granted in _read_of(user, "grants", GRANTS):
            scope = _SCOPES[granted]
            known = rights.get((record_type, verb))
            if known is None or _WIDTH[scope] > _WIDTH[known]:
                rights[record_type, verb] = scope
        user._rights = rights  # type: ignore[attr-defined]
    return rights


def _read_of(user: User, attribute: str, sql: str) -> list[Any]:
    if not hasattr(user, attribute):  # not read with a session
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT ({sql}) FROM accounts_user u WHERE u.id = %s", [user.pk])
            setattr(user, attribute, (cursor.fetchone() or [None])[0])
    return getattr(user, attribute) or []


def why_all_is_closed(request: HttpRequest) -> str:
    """For somebody of the staff who has no role yet: that this is so, and whom to ask. "": it is not so."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.is_owner or not user.is_staff_member:
        return ""
    if Role.objects.filter(members=user).exists():
        return ""
    owners = User.objects.filter(is_owner=True, is_active=True, door=User.Door.STAFF)
    names = " · ".join(str(owner) for owner in owners)
    return _("You have no role yet, so nothing is open to you. Ask an owner of the workspace for one: %(names)s") % {
        "names": names
    }


def teammates_of(user: Actor) -> frozenset[UUID]:
    """Ids of everybody who shares a team with `user`, the user included."""
    if isinstance(user, System):
        return frozenset()
    mates: frozenset[UUID] | None = getattr(user, "_teammates", None)
    if mates is None:
        mates = frozenset({user.pk, *map(UUID, _read_of(user, "mates", TEAMMATES))})
        user._teammates = mates  # type: ignore[attr-defined]
    return mates
