"""How lines of a file become records. Most records need nothing of their own; an app registers what others do."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from peyvand.platform.access.errors import Refused
from peyvand.platform.accounts.models import Actor
from peyvand.platform.import_export.readers.vcard import Card
from peyvand.platform.records.forms import RecordForm
from peyvand.platform.records.record import Label, Record

Values = dict[str, Any]
Figures = dict[str, int]


class Remark(NamedTuple):
    """What is told of a line that was taken, and the id of the record that it became, where that is known."""

    line: int
    text: str
    about: UUID | None


class Newcomers(Protocol):
    """What a chunk of lines needs to know of the database in order to make new records without asking it for each.

    `rows` of a valid form: the new record first, then everything that comes with it. Raises what taking the line by
    itself would raise.
    """

    def expects(self, values: Values) -> bool:
        """Whether this line surely makes a new record, and one that needs nothing but rows."""

    def meets(self, values: Values) -> bool:
        """Whether this line may be about somebody whom a line before it in the chunk made."""

    def rows(self, form: RecordForm, values: Values) -> list[Model]:
        """The rows to insert; later lines of the chunk know of them."""

    def note(self, values: Values) -> None:
        """That this line was taken by itself."""


@dataclass(frozen=True, kw_only=True)
class Importer:
    """What importing one kind of record knows beyond its form.

    extra      fields that only imports have, with their labels
    options    the form of what is asked once about a whole file; what it says, every line gets
    synonyms   folded column names → field
    settle     a guessed mapping, where columns mean something else beside each other; two may still mean one field
    constants  (file name, mapping) → values that every line gets
    joined     (what is so of every line, what a line says itself) → its values
    lacking    (fields that columns go to, what is so of every line) → what keeps every line out, or ""
    card       the values of a vCard, where the record is what an address book holds
    tidy       brings the values of a line into the form in which they are stored → remarks on what could not be used.
               Those of an unchanged line are left out: what they are about must be stored, and was told then
    check      (all lines at once, by whom, the source of the file), before anything is written → problem by line number
    newcomers  (the lines of a chunk, by whom) → which of them make new records, for those that are inserted together
    match      the record that a line is about, if it is already there
    together   fields that mean something only together: in a record that is only alike, all are filled or none
    complete   writes the extra fields of a saved record (alike: only what is empty in it) → whether anything changed,
               and remarks
    finish     after the last line, the same of every line that was taken → remarks
    figures    (what lines that were taken say, all records that arose with them) → what is counted beside the lines
    summary    (those figures of a whole file, what is so of every line) → the figures in sentences
    """

    extra: Mapping[str, Label] = field(default_factory=dict)
    options: type[forms.Form] = forms.Form
    synonyms: Mapping[str, str] = field(default_factory=dict)
    settle: Callable[[dict[str, str]], dict[str, str]] = lambda mapping: mapping
    constants: Callable[[str, Mapping[str, str]], Values] = lambda filename, mapping: {}
    joined: Callable[[Values, Values], Values] = lambda every, said: {**every, **said}
    lacking: Callable[[Collection[str], Values], str] = lambda fields, every: ""
    card: Callable[[Card], Values] | None = None
    tidy: Callable[[Values], list[str]] = lambda values: []
    check: Callable[[Iterable[tuple[int, Values]], Actor, str], dict[int, str]] = lambda lines, by, source: {}
    newcomers: Callable[[list[Values], Actor], Newcomers] | None = None
    match: Callable[[Record, Values, Actor], Model | None] | None = None
    together: tuple[tuple[str, ...], ...] = ()
    complete: Callable[[Any, Values, Actor, bool], tuple[bool, list[str]]] = lambda obj, values, by, alike: (False, [])
    finish: Callable[[Iterable[tuple[int, Values]], Actor, str], Iterable[Remark]] = lambda lines, by, source: ()
    figures: Callable[[list[Values], QuerySet[Any]], Figures] = lambda taken, arisen: {}
    summary: Callable[[Figures, Values], list[str]] = lambda figures, every: []


_importers: dict[str, Importer] = {}


def register(record: Record, importer: Importer) -> None:
    """Use this importer for a record."""
    _importers[record.url] = importer


def importer_of(record: Record) -> Importer:
    """What was registered, or the plain importer."""
    return _importers.get(record.url, Importer())


def find_present(record: Record, values: Values, by: Actor) -> tuple[Model | None, bool]:
    """The record that a line is about: by its id, by the import key, else as the importer says; whether only alike.

    Raises Refused for an id by which `by` sees nothing, in the same words whether there is such a record or not.
    """
    rows = record.visible(by)
    if values.get("id"):
        found = rows.filter(pk=values["id"]).preloaded().first() if is_uuid(values["id"]) else None
        if found is None:
            raise Refused(_unknown_id())
        return found, False
    key = values.get(record.import_key) if record.import_key else None
    if key:
        return rows.filter(**{record.import_key: key}).preloaded().first(), False
    match = importer_of(record).match
    found = match(record, values, by) if match else None
    return found, found is not None


def _unknown_id() -> str:
    return _(
        "No record with this ID is here, or you may not see it. To add such lines as new records, leave the ID out: "
        "choose “Leave out” for its column, or take the column out of the file."
    )


def is_uuid(text: str) -> bool:
    """Whether a text can be one of our ids."""
    try:
        return bool(UUID(text))
    except ValueError:
        return False
