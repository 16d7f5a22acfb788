"""Rows that belong to a party, brought in line with what was entered; nothing else is touched.

`new` says that the party was made just now and has no rows yet, so that none need be looked for.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.db.models.functions import Now
from django.utils.translation import gettext

from peyvand.contacts.codes import PartyKind, RoleStatus
from peyvand.contacts.models import Address, ContactPoint, Party, PartyRole, Position
from peyvand.contacts.normalise import is_label
from peyvand.contacts.queries import held_positions, is_held_role, last_day
from peyvand.platform.access.errors import Refused
from peyvand.platform.accounts.models import Actor, User
from peyvand.platform.records.record import record_of
from peyvand.platform.records.search_index import reindex
from peyvand.platform.records.showing import parts_of
from peyvand.platform.records.writing import require
from peyvand.platform.search.normalise import fold
from peyvand.platform.ui.form_fields import TextField


@dataclass(frozen=True)
class Point:
    """A contact point in its normal form."""

    kind: str
    value: str
    key: str
    valid: bool
    label: str


def split_label(text: str) -> tuple[str, str]:
    """`work: a@b` → label and value; a web address or a bare value has no label."""
    label, colon, value = text.partition(": ")
    if colon and is_label(label):
        return label.strip(), value.strip()
    return "", text.strip()


def kinds_beside(kind: str) -> tuple[str, ...]:
    """The kinds of contact points that stand in one list with this one."""
    return ("phone", "mobile") if kind == "phone" else (kind,)


def is_kept(party: Party, kind: str, key: str) -> bool:
    """Whether the party has a contact point already: what an import brought may stay, whatever it is worth."""
    points = () if party._state.adding else parts_of(party, "contact_points")
    return any(point.key == key and point.kind in kinds_beside(kind) for point in points)


def keep_points(party: Party, points: list[Point]) -> bool:
    """Add contact points as they are, beside those that are there. Returns whether any was new."""
    present = set(ContactPoint.objects.filter(party=party).values_list("kind", "key"))
    rows = points_of_new(party, points)
    new = [row for row in rows if not present & {(kind, row.key) for kind in kinds_beside(row.kind)}]
    ContactPoint.objects.bulk_create(new)
    return bool(new)


def points_of_new(party: Party, points: list[Point]) -> list[ContactPoint]:
    """Contact points of a party that was made just now, each once, not yet written."""
    return list({(point.kind, point.key): _row(party, point) for point in points}.values())


def set_roles(party: Party, wanted: list[str], *, new: bool) -> None:
    """Begin the roles that are new; end the ones that are no longer wanted, keeping them as history."""
    rows = PartyRole.objects.none() if new else PartyRole.objects.filter(party=party).exclude(status=RoleStatus.ENDED)
    held = {row.role: row.pk for row in rows if is_held_role(row)}
    begun = [role for role in wanted if role not in held]
    if begun:  # one of them may have run out without being said to have ended
        rows.filter(role__in=begun).update(status=RoleStatus.ENDED)
    PartyRole.objects.bulk_create(_role(party, role) for role in begun)
    gone = [pk for role, pk in held.items() if role not in wanted]
    if gone:
        PartyRole.objects.filter(pk__in=gone).update(status=RoleStatus.ENDED, until=last_day())


def set_points(party: Party, wanted: dict[str, list[Point]], *, new: bool) -> None:
    """Make the contact points of the given kinds exactly these."""
    rows = ContactPoint.objects.none() if new else ContactPoint.objects.filter(party=party)
    present = {(row.kind, row.key): row for row in rows}
    for kind, points in wanted.items():
        known = {key: row for (row_kind, key), row in present.items() if row_kind in kinds_beside(kind)}
        ContactPoint.objects.bulk_create(_row(party, point) for point in points if point.key not in known)
        for point in points:
            row = known.get(point.key)
            if row is not None and (row.value, row.label) != (point.value, point.label):
                ContactPoint.objects.filter(pk=row.pk).update(value=point.value, label=point.label)
        gone = [row.pk for key, row in known.items() if key not in {point.key for point in points}]
        if gone:
            ContactPoint.objects.filter(pk__in=gone).delete()


def set_address(party: Party, address: dict[str, str], *, cleared: bool, moved: bool, new: bool) -> None:
    """Write the main address; one that was `cleared` and of which nothing is left goes.

    It keeps its own country unless the party has `moved`, which is to say that its country was changed.
    """
    main = None if new else Address.objects.filter(party=party).order_by("pk").first()
    if not any(address.values()) and (cleared or main is None):
        if main is not None:
            main.delete()
        return
    main = main or Address(party=party)
    for name, value in address.items():
        setattr(main, name, value)
    if moved or not main.country:
        main.country = party.country
    main.save()


def set_position(person: Party, organisation: str, title: str, *, by: Actor, new: bool) -> None:
    """The person's present position. A new organisation ends the former one; an unknown organisation is created."""
    held = Position.objects.none() if new else Position.objects.filter(held_positions(), person=person)
    present = held.select_related("organisation").order_by("pk").first()
    same = present is not None and fold(present.organisation.name) == fold(organisation)
    if present is not None and same:
        Position.objects.filter(pk=present.pk).update(title=title)
        return
    if present is not None:
        Position.objects.filter(pk=present.pk).update(until=last_day())
    if fold(organisation):
        Position.objects.create(
            person=person, organisation=find_or_add(organisation, PartyKind.ORGANISATION, by=by), title=title
        )


def rows_of_new(party: Party, roles: list[str], points: dict[str, list[Point]], address: dict[str, str]) -> list[Model]:
    """The roles, contact points and main address of a party that was made just now, not yet written."""
    rows: list[Model] = [_role(party, role) for role in roles]
    rows += [_row(party, point) for several in points.values() for point in several]
    if any(address.values()):
        rows.append(Address(party=party, country=party.country, **address))
    return rows


def find_or_add(name: str, kind: str, *, by: Actor, country: str = "") -> Party:
    """The party of that name and kind: our own company, else the oldest one that `by` sees, else a new one of theirs.

    Who works for us is linked to our company by everybody, also by those who may not see its record: a second firm of
    its name would be wrong, and the link tells nothing but the name that was entered.
    """
    alike = Q(search_name=fold(name)[:200], kind=kind)
    found = Party.objects.filter(alike, is_focal=True).first()
    found = found or record_of(Party).visible(by).filter(alike).order_by("pk").first()
    if isinstance(found, Party):
        return found
    require(record_of(Party), by, "add")
    made = named(name, kind, by=by, country=country)
    made.save()
    reindex(record_of(Party), [made.pk])
    return made


def named(name: str, kind: str, *, by: Actor, country: str = "") -> Party:
    """A party of which no more is known, not yet written."""
    return Party(kind=kind, name=name, country=country, owner=by if isinstance(by, User) else None)


def add_contact_person(organisation: Party, name: str, title: str, *, by: Actor) -> None:
    """See to it that a person of that name works in the organisation, with that title if one is given.

    Whom `by` sees there is that person; where there is none, one is made. Raises ValidationError for what cannot be a
    name or a title, Refused for another title of somebody whom `by` may not change.
    """
    name, title = _text("contact_person", name, 300), _text("contact_title", title, 200)
    if not fold(name):
        raise ValidationError({"contact_person": gettext("A name is needed.")})
    held = contact_person(organisation, name, by=by)
    if held is None:
        _make_contact_person(organisation, name, title, by=by)
    elif title and held.title != title:
        if not record_of(Position).allows(by, "change", held):
            raise Refused(gettext("You may not change the position of “%(name)s”.") % {"name": held.person})
        Position.objects.filter(pk=held.pk).update(title=title, updated_at=Now())


def contact_person(organisation: Party, name: str, *, by: Actor) -> Position | None:
    """The present position in the organisation of a person of that name whom `by` sees."""
    seen = record_of(Position).visible(by).filter(held_positions(), organisation=organisation)
    found = seen.filter(person__search_name=fold(name)[:200]).linked("person").order_by("pk").first()
    return found if isinstance(found, Position) else None


def _make_contact_person(organisation: Party, name: str, title: str, *, by: Actor) -> None:
    require(record_of(Party), by, "add")
    person, position = new_contact_person(organisation, name, title)
    person.save()
    position.save()
    reindex(record_of(Party), [person.pk])


def new_contact_person(organisation: Party, name: str, title: str) -> tuple[Party, Position]:
    """Somebody who works in the organisation, and what they are there, not yet written. Raises ValidationError."""
    name, title = _text("contact_person", name, 300), _text("contact_title", title, 200)
    if not fold(name):
        raise ValidationError({"contact_person": gettext("A name is needed.")})
    person = Party(kind=PartyKind.PERSON, name=name, country=organisation.country, owner_id=organisation.owner_id)
    return person, Position(person=person, organisation=organisation, title=title)


def _text(field: str, text: str, longest: int) -> str:
    """A text as the form would take it; what is wrong with it is told under the field."""
    try:
        return str(TextField(required=False, max_length=longest).clean(text))
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def _role(party: Party, role: str) -> PartyRole:
    return PartyRole(party=party, role=role, owner_id=party.owner_id)


def _row(party: Party, point: Point) -> ContactPoint:
    return ContactPoint(
        party=party,
        kind=point.kind,
        value=point.value,
        key=point.key[:500],
        is_valid=point.valid,
        label=point.label[:60],
    )
