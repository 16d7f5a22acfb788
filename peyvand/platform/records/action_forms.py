"""The small form that asks for what an action needs, from the types of its parameters."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from peyvand.platform.accounts.fields import UserField
from peyvand.platform.accounts.models import User
from peyvand.platform.records.actions import verb_of
from peyvand.platform.ui.form_fields import DateField, DecimalField, TextField

LABELS = {"owner": _("Owner"), "on": _("On"), "tag": _("Tag"), "reason": _("Reason")}


def arguments_form(run: Callable[..., None]) -> type[forms.Form]:
    """A form class with one field per parameter."""
    fields = {name: _field(name, type_) for name, type_ in verb_of(run).parameters.items()}
    return type("ArgumentsForm", (forms.Form,), fields)


def _field(name: str, type_: type) -> forms.Field:
    label = LABELS.get(name, name)
    if type_ is date:
        return DateField(label=label)
    if type_ is Decimal:
        return DecimalField(label=label)
    if type_ is User:
        return UserField(label=label)
    if type_ is str:
        return TextField(label=label, max_length=200)
    raise TypeError(f"No form field for a parameter of type {type_!r}.")
