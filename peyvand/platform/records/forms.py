"""The form of a record: the one rulebook for pages, the API and imports."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from peyvand.platform.accounts.fields import UserField
from peyvand.platform.accounts.models import Actor, User
from peyvand.platform.records.fields import labels_of
from peyvand.platform.records.record import Record, find_record, record_of
from peyvand.platform.ui.form_fields import DateField, DecimalField, IntegerField, ListField, TextField

if TYPE_CHECKING:
    from peyvand.platform.records.versions import Conflict


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


class RecordForm(forms.ModelForm[Any]):
    """Knows who is asking, so that pickers offer only what that user may see.

    shown_for   field → the choice of the field `kind` for which the page asks for it; the others are always asked for
    needs       field → the verb that one must be allowed in order to change it in a row that is there
    """

    shown_for: ClassVar[Mapping[str, str]] = {}
    needs: ClassVar[Mapping[str, str]] = {}
    is_new = False  # whether the row is made by this form; told by who saves it

    def __init__(
        self,
        data: Any = None,
        *,
        user: Actor,
        instance: models.Model | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.user = user
        self.stored = self.values_of(instance, user)
        super().__init__(data, instance=instance, initial={**self.stored, **(initial or {})})
        self.asks = "began" in self.data
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and not isinstance(field, UserField):
                field.queryset = record_of(field.queryset.model).visible(user)  # type: ignore[union-attr]
        self._suit()
        for name in self.kept:
            self.fields[name].widget.attrs["disabled"] = True

    @property
    def began(self) -> str:
        """What the fields say of the row, to travel with the page and come back with what was entered."""
        return json.dumps(as_json({name: self.stored.get(name) for name in self.fields}), ensure_ascii=False)

    @classmethod
    def values_of(cls, instance: models.Model | None, user: Actor) -> dict[str, Any]:
        """What the fields say of a row; of a new one, what they say before anything is entered."""
        if instance is None or instance._state.adding:
            defaults = {name: field.initial for name, field in cls.base_fields.items() if field.initial is not None}
            return defaults | ({"owner": user.pk} if "owner" in cls.base_fields else {})
        values = {name: getattr(instance, name) for name in cls.base_fields}
        return {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}

    def rebind(self, data: Any, instance: models.Model | None) -> None:
        """Take the next row: making a form costs more than filling it in."""
        self._errors = None
        self.__dict__.pop("changed_data", None)
        self._bound_fields_cache.clear()  # type: ignore[attr-defined]
        self.is_bound, self.data = True, data
        self.instance = instance if instance is not None else self._meta.model()
        self.initial = self.stored = self.values_of(instance, self.user)
        self._suit()

    def _suit(self) -> None:
        """Follow the row: who is chosen in it, and which fields the user may not change in it."""
        self.conflicts: dict[str, Conflict] = {}
        for name, field in self.fields.items():
            if isinstance(field, UserField):
                field.present = str(self.initial.get(name) or "")
        row = self.instance
        needs = {} if row._state.adding else self.needs
        self.kept = {name for name, verb in needs.items() if not record_of(type(row)).allows(self.user, verb, row)}

    def clean(self) -> dict[str, Any]:
        """Raises PermissionDenied for a change that the user may not make."""
        for name in self.kept & set(self.changed_data):
            raise PermissionDenied(_("Your roles do not allow this: %(field)s.") % {"field": self.fields[name].label})
        return super().clean() or self.cleaned_data

    def _get_validation_exclusions(self) -> set[str]:
        """Links were looked up by their fields: the model need not ask the database for them once more."""
        links = {name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)}
        return super()._get_validation_exclusions() | links  # type: ignore[misc, no-any-return]

    def save_parts(self) -> None:
        """Write rows that belong to the record; called after it was saved, in the same transaction."""


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of fields as they come back from JSON."""
    return cast(dict[str, Any], json.loads(json.dumps(values, cls=DjangoJSONEncoder)))


def form_of(record: Record) -> type[RecordForm]:
    """The form class of a record, made once."""
    return _make(record.model)


@cache
def _make(model: type[models.Model]) -> type[RecordForm]:
    record = record_of(model)
    base = record.form or RecordForm
    stored = {column.name for column in model._meta.concrete_fields}
    columns = [name for name in record.editable if name in stored]
    made = forms.modelform_factory(model, form=base, fields=columns, formfield_callback=form_field)
    made.base_fields = {name: made.base_fields[name] for name in record.editable}
    return made  # type: ignore[return-value]


def form_field(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The form field of a model field: numbers and dates in the user's own writing, links by pickers."""
    options = {"label": column.verbose_name, "help_text": column.help_text, "required": not column.blank, **options}
    options.pop("widget", None)
    if column.has_default() and not callable(column.default):
        options["initial"] = column.default
    if isinstance(column, models.ForeignKey):
        return _picker(column, options)
    if isinstance(column, ArrayField):
        return ListField(choices=_labels_now(column) if column.base_field.choices else None, **options)
    if column.choices:
        return _choice(column, options)
    return _typed(column, options)


def _typed(column: models.Field[Any, Any], options: dict[str, Any]) -> forms.Field | None:
    match column:
        case models.BooleanField():
            return forms.BooleanField(**{**options, "required": False})
        case models.DateField() if not isinstance(column, models.DateTimeField):
            return DateField(**options)
        case models.DecimalField():
            places, digits = column.decimal_places, column.max_digits
            return DecimalField(max_digits=digits, decimal_places=places, validators=column.validators, **options)
        case models.IntegerField():
            return IntegerField(validators=column.validators, **options)
        case models.CharField():
            return TextField(max_length=column.max_length, **options)
        case models.TextField():
            return TextField(max_length=column.max_length, long=True, **options)
    raise TypeError(f"No form field for {column}.")


def _choice(column: models.Field[Any, Any], options: dict[str, Any]) -> forms.Field:
    blank = [] if column.has_default() and not column.blank else [("", "—")]
    labels = _labels_now(column)
    return forms.TypedChoiceField(choices=lambda: [*blank, *labels()], empty_value="", **options)


def _labels_now(column: models.Field[Any, Any]) -> Callable[[], list[tuple[str, str]]]:
    """A form is made once for readers of all languages: it asks for its choices whenever it is drawn."""
    return lambda: list(labels_of(column).items())


def _picker(column: models.ForeignKey[Any, Any], options: dict[str, Any]) -> forms.Field:
    target = column.related_model
    if target is User:
        return UserField(**options)
    record = find_record(target)
    if record is None:
        raise TypeError(f"{column} points to {target}, which is no record: a picker would show rows without a policy.")
    return forms.ModelChoiceField(queryset=target._default_manager.none(), widget=Picker(record.url), **options)
