"""What pydantic found wrong, in the reader's language: its own sentences are English."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from ninja.errors import ValidationError as SchemaError

from peyvand.platform.records.record import Label

_DJANGO: dict[str, tuple[type[forms.Field], str]] = {
    "missing": (forms.Field, "required"),
    "int": (forms.IntegerField, "invalid"),
    "decimal": (forms.DecimalField, "invalid"),
    "uuid": (forms.UUIDField, "invalid"),
    "enum": (forms.ModelChoiceField, "invalid_choice"),
    "literal": (forms.ModelChoiceField, "invalid_choice"),
}
"""What Django has words for already, in every language."""
_SENTENCES: dict[str, Label] = {
    **{kind: field.default_error_messages[code] for kind, (field, code) in _DJANGO.items()},
    "bool": _("Enter true or false."),
    "list": _("Enter a list of texts."),
    "string": _("Enter a text."),
    "date": _("Enter a day of the Gregorian calendar, such as 2026-11-21."),
    "string_too_long": _("This text is too long."),
    "extra_forbidden": _("There is no such field."),
    "greater": _("A value is out of range."),
    "less": _("A value is out of range."),
}
"""By the type of the error, or by the first word of it: date_parsing, date_type."""
_OTHERWISE = _("This value cannot be read.")


def schema_errors(error: SchemaError) -> dict[str, list[str]]:
    """Sentences by field; an item of a list is told of under the name of the list."""
    found: dict[str, list[str]] = {}
    for item in error.errors:
        names = [part for part in item["loc"] if isinstance(part, str)]
        found.setdefault(names[-1], []).append(_sentence(item))
    return found


def _sentence(item: dict[str, Any]) -> str:
    kind = str(item["type"])
    return str(_SENTENCES.get(kind) or _SENTENCES.get(kind.partition("_")[0]) or _OTHERWISE)
