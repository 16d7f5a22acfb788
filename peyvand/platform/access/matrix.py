"""What the permission matrix is made of: declared record types, their verbs, and the roles to begin with."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peyvand.platform.access.models import FIRST_ROLES, Grant, Role, Scope
from peyvand.platform.accounts.deeds import deed
from peyvand.platform.accounts.models import Actor

Label = str | Promise
NONE = "none"
COMMON_VERBS: dict[str, Label] = {
    "view": _("See"),
    "add": _("Create"),
    "change": _("Change"),
    "delete": _("Delete"),
    "export": _("Export"),
    "import": _("Import"),
}


@dataclass(frozen=True)
class RecordType:
    """A row group of the matrix. `has_owner`: own and team make sense for it."""

    key: str
    label: Label
    verbs: dict[str, Label]
    has_owner: bool


_types: dict[str, RecordType] = {}


def declare(record_type: RecordType) -> None:
    """Make a record type known to the matrix."""
    _types[record_type.key] = record_type


def record_types() -> list[RecordType]:
    """Every declared type."""
    return list(_types.values())


def scopes_of(record_type: RecordType, verb: str) -> tuple[str, ...]:
    """The scopes that can be granted for a verb: what has no row yet has no owner either."""
    whole = not record_type.has_owner or verb in ("add", "export", "import")
    return (NONE, Scope.ALL) if whole else (NONE, Scope.OWN, Scope.TEAM, Scope.ALL)


def granted() -> dict[str, str]:
    """All grants by `<role>.<type>.<verb>`."""
    rows = Grant.objects.values_list("role_id", "record_type", "verb", "scope")
    return {f"{role}.{record_type}.{verb}": scope for role, record_type, verb, scope in rows}


def write(chosen: dict[str, str], *, by: Actor) -> None:
    """Make the matrix say what was chosen; unknown names and scopes are left as they are."""
    with deed(by=by, verb="permit"):
        roles = list(Role.objects.select_for_update())  # one at a time; whoever waits sees what was granted
        before = granted()
        for role in roles:
            for record_type in record_types():
                for verb in record_type.verbs:
                    cell = f"{role.pk}.{record_type.key}.{verb}"
                    scope = chosen.get(cell)
                    if scope in scopes_of(record_type, verb) and scope != before.get(cell, NONE):
                        _grant(role, record_type.key, verb, scope or NONE)


def make_first_roles() -> None:
    """The roles that a new workspace begins with."""
    manager, member, reader = FIRST_ROLES
    _make(manager, lambda kind, verb: Scope.ALL)
    _make(member, _scope_of_member)
    _make(reader, lambda kind, verb: Scope.ALL if verb == "view" else NONE)


def usual_roles() -> QuerySet[Role]:
    """What a new colleague is offered: the role “Member”, as long as it is still called so; else none."""
    return Role.objects.filter(name="Member")


def _scope_of_member(kind: RecordType, verb: str) -> str:
    """Everything is seen, and the team's rows are worked on; what has no owner is a setting, not a row of a team."""
    if verb == "view":
        return Scope.ALL
    if not kind.has_owner or verb in ("export", "import"):
        return NONE
    return Scope.ALL if verb == "add" else Scope.TEAM


def _make(name: str, scope_for: Callable[[RecordType, str], str]) -> None:
    role = Role.objects.create(name=name)
    for kind in record_types():
        for verb in kind.verbs:
            _grant(role, kind.key, verb, scope_for(kind, verb))


def _grant(role: Role, record_type: str, verb: str, scope: str) -> None:
    if scope == NONE:
        Grant.objects.filter(role=role, record_type=record_type, verb=verb).delete()
    else:
        Grant.objects.update_or_create(role=role, record_type=record_type, verb=verb, defaults={"scope": scope})
