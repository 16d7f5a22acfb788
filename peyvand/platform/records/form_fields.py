"""Form fields that choose a row: a record, or a colleague."""

from contextlib import suppress
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from peyvand.platform.accounts.models import User


class Picker(forms.Select):
    """A link to a record: shows the chosen one; the others come from the server as the user types."""

    def __init__(self, url: str) -> None:
        super().__init__(attrs={"data-picker": f"/{url}/choices/"})

    def optgroups(self, name: str, value: list[Any], attrs: dict[str, Any] | None = None) -> list[Any]:
        chosen = [str(v) for v in value if v]
        options: list[Any] = [("", "—")]
        with suppress(ValidationError, ValueError):  # an id that is none: the field itself has said so
            options += [(str(row.pk), str(row)) for row in cast(Any, self.choices).queryset.filter(pk__in=chosen)]
        return [
            (None, [self.create_option(name, key, label, key in chosen or (not key and not chosen), index)], index)
            for index, (key, label) in enumerate(options)
        ]


class UserField(forms.ModelChoiceField[User]):
    """A colleague. There are few: they are read once per form.

    `present` is the id of the one chosen already, who stays even when they have left.
    """

    present = ""

    def to_python(self, value: Any) -> User | None:
        if value in self.empty_values:
            return None
        key = str(getattr(value, "pk", value))
        chosen = self._colleagues.get(key)
        if chosen is None and key == self.present:
            chosen = User.objects.filter(pk=key).first()
        if chosen is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return chosen

    @cached_property
    def _colleagues(self) -> dict[str, User]:
        return {str(user.pk): user for user in self.queryset or ()}
