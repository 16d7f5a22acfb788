"""What every record's table has."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import pgettext_lazy
from uuid_utils.compat import uuid7

from peyvand.platform.records.showing import keys_of, read_row, shown

SEARCH_COLUMNS = ("search_text", "search_tokens")


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

    def showing(self, *names: str) -> list[Any]:
        """These rows, read with what these columns and derived values show and nothing else, in one query."""
        return shown(self.model, names, keys_of(self), [str(name) for name in self.query.order_by])

    def hinted(self) -> list[Any]:
        """These rows, read with what tells two of the same name apart."""
        return self.showing("hint") if hasattr(self.model, "hint") else self.showing()


class RecordManager(models.Manager[Any].from_queryset(RecordQuerySet)):  # type: ignore[misc]
    """Leaves the search columns in the database: they are long and nothing but search reads them."""

    def get_queryset(self) -> RecordQuerySet:
        queryset: RecordQuerySet = super().get_queryset()
        return queryset.defer(*SEARCH_COLUMNS) if issubclass(self.model, Searchable) else queryset


class RecordModel(models.Model):
    """A row with an id that replicas can make offline, and the times of its first and last writing.

    `called_by` names the columns that `str()` and the picture of a row read: lists then load no others. `told_as` names
    the column by whose label history calls a part: a telephone number, not a contact point.
    """

    called_by: ClassVar[tuple[str, ...]] = ()
    told_as: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(pgettext_lazy("when", "Created"), auto_now_add=True)
    updated_at = models.DateTimeField(pgettext_lazy("when", "Changed"), auto_now=True)

    objects = RecordManager()

    class Meta:
        abstract = True

    @property
    def picture(self) -> str:
        """The kind of picture that stands beside its name; "" where there is none."""
        return ""

    def shown_as(self) -> dict[str, str]:
        """Kinds that a column does not tell, such as `{"value": "phone"}`; of a list, those of its items."""
        return {}

    def links_to(self) -> dict[str, tuple[type[models.Model], Any]]:
        """The records that derived values name: `{"organisation": (Party, id)}`."""
        return {}

    @classmethod
    def from_db(  # type: ignore[override]  # the present Django has no fetch modes yet
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """A row that was read, as `showing` reads rows."""
        return read_row(cls, db, field_names, values)

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
