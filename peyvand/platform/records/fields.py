"""What a name in a declaration stands for: a column of the model or a derived property, with its label and its kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language

from peyvand.platform.accounts.models import User
from peyvand.platform.records.record import Label, find_record

_KINDS: tuple[tuple[type[Any], str], ...] = (  # the first that fits; subclasses stand before their parents
    (ArrayField, "list"),
    (models.JSONField, "list"),
    (models.FileField, "text"),
    (models.EmailField, "email"),
    (models.URLField, "url"),
    (models.BooleanField, "bool"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.DecimalField, "decimal"),
    (models.IntegerField, "number"),
    (models.UUIDField, "text"),
    (models.TextField, "long_text"),
    (models.CharField, "text"),
)


Choices = Sequence[tuple[str, Label]]


class derived(property):
    """A read-only value worked out from the row, with the label and the kind that columns need."""

    label: Label
    kind: str

    reads: tuple[str, ...]

    def __init__(
        self,
        read: Callable[[Any], Any],
        label: Label = "",
        kind: str = "text",
        choices: Choices = (),
        reads: tuple[str, ...] = (),
    ) -> None:
        super().__init__(read)
        self.label = label
        self.kind = kind
        self.choices = choices
        self.reads = reads


def derive(
    label: Label, kind: str, choices: Choices = (), reads: tuple[str, ...] = ()
) -> Callable[[Callable[[Any], Any]], derived]:
    """Decorator: `@derive(_("Roles"), "roles", reads=("held_roles__role",))` above a method of a model.

    `reads` names the columns that the method reads, also of parts: a list that shows it loads no others. Of parts,
    text, numbers that are whole, and yes or no; a date of theirs comes as text.
    """
    return lambda read: derived(read, label, kind, choices, reads)


@dataclass(frozen=True, eq=False)  # there is one of each name, so that identity says enough
class Field:
    """One resolved name."""

    name: str
    label: Label
    kind: str
    source: models.Field[Any, Any] | None  # None: derived
    target: type[models.Model] | None = None  # of a link
    choices: Choices = ()  # of a derived property
    reads: tuple[str, ...] = ()  # by a derived property

    def labels(self) -> dict[str, str]:
        """The labels of its choices, in the reader's language; empty where it has no fixed list."""
        return labels_of(self.source) if self.source is not None else {code: str(said) for code, said in self.choices}


def labels_of(source: models.Field[Any, Any]) -> dict[str, str]:
    """The labels of what can be chosen in a column, or in a list for its items; empty where it has no fixed list."""
    return _labels(source, get_language() or "")


@cache
def _labels(source: Any, _language: str) -> dict[str, str]:
    """Said once per language: there are hundreds of countries and branches of industry."""
    return {str(code): str(label) for code, label in getattr(source, "base_field", source).flatchoices}


@cache
def resolve(model: type[models.Model], name: str) -> Field:
    """Look a name up on a model. Raises FieldDoesNotExist."""
    attribute = getattr(model, name, None)
    if isinstance(attribute, derived):
        return Field(name, attribute.label, attribute.kind, None, choices=attribute.choices, reads=attribute.reads)
    source = model._meta.get_field(name)
    if not isinstance(source, models.Field):
        raise FieldDoesNotExist(f"{model._meta.label} has no column {name!r}, only a relation of that name.")
    target = source.related_model if isinstance(source, models.ForeignKey) else None
    return Field(name, source.verbose_name, kind_of(source), source, target)


class MoneyField(models.DecimalField[Any, Any]):
    """An amount in the currency that the column `currency` of the same row names (ISO 4217)."""

    def __init__(self, verbose_name: Any = None, **options: Any) -> None:
        super().__init__(verbose_name, **{"max_digits": 18, "decimal_places": 2, **options})

    def deconstruct(self) -> Any:
        """To the database it is any other decimal."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.DecimalField", arguments, options


def kind_of(source: models.Field[Any, Any]) -> str:
    """The kind of a model field: how it is shown, entered, filtered and typed in the API."""
    if isinstance(source, models.ForeignKey):
        if source.related_model is User:
            return "user"
        return "link" if find_record(source.related_model) else "text"
    if source.choices:
        return "choice"
    for type_, kind in _KINDS:
        if isinstance(source, type_):
            return kind
    raise TypeError(f"No kind for {type(source).__name__} of {source.model._meta.label}.{source.name}.")


@dataclass(frozen=True)
class Path:
    """A path such as `roles__role`: the field at its end and how to get there."""

    name: str
    field: models.Field[Any, Any]
    kind: str
    label: Label
    many: models.ForeignKey[Any, Any] | None  # the child's foreign key, where the path begins with related rows
    rest: str  # the lookup on the child, or the whole path


@cache
def resolve_path(model: type[models.Model], path: str) -> Path:
    """Look a filter or search path up. Raises FieldDoesNotExist."""
    first, _, rest = path.partition("__")
    step = model._meta.get_field(first)
    if isinstance(step, models.ManyToOneRel):
        if not rest:
            raise FieldDoesNotExist(f"{path!r} names related rows; say which of their columns.")
        child = step.related_model
        end = resolve_path(child, rest)
        return Path(path, end.field, end.kind, end.label, step.field, rest)
    if not isinstance(step, models.Field):
        raise FieldDoesNotExist(f"{model._meta.label} has no column {path!r}.")
    if rest:
        end = resolve_path(step.related_model, rest)
        return Path(path, end.field, end.kind, end.label, None, path)
    return Path(path, step, kind_of(step), step.verbose_name, None, path)


def has_index(model: type[models.Model], *columns: str) -> bool:
    """Whether an index begins with these columns."""
    field = model._meta.get_field(columns[0])
    if len(columns) == 1 and any(getattr(field, kind, False) for kind in ("primary_key", "unique", "db_index")):
        return True
    return any(tuple(index.fields[: len(columns)]) == columns for index in model._meta.indexes)
