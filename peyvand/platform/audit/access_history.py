"""What was done about accounts and rights, in words: who gave whom which right, or took it, when, by which door."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Field, Model, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from markupsafe import Markup

from peyvand.platform.access.matrix import record_types
from peyvand.platform.access.models import Grant, Role, Scope
from peyvand.platform.accounts.models import Team, User
from peyvand.platform.audit.models import ACCESS_TABLES, Change
from peyvand.platform.audit.triggers import SECRET_COLUMNS

LIMIT = 100
"""Deeds on one page."""
NAMED: dict[str, type[Model]] = {model._meta.db_table: model for model in (User, Team, Role)}
KINDS: dict[str, tuple[str | Promise, str, tuple[str, ...]]] = {
    "accounts": (_lazy("Accounts"), "person", ("accounts_user",)),
    "teams": (_lazy("Teams"), "people", ("accounts_team", "accounts_team_members")),
    "roles": (_lazy("Roles"), "shield", ("access_role", "access_role_members")),
    "permissions": (_lazy("Permissions"), "lock", ("access_grant",)),
}
"""What the history can be narrowed to: its name, its picture, its tables."""
_PICTURES = {table: picture for _label, picture, tables in KINDS.values() for table in tables}
Names = dict[str, str]


@dataclass(frozen=True)
class Line:
    """One changed field or permission; of a permission, `group` says for which records.

    A `kind` of "secret" has changed and is not shown. Without an old value it is new and was nothing before.
    """

    label: str
    kind: str
    old: Any
    new: Any
    group: str = ""


@dataclass
class Entry:
    """What happened to one account, team, role or membership; the names in `what` are isolated from its words."""

    what: Markup
    operation: str
    picture: str
    lines: list[Line] = field(default_factory=list)

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines under the records they are about."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.group, []).append(line)
        return list(found.items())


@dataclass
class Deed:
    """What somebody did at one time."""

    who: str
    when: datetime
    door: str
    reason: str
    entries: list[Entry] = field(default_factory=list)


def deeds(
    about: UUID | None = None, before: int | None = None, *, by: UUID | None = None, kind: str = ""
) -> tuple[list[Deed], int | None]:
    """The deeds about access, the latest first, and the `before` of the next page.

    `about` is the id of a person, a team or a role; `by` is who did it; of each deed only what is of the `kind`, a key
    of KINDS, is told. A deed stands where its latest change stands, so deeds that were done at the same time neither
    lose a change nor are cut: `before` is the latest change of a page's last deed.
    """
    changes = _changes(about, by, kind)
    later = changes.filter(change_set=OuterRef("change_set"), id__gt=OuterRef("id"))
    latest = changes.filter(~Exists(later), **({"id__lt": before} if before else {}))
    found = list(latest.values_list("id", "change_set")[: LIMIT + 1])
    ids, sets = [pk for pk, _set in found[:LIMIT]], [key for _pk, key in found[:LIMIT] if key]
    whole = changes.filter(Q(id__in=ids) | Q(change_set__in=sets)).select_related("change_set__by")
    return _told(list(whole)), ids[-1] if len(found) > LIMIT else None


def name_of(about: UUID) -> str | None:
    """What a person, a team or a role is called, or was called when it was deleted; None: there never was one."""
    return _names([str(about)]).get(str(about))


def _changes(about: UUID | None, by: UUID | None, kind: str) -> QuerySet[Change]:
    changes = Change.objects.filter(table__in=ACCESS_TABLES).order_by("-id")
    if about:
        changes = changes.filter(Q(subject_id=about) | Q(record_id=about))
    if by:
        changes = changes.filter(change_set__by=by)
    return changes.filter(table__in=KINDS[kind][2]) if kind in KINDS else changes


def _told(changes: list[Change]) -> list[Deed]:
    names = _names(key for change in changes for key in (str(change.record_id), str(change.subject_id)))
    found: dict[Any, Deed] = {}
    rows: dict[Any, list[Change]] = {}
    for change in changes:
        key = change.change_set_id or f"alone {change.pk}"
        reason = change.change_set.reason if change.change_set else ""
        found.setdefault(key, Deed(change.who, change.at, change.door, reason))
        rows.setdefault(key, []).insert(0, change)
    for key, deed in found.items():
        deed.entries = list(_entries(rows[key], names))
    return list(found.values())


def _entries(changes: list[Change], names: Names) -> Iterable[Entry]:
    made = {change.record_id for change in changes if change.table == Role._meta.db_table and change.operation == "I"}
    permissions: dict[UUID, Entry] = {}
    for change in changes:
        picture = _PICTURES[change.table]
        if change.table in NAMED:
            lines = _lines(change)
            if lines or change.operation != "U":
                yield Entry(_heading(change, names), change.operation, picture, lines)
            continue
        if change.table != Grant._meta.db_table:
            yield Entry(_membership(change, names), change.operation, picture)
            continue
        if change.record_id not in permissions:
            of_role = _sentence(_("Permissions of %(role)s"), role=_name(change.record_id, names))
            permissions[change.record_id] = Entry(of_role, "U", picture)
            yield permissions[change.record_id]
        permissions[change.record_id].lines.append(_permission(change, is_first=change.record_id in made))


def _heading(change: Change, names: Names) -> Markup:
    told = {
        ("accounts_user", "I"): _("Account made: %(name)s"),
        ("accounts_user", "U"): _("Account changed: %(name)s"),
        ("accounts_user", "D"): _("Account deleted: %(name)s"),
        ("accounts_team", "I"): _("Team made: %(name)s"),
        ("accounts_team", "U"): _("Team changed: %(name)s"),
        ("accounts_team", "D"): _("Team deleted: %(name)s"),
        ("access_role", "I"): _("Role made: %(name)s"),
        ("access_role", "U"): _("Role changed: %(name)s"),
        ("access_role", "D"): _("Role deleted: %(name)s"),
    }
    return _sentence(told[change.table, change.operation], name=_name(change.record_id, names))


def _membership(change: Change, names: Names) -> Markup:
    person, group = _name(change.subject_id, names), _name(change.record_id, names)
    is_gone = change.operation == "D"
    if change.table == "access_role_members":
        told = _("%(person)s lost the role %(role)s") if is_gone else _("%(person)s got the role %(role)s")
        return _sentence(told, person=person, role=group)
    told = _("%(person)s left the team %(team)s") if is_gone else _("%(person)s joined the team %(team)s")
    return _sentence(told, person=person, team=group)


def _sentence(told: str, **names: str) -> Markup:
    """Our words with names in them, each kept apart: a Latin name must not turn a Persian sentence round."""
    return Markup(told) % {part: Markup("<bdi>{}</bdi>").format(name) for part, name in names.items()}


def _lines(change: Change) -> list[Line]:
    old, new = change.old or {}, change.new or {}
    columns = [column for column in NAMED[change.table]._meta.concrete_fields if column.column in {**old, **new}]
    if change.operation == "U":
        lines = (_line(column, old[column.column], new[column.column]) for column in columns)
        return [line for line in lines if line.kind == "secret" or line.old != line.new]
    given = new or old
    told = (column for column in columns if column.editable and column.name != "name" and given[column.column])
    return [_line(column, old.get(column.column), new.get(column.column)) for column in told]


def _line(column: "Field[Any, Any]", old: Any, new: Any) -> Line:
    label = str(column.verbose_name)
    if column.column in SECRET_COLUMNS:
        return Line(_("Password"), "secret", None, None)
    if column.choices:
        choices = dict(column.flatchoices)
        return Line(label, "text", choices.get(old, old), choices.get(new, new))
    if column.get_internal_type() == "DateTimeField":
        return Line(label, "datetime", old and parse_datetime(old), new and parse_datetime(new))
    return Line(label, "text", *(_said(column, value) for value in (old, new)))


def _said(column: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value if value is None else column.to_python(value)


def _permission(change: Change, *, is_first: bool) -> Line:
    row: dict[str, str] = {**(change.old or {}), **(change.new or {})}
    known = next((kind for kind in record_types() if kind.key == row.get("record_type")), None)
    verb, group = row.get("verb", ""), known.label if known else row.get("record_type", "")
    label = known.verbs.get(verb, verb) if known else verb
    return Line(str(label), "text", None if is_first else _scope(change.old), _scope(change.new), str(group))


def _scope(row: dict[str, str] | None) -> str:
    return str(dict(Scope.choices).get(row.get("scope", ""), _("None"))) if row else _("None")


def _name(key: UUID | None, names: Names) -> str:
    return names.get(str(key), _("somebody or something that is gone"))


def _names(keys: Iterable[str]) -> Names:
    """The present names behind ids; of what was deleted, its last one."""
    wanted = set(keys) - {"None"}
    gone = Change.objects.filter(table__in=list(NAMED), operation="D", record_id__in=wanted).order_by("id")
    columns = {table: model._meta.get_field("name") for table, model in NAMED.items()}
    names = {str(row.record_id): str(columns[row.table].to_python((row.old or {}).get("name", ""))) for row in gone}  # type: ignore[union-attr]
    for model in NAMED.values():
        names |= {str(row.pk): str(row) for row in model._default_manager.filter(pk__in=wanted)}
    return names
