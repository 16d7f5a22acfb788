"""How lines of a file become records. Most records need nothing of their own; an app registers what others do."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from peyvand.platform.accounts.models import Actor
from peyvand.platform.import_export.readers.vcard import Card
from peyvand.platform.records.record import Label, Record

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Importer:
    """What importing one kind of record knows beyond its form.

    extra      fields that only imports have, with their labels
    options    the form of what is asked once about a whole file; what it says, every line gets
    synonyms   folded column names → field
    settle     a guessed mapping, where columns mean something else beside each other; two may still mean one field
    constants  (file name, mapping) → values that every line gets
    card       the values of a vCard, where the record is what an address book holds
    tidy       brings the values of a line into the form in which they are stored → remarks on what could not be used
    check      all lines at once, before anything is written → problem by line number
    match      the record that a line is about, if it is already there
    complete   writes the extra fields of a saved record; True if anything changed
    finish     after the last line, with the id and the values of every line that was taken → remarks by line number
    """

    extra: Mapping[str, Label] = field(default_factory=dict)
    options: type[forms.Form] = forms.Form
    synonyms: Mapping[str, str] = field(default_factory=dict)
    settle: Callable[[dict[str, str]], dict[str, str]] = lambda mapping: mapping
    constants: Callable[[str, Mapping[str, str]], Values] = lambda filename, mapping: {}
    card: Callable[[Card], Values] | None = None
    tidy: Callable[[Values], list[str]] = lambda values: []
    check: Callable[[Iterable[tuple[int, Values]], Actor], dict[int, str]] = lambda lines, by: {}
    match: Callable[[Record, Values, Actor], Model | None] | None = None
    complete: Callable[[Any, Values, Actor], bool] = lambda obj, values, by: False
    finish: Callable[[Iterable[tuple[int, Values]], Actor], dict[int, str]] = lambda lines, by: {}


_importers: dict[str, Importer] = {}


def register(record: Record, importer: Importer) -> None:
    """Use this importer for a record."""
    _importers[record.url] = importer


def importer_of(record: Record) -> Importer:
    """What was registered, or the plain importer."""
    return _importers.get(record.url, Importer())


def find_present(record: Record, values: Values, by: Actor) -> Model | None:
    """The record that a line is about: by its id, by the import key, else as the importer says.

    An id that is none of ours says nothing: files of other systems have ids too.
    """
    rows = record.visible(by)
    if values.get("id"):
        with suppress(ValidationError):  # it is no UUID
            found = rows.filter(pk=values["id"]).preloaded().first()
            if found is not None:
                return found  # type: ignore[no-any-return]
    key = values.get(record.import_key) if record.import_key else None
    if key:
        found = rows.filter(**{record.import_key: key}).preloaded().first()
        if found is not None:
            return found  # type: ignore[no-any-return]
    match = importer_of(record).match
    return match(record, values, by) if match and not key else None
