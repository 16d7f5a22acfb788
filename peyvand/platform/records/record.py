"""The registry: one frozen declaration per kind of record, from which every surface is derived."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db.models import Model
from django.forms import ModelForm
from django.utils.functional import Promise

from peyvand.platform.access.models import Scope
from peyvand.platform.access.policy import Policy
from peyvand.platform.access.rights import scope_of
from peyvand.platform.accounts.models import Actor
from peyvand.platform.ui import addresses
from peyvand.platform.ui.navigation import Section

if TYPE_CHECKING:
    from peyvand.platform.records.models import RecordQuerySet

Label = str | Promise


@dataclass(frozen=True, kw_only=True)
class Nav:
    """Where the record stands in the navigation."""

    section: Section
    order: int
    shortcut: str = ""


@dataclass(frozen=True, kw_only=True)
class Related:
    """A list on the record page: rows of `model` whose foreign key `path` names this record; `may` tells which can."""

    model: type[Model]
    path: str
    columns: tuple[str, ...]
    label: Label = ""
    may: Callable[[Any], bool] = lambda obj: True


@dataclass(frozen=True, kw_only=True)
class Record:
    """One kind of record. Names are checked at start-up; nothing is exposed unless it is named here.

    model       the table
    url         first part of its addresses, its key in rights and in the API
    icon        name of its picture
    policy      who sees and may do what; there is no record without one
    columns     what the list shows; the first one is the link to the record
    sections    label → fields, in the order of page and form
    read_only   fields that are shown but not edited
    filters     paths that lists and the API can be filtered by; related rows as `roles__role`
    sorts       column → database column with an index; the first is the default order, `-` turns it
    search      paths whose text search finds
    related     lists on the record page
    actions     verbs made with @action
    import_key  field that tells an import which row is already there
    nav         its place in the navigation, if it has one
    belongs_to  foreign key to the record that this one is a part of
    named       links whose name stands in the row for whoever sees it, also where they may not follow them
    form        a form class of its own
    templates   surface → template, where the derived one does not do: "record", "list"
    """

    model: type[Model]
    url: str
    icon: str
    policy: Policy
    columns: tuple[str, ...]
    sections: Mapping[Label, tuple[str, ...]]
    read_only: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    sorts: Mapping[str, str] = field(default_factory=lambda: {"created_at": "-id"})
    search: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    actions: tuple[Callable[..., Any], ...] = ()
    import_key: str = ""
    nav: Nav | None = None
    belongs_to: str = ""
    named: tuple[str, ...] = ()
    form: type[ModelForm[Any]] | None = None
    templates: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field of the sections, in order."""
        return tuple(name for names in self.sections.values() for name in names)

    @property
    def editable(self) -> tuple[str, ...]:
        """The fields that forms, imports and API writes may set."""
        return tuple(name for name in self.fields if name not in self.read_only)

    @property
    def label(self) -> Label:
        """What one of them is called."""
        return self.model._meta.verbose_name or self.url

    @property
    def label_plural(self) -> Label:
        """What several of them are called."""
        return self.model._meta.verbose_name_plural or self.url

    def visible(self, user: Actor) -> "RecordQuerySet":
        """The rows that `user` may see: the only doorway to them."""
        return cast("RecordQuerySet", self.policy.visible(self.model._default_manager.all(), user))

    def allows(self, user: Actor, verb: str, obj: Model | None = None) -> bool:
        """Whether `user` may do `verb` to `obj`, or to any row at all."""
        return self.policy.allows(user, verb, obj)

    def tells_deleted_to(self, user: Actor) -> bool:
        """Whether `user` may read of deleted ones: what is gone has no owner, so whoever sees all may.

        What was a part of another record is told of by that one.
        """
        return not self.belongs_to and scope_of(user, self.url, "view") == Scope.ALL

    def address(self, surface: str = "list", *args: Any) -> str:
        """The URL of one of its pages."""
        if len(args) == 1 and isinstance(args[0], UUID):
            return self.addresses(surface)(str(args[0]))
        return addresses.url(f"{self.url}:{surface}", *args)

    def addresses(self, surface: str) -> Callable[[str], str]:
        """What makes the URL of one of its pages of a row's id; a list needs hundreds."""
        before, after = addresses.url(f"{self.url}:{surface}", _ANY).split(str(_ANY))
        return lambda key: f"{before}{key}{after}"


_ANY = UUID(int=0)


_registry: dict[type[Model], Record] = {}


def register(record: Record) -> Record:
    """Add a record to the registry; a model or an address declared twice is a mistake."""
    if record.model in _registry or any(other.url == record.url for other in _registry.values()):
        raise ValueError(f"{record.model._meta.label} or the address {record.url!r} is declared twice.")
    _registry[record.model] = record
    return record


def all_records() -> Iterator[Record]:
    """Every declared record, in the order of declaration."""
    return iter(tuple(_registry.values()))


def record_of(model: type[Model]) -> Record:
    """The declaration of a model. Raises KeyError where there is none."""
    return _registry[model]


def find_record(model: type[Model]) -> Record | None:
    """The declaration of a model, if it has one."""
    return _registry.get(model)


def record_at(url: str) -> Record:
    """The declaration with this address. Raises KeyError where there is none."""
    for record in _registry.values():
        if record.url == url:
            return record
    raise KeyError(url)
