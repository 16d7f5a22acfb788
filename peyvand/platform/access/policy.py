"""Who sees and may change which rows. `visible` is the only doorway to data; `allows` says the same in Python."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from peyvand.platform.access.models import Scope
from peyvand.platform.access.rights import scope_of, teammates_of
from peyvand.platform.accounts.models import Actor


@dataclass(frozen=True)
class Policy:
    """Row access of one record type.

    `visible(queryset, user)` keeps the rows that the user may see.
    `allows(user, verb, obj)` tells whether the user may do `verb` to `obj`; without an object, whether to any at all.
    """

    visible: Callable[[QuerySet[Any], Actor], QuerySet[Any]]
    allows: Callable[[Actor, str, Model | None], bool]


def owned(record_type: str, owner: str = "owner") -> Policy:
    """Rows reached by their owner: own, the team's, or all, as the role grants for this record type."""

    def visible(queryset: QuerySet[Any], user: Actor) -> QuerySet[Any]:
        scope = scope_of(user, record_type, "view")
        if scope == Scope.ALL:
            return queryset
        return queryset.filter(_reached(owner, scope, user)) if scope else queryset.none()

    def allows(user: Actor, verb: str, obj: Model | None) -> bool:
        scope = scope_of(user, record_type, verb)
        if obj is None or scope is None or scope == Scope.ALL:
            return scope is not None
        owner_id = getattr(obj, f"{owner}_id")
        return owner_id == user.pk if scope == Scope.OWN else owner_id in teammates_of(user)

    return Policy(visible, allows)


def part_of(whole: Policy, path: str, through: type[Model]) -> Policy:
    """Rows that belong to another record, named by the foreign key `path`: whoever may see or change it may do so."""

    def visible(queryset: QuerySet[Any], user: Actor) -> QuerySet[Any]:
        manager = through._default_manager
        seen = whole.visible(manager.all(), user)
        if not seen.query.where and not seen.query.is_empty():
            return queryset  # the whole is seen in full: no join needed
        return queryset.filter(**{f"{path}__in": seen})

    def allows(user: Actor, verb: str, obj: Model | None) -> bool:
        verb = verb if verb in ("view", "export", "import") else "change"
        return whole.allows(user, verb, getattr(obj, path) if obj is not None else None)

    return Policy(visible, allows)


def shared(record_type: str) -> Policy:
    """Rows without an owner: whoever has the right, has it for all of them."""

    def visible(queryset: QuerySet[Any], user: Actor) -> QuerySet[Any]:
        return queryset if scope_of(user, record_type, "view") else queryset.none()

    def allows(user: Actor, verb: str, obj: Model | None) -> bool:
        return scope_of(user, record_type, verb) is not None

    return Policy(visible, allows)


def _reached(owner: str, scope: Scope, user: Actor) -> Q:
    return Q(**{owner: user.pk}) if scope == Scope.OWN else Q(**{f"{owner}__in": teammates_of(user)})
