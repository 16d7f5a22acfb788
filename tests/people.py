"""The cast of the tests. One firm, six people, and one row of every declared record, which Alice looks after.

Alice    owns the rows; a Member                    Rita   a Reader: sees all, may nothing else
Bob      is on Alice's team; a Member               Dana   a customer who comes in by the portal; a Member on paper
Charlie  is a stranger: a Member without a team     Olga   the owner of the workspace

A Member sees and changes what the team owns, deletes what is their own, and has no right to records without owners.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from uuid_utils.compat import uuid7

from peyvand.platform.access.matrix import COMMON_VERBS, record_types
from peyvand.platform.access.models import Grant, Role, Scope
from peyvand.platform.accounts.models import Team, User
from peyvand.platform.records import writing
from peyvand.platform.records.fields import resolve
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import Record, all_records, record_at, record_of
from peyvand.platform.ui.form_fields import ListField

STAFF = ("alice", "bob", "charlie", "rita", "olga")
EVERYBODY = (*STAFF, "dana")
PASSWORD = "correct horse battery"
RECORDS = list(all_records())
DAY = date(2024, 2, 29)
FIRM = "Alice’s firm"

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "people": {
        "kind": "person", "name": "Person {number:03}", "roles": ["customer", "partner"],
        "emails": ["work: person{number}@example.org", "person{number}@example.net"],
        "phones": ["+44 20 7946 0{number:03}"],
        "faxes": ["+44 20 7946 1{number:03}"], "websites": ["https://example.org/{number}"], "organisation": FIRM,
        "country": "GB", "currency": "GBP", "languages": ["en", "fa"], "tags": ["tag {number}, with comma"],
    },
    "contact-points": {"kind": "email", "value": "point{number}@example.org"},
    "size-thresholds": {"currency": "EUR"},
}  # fmt: skip
"""What cannot be guessed from a field: at most one entry for a record."""
_numbers = count(1000)


@dataclass(frozen=True)
class Cast:
    """The people, and the row of every record that is Alice's, by the record's address."""

    users: Mapping[str, User]
    rows: dict[str, models.Model] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return User.objects.get(pk=self.users[name].pk)  # rights are read once per user object
        except KeyError:
            raise AttributeError(name) from None

    def row(self, record: Record) -> Any:
        """Alice's row of a record, read anew."""
        return record.model._default_manager.get(pk=self.rows[record.url].pk)


def sign_in(user: User, *, language: str = "") -> Client:
    """A browser of somebody who has signed in."""
    if language:
        User.objects.filter(pk=user.pk).update(language=language)
    client = Client(enforce_csrf_checks=False)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def whole(response: Any) -> bytes:
    """An answer to its end, also where it is streamed."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def said(response: Any) -> str:
    """What an answer says."""
    return whole(response).decode(errors="replace")


def example(record: Record, number: int, *, owner: User) -> dict[str, Any]:
    """Values for the form of a record that make a valid row; another `number` makes another row.

    A part gets a whole of its own; every other link goes to Alice's firm.
    """
    given = EXAMPLES.get(record.url, {})
    fields = form_of(record).base_fields
    values = {name: _value(record, name, number, owner) for name in fields if name not in given}
    return values | {name: _numbered(value, number) for name, value in given.items()}


def make(record: Record, number: int, *, owner: User, by: User, **given: Any) -> Any:
    """Save a valid row through the record's form, as every door does."""
    form = writing.bind(record, example(record, number, owner=owner) | given, by=by)
    saved = writing.save(record, form, by=by)
    if saved is None:
        raise ValidationError(form.errors.as_data())
    return saved


def make_many(record: Record, numbers: range, *, cast: Cast) -> None:
    """Rows like Alice's, each part in a whole of its own; past the form, because it goes by numbers here."""
    for number in numbers:
        if record.form is not None:
            make(record, number, owner=cast.users["alice"], by=cast.users["olga"])
            continue
        copy = _copied(cast.row(record), record, number)
        if record.belongs_to:
            whole = getattr(copy, record.belongs_to)
            setattr(copy, record.belongs_to, _copied(whole, record_of(type(whole)), number))
            getattr(copy, record.belongs_to).save()
        copy.save()


def _copied(row: Any, record: Record, number: int) -> Any:
    row.pk, row._state.adding = uuid7(), True
    for name in set(record.editable) - set(EXAMPLES.get(record.url, ())):
        column = resolve(record.model, name)
        if column.source is not None and column.kind in ("choice", "text") and _is_unique(record, name):
            setattr(row, name, _value(record, name, number, row))
    return row


def make_whole(record: Record, link: str, *, owner: User) -> Any:
    """A new record that a link of `record` may lead to, without parts of its own."""
    target = record_of(target_of(record, link))
    kind = {"kind": "organisation", "organisation": "", "position": ""} if link == "organisation" else {}
    olga = User.objects.get(email="olga@example.org")
    return make(target, next(_numbers), owner=owner, by=olga, **_bare(target), **kind)


def target_of(record: Record, link: str) -> type[models.Model]:
    """The model that a link leads to."""
    target = resolve(record.model, link).target
    assert target is not None
    return target


def open_workspace() -> Cast:
    """Make the cast with their roles and teams, Alice's firm, and her row of every record."""
    users = {name: _user(name) for name in EVERYBODY}
    Team.objects.create(name="Sales").members.set([users["alice"], users["bob"]])
    member, reader = Role.objects.create(name="Test member"), Role.objects.create(name="Test reader")
    member.members.set([users[name] for name in ("alice", "bob", "charlie", "dana")])
    reader.members.set([users["rita"]])
    for kind in record_types():
        scopes = dict.fromkeys(kind.verbs, Scope.TEAM) | {"delete": Scope.OWN}
        scopes |= dict.fromkeys(("add", "export", "import"), Scope.ALL)
        rows = [Grant(role=member, record_type=kind.key, verb=v, scope=s) for v, s in scopes.items() if kind.has_owner]
        Grant.objects.bulk_create([*rows, Grant(role=reader, record_type=kind.key, verb="view", scope=Scope.ALL)])
    cast = Cast(users)
    make_firm(cast)
    for record in RECORDS:
        cast.rows[record.url] = make(record, 0, owner=cast.alice, by=cast.olga)
    return cast


def make_firm(cast: Cast) -> Any:
    """The organisation that links of examples go to."""
    people, given = record_at("people"), {"kind": "organisation", "name": FIRM, "organisation": "", "position": ""}
    return make(people, 999, owner=cast.users["alice"], by=cast.users["olga"], **_bare(people), **given)


@pytest.fixture(scope="module")
def workspace(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast, made once for a module of tests: every test that sees it must ask for `cast`."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield open_workspace()
        transaction.set_rollback(True)


@pytest.fixture
def cast(workspace: Cast, db: None) -> Cast:
    """The cast; what a test writes is taken back after it."""
    return workspace


def argument(kind: type, user: User) -> Any:
    """Something to give to an action that asks for a value of this type."""
    return {User: str(user.pk), date: DAY.isoformat(), str: "word", Decimal: "1.5"}[kind]


def verbs_of(record: Record) -> list[str]:
    """Every verb that somebody may or may not do to a record."""
    return [*COMMON_VERBS, *(run.verb.name for run in record.actions)]  # type: ignore[attr-defined]


def _user(name: str) -> User:
    door = User.Door.PORTAL if name == "dana" else User.Door.STAFF
    return User.objects.create(
        email=f"{name}@example.org", name=name.title(), door=door, is_owner=name == "olga", language="en", password="!"
    )


def _numbered(value: Any, number: int) -> Any:
    if isinstance(value, list):
        return [_numbered(part, number) for part in value]
    return value.format(number=number) if isinstance(value, str) else value


def _value(record: Record, name: str, number: int, owner: User) -> Any:
    resolved = resolve(record.model, name)
    if resolved.kind == "user":
        return owner.pk
    if resolved.kind == "link":
        return _linked(record, name, number, owner).pk
    if resolved.kind == "choice":
        keys = [key for key in resolved.labels() if key != ""]
        return keys[number % len(keys)] if _is_unique(record, name) else keys[0]
    if resolved.kind == "list":
        return [next(iter(resolved.labels()), f"text {number}")]
    simple: dict[str, Any] = {
        "bool": False, "date": DAY, "number": 1 + number % 3, "decimal": Decimal("12.50"),
        "email": f"example{number}@example.org", "url": f"https://example.org/{number}",
    }  # fmt: skip
    return simple.get(resolved.kind, f"{name.replace('_', ' ')} {number}")


def _is_unique(record: Record, name: str) -> bool:
    """Whether two rows, or two rows of one whole, may not have the same value."""
    constraints = [c for c in record.model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    return getattr(record.model._meta.get_field(name), "unique", False) or any(name in c.fields for c in constraints)


def _linked(record: Record, name: str, number: int, owner: User) -> Any:
    if name == record.belongs_to:
        return make_whole(record, name, owner=owner)
    return target_of(record, name)._default_manager.get(name=FIRM)


def _bare(record: Record) -> dict[str, list[str]]:
    """Without parts that come in lists, such as roles and contact points."""
    fields = form_of(record).base_fields
    return {name: [] for name, field in fields.items() if isinstance(field, ListField)}
