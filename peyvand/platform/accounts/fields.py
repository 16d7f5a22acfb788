"""Form fields that name people who sign in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from peyvand.platform.accounts.models import User


class UserField(forms.ModelChoiceField[User]):
    """A colleague. There are few: they are read once per form.

    `present` is the id of the one chosen already, who stays even when they have left.
    """

    present = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=User.objects.filter(is_active=True, door=User.Door.STAFF), **options)

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
