"""Which column means which field: guessed from the names of the columns, in the languages we speak."""

from collections.abc import Mapping, Sequence
from functools import cache

from django.conf import settings
from django.utils.translation import override

from peyvand.platform.import_export.importers import importer_of, is_uuid
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import Label, Record, record_at
from peyvand.platform.search.normalise import fold

IGNORED = ""
LABELLED = {"emails", "phones", "faxes", "websites"}


def targets(record: Record) -> dict[str, Label]:
    """Every field that a column can go to, with its label."""
    fields = {name: field.label or name for name, field in form_of(record).base_fields.items()}
    return {"id": "ID", **fields, **importer_of(record).extra}


def guess(record: Record, columns: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, str]:
    """A field for every column that is understood; every field once, except lists, which may take several columns.

    An “id” whose samples are not ours is the number of another system.
    """
    known = _known(record.url)
    found: dict[str, str] = {}
    for number, column in enumerate(columns):
        target = _target(known, fold(column))
        if target == "id" and not all(is_uuid(row[number]) for row in samples if number < len(row)):
            target = record.import_key
        if target:
            found[column] = target
    return _each_field_once(importer_of(record).settle(found))


def _each_field_once(mapping: Mapping[str, str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for column, target in mapping.items():
        if target not in chosen.values() or target.split(":")[0] in LABELLED:
            chosen[column] = target
    return chosen


def _target(known: Mapping[str, str], name: str) -> str:
    if name in known:
        return known[name]
    for first, last in (
        (name.partition(" ")[0], name.partition(" ")[2]),
        (name.rpartition(" ")[2], name.rpartition(" ")[0]),
    ):
        field = known.get(first, "")  # “e-mail work”, “home phone”
        if field in LABELLED and last:
            return f"{field}:{last}" if last[0].isalpha() else field  # “e-mail 2” says nothing about the address
    return IGNORED


@cache
def _known(url: str) -> dict[str, str]:
    """Folded names of columns → field. A label that stands for two fields says nothing, whatever its language."""
    record = record_at(url)
    labelled: dict[str, set[str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for name, label in targets(record).items():
                labelled.setdefault(fold(str(label)), set()).add(name)
    labels = {label: names.pop() for label, names in labelled.items() if len(names) == 1}
    return {**labels, **{fold(name): name for name in targets(record)}, **importer_of(record).synonyms}
