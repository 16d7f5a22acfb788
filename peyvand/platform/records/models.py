"""What every record's table has."""

from collections.abc import Collection, Sequence
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Prefetch, Value
from django.utils.translation import pgettext_lazy
from uuid_utils.compat import uuid7

SEARCH_COLUMNS = ("search_text", "search_tokens")

_LOADED = "loaded_"


def with_parts(name: str, rows: "models.QuerySet[Any] | None" = None) -> Prefetch[Any]:
    """A prefetch of the rows behind a reverse relation, kept where `parts_of` finds them.

    They are a plain list: a manager with a queryset for each relation of each row costs more than reading the rows.
    """
    return Prefetch(name, queryset=rows, to_attr=f"{_LOADED}{name}")


def parts_of(obj: models.Model, name: str) -> Sequence[Any]:
    """The rows behind a reverse relation: those that were loaded with the object, else asked for now."""
    loaded: list[Any] | None = obj.__dict__.get(f"{_LOADED}{name}")
    return loaded if loaded is not None else getattr(obj, name).all()


class RecordQuerySet(models.QuerySet[Any]):
    """Adjectives that every record has."""

    def preloaded(self) -> Self:
        """With all that lists, forms and exports show, in a number of queries that does not grow with the rows."""
        columns = self.model._meta.concrete_fields
        return self.linked(*(column.name for column in columns if isinstance(column, models.ForeignKey)))

    def linked(self, *names: str) -> Self:
        """With the records that these foreign keys name."""
        links = [self.model._meta.get_field(name) for name in names]
        unread = [
            f"{link.name}__{name}"
            for link in links
            if issubclass(link.related_model, Searchable)
            for name in SEARCH_COLUMNS
        ]
        return self.select_related(*names).defer(*unread) if names else self

    def listed(self) -> Self:
        """With everything that a list shows."""
        return self.preloaded()

    def hinted(self) -> Self:
        """With everything that `hint` reads."""
        return self.preloaded()


class RecordManager(models.Manager[Any].from_queryset(RecordQuerySet)):  # type: ignore[misc]
    """Leaves the search columns in the database: they are long and nothing but search reads them."""

    def get_queryset(self) -> RecordQuerySet:
        queryset: RecordQuerySet = super().get_queryset()
        return queryset.defer(*SEARCH_COLUMNS) if issubclass(self.model, Searchable) else queryset


class RecordModel(models.Model):
    """A row with an id that replicas can make offline, and the times of its first and last writing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(pgettext_lazy("when", "Created"), auto_now_add=True)
    updated_at = models.DateTimeField(pgettext_lazy("when", "Changed"), auto_now=True)

    objects = RecordManager()

    class Meta:
        abstract = True

    def why_kept(self) -> str:
        """Why this row must not be deleted, whoever asks; "" when it may."""
        return ""

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """Left to the database, which alone can know; `writing.save` says what it found, in the constraint's words."""

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Left to the database, as above."""


class Searchable(RecordModel):
    """A record that search finds: `search_text` holds its tokens, the index over them follows by itself.

    `search_name` is its folded name, by which results are ranked; the model fills it before it is saved.
    """

    search_name = models.CharField(max_length=200, editable=False)
    search_text = models.TextField(default="", editable=False)
    search_tokens = models.GeneratedField(
        expression=Func(
            Func(F("search_text"), Value(" "), function="string_to_array"),
            function="array_to_tsvector",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        abstract = True
        indexes = [
            GinIndex(fields=["search_tokens"], name="%(class)s_search"),
            models.Index(fields=["search_name", "id"], name="%(class)s_search_name"),
        ]
