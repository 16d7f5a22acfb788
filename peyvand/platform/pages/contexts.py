"""Special parts of record pages: what templates are given."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db import connection
from django.db.models import Model
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from markupsafe import Markup

from peyvand.platform.accounts.models import Actor, User
from peyvand.platform.pages.cells import Cell, Link, Viewer, fields_of
from peyvand.platform.pages.filters import active_filter, address_of, kept
from peyvand.platform.pages.rows import rows_html
from peyvand.platform.records.actions import Verb, verb_of
from peyvand.platform.records.fields import Field
from peyvand.platform.records.listing import Page, Query
from peyvand.platform.records.record import Label, Record, Related, record_of
from peyvand.platform.ui.back import back_from
from peyvand.platform.ui.cells import NOTHING, says_something, shown
from peyvand.platform.ui.formats import format_number

RELATED_ROWS = 20


@dataclass(frozen=True)
class Heading:
    """A column's head: its sort link and the direction in force ("", "asc", "desc")."""

    field: Field
    sort_url: str
    direction: str


@dataclass(frozen=True)
class RelatedList:
    """A list on the record page."""

    record: Record
    label: Label
    rows: list[tuple[Any, list[Cell]]]
    add_url: str
    all_url: str


@dataclass(frozen=True)
class FormSection:
    """A part of a form; those behind the first one stay closed until they hold something or are wrong."""

    label: Label
    fields: list[BoundField]
    open: bool


def form_context(request: HttpRequest, record: Record, obj: Any, form: BaseForm) -> dict[str, Any]:
    """Everything a form needs, also where it leads when it is given up."""
    beside = bool(request.headers.get("HX-Request"))
    return {
        "record": record,
        "object": obj,
        "form": form,
        "form_sections": form_sections(record, form),
        "action_url": request.get_full_path(),
        "beside": beside,
        "back": _panel_before(request, record, obj) if beside else back_from(request, _page_before(record, obj)),
    }


def _panel_before(request: HttpRequest, record: Record, obj: Any) -> str:
    """What the side panel showed before the form: the record, unless the page itself shows it, or nothing."""
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return "" if obj is None or page == record.address("record", obj.pk) else record.address("panel", obj.pk)


def _page_before(record: Record, obj: Any) -> str:
    return record.address() if obj is None else record.address("record", obj.pk)


def form_sections(record: Record, form: BaseForm) -> list[FormSection]:
    """The sections of a record's form, without what it does not ask for."""
    found: list[FormSection] = []
    for label, names in record.sections.items():
        fields = [form[name] for name in names if name in form.fields]
        told = any(field.errors or says_something(field.value()) for field in fields)
        if fields:
            found.append(FormSection(label, fields, told or not found))
    return found


def rows_context(request: HttpRequest, record: Record, page: Page) -> dict[str, Any]:
    """The rows of one page, and where the next ones are."""
    viewer = Viewer(request.user, page.rows, fields_of(record, record.columns))  # type: ignore[arg-type]
    return {
        "rows": rows_html(record, page.rows, viewer),
        "next_url": address_of(request, after=page.next) if page.next else "",
    }


def list_context(request: HttpRequest, record: Record, query: Query, page: Page) -> dict[str, Any]:
    """Everything the list template needs."""
    user: User = request.user  # type: ignore[assignment]
    may = {verb: record.allows(user, verb) for verb in ("add", "import", "export", "change", "delete")}
    narrowed = bool(query.text or query.filters or query.after)
    uncounted = bool(page.next) and page.found is None and not query.after
    return {
        **rows_context(request, record, page),
        "record": record,
        "query": query,
        "headings": [_heading(request, record, query, field) for field in fields_of(record, record.columns)],
        "query_string": request.GET.urlencode(),
        "count": "" if query.after else count_text(page.found or len(page.rows), uncounted),
        "count_url": f"{record.address('count')}?{request.GET.urlencode()}" if uncounted else "",
        "active": [active_filter(request, filter_, user) for filter_ in query.filters],
        "kept": kept(request, "after", "q"),
        "may": may,
        "begins": may["import"] and bool(record.import_key) and not narrowed and not page.next and len(page.rows) <= 1,
        "actions": verbs_for(record, user),
    }


def verbs_for(record: Record, user: Actor, obj: Model | None = None) -> list[Verb]:
    """The actions that this user may do."""
    return [verb_of(run) for run in record.actions if record.allows(user, verb_of(run).name, obj)]


def record_context(record: Record, obj: Any, user: Actor) -> dict[str, Any]:
    """Everything the record page and the side panel need."""
    fields = dict(zip(record.fields, fields_of(record, record.fields), strict=True))
    told = Viewer(user, [obj], list(fields.values())).cells(obj)
    cells = {cell.name: _linked(_reached(cell, obj), obj, user) for cell in told}
    sections = [
        (label, [cells[name] for name in names if _tells(cells[name], obj)]) for label, names in record.sections.items()
    ]
    return {
        "record": record,
        "object": obj,
        "address": record.address("record", obj.pk),
        "sections": sections,
        "may": {verb: record.allows(user, verb, obj) for verb in ("change", "delete")},
        "actions": verbs_for(record, user, obj),
        "whole": _whole(record, obj),
    }


def _tells(cell: Cell, obj: Any) -> bool:
    """Whether it says more than nothing, and more than the title; what calls or writes does."""
    return cell.value not in NOTHING and (cell.value != str(obj) or cell.kind in ("phone", "email", "url"))


def _reached(cell: Cell, row: Any) -> Cell:
    """Numbers and addresses as links that call and write, also those of a list behind their labels."""
    kind = row.shown_as().get(cell.name)
    if not kind or not cell.value:
        return cell
    if cell.kind != "list":
        return cell._replace(kind=kind)
    return cell._replace(value=[_reached_item(text, kind) for text in cell.value])


def _reached_item(text: str, kind: str) -> Markup:
    """One item of such a list: its label as it is, and behind it a link, or what marks that it leads nowhere."""
    label, colon, value = text.rpartition(": ")
    return Markup("{}{}").format(label + colon, shown(type(text)(value), kind))


def _linked(cell: Cell, obj: Any, user: Actor) -> Cell:
    """The name of another record as a link to it, where the user may follow it."""
    model, pk = obj.links_to().get(cell.name, (None, None)) if cell.value else (None, None)
    if model is None or not record_of(model).visible(user).filter(pk=pk).exists():
        return cell
    return cell._replace(kind="link", value=Link(record_of(model).address("record", pk), str(cell.value)))


def related_lists(record: Record, obj: Any, user: Actor) -> list[RelatedList]:
    """The lists of rows that refer to this record."""
    return [
        _related(related, obj, user, filled)
        for related, filled in zip(record.related, _filled(record, obj), strict=True)
    ]


def _filled(record: Record, obj: Any) -> list[bool]:
    """Which of the lists have any row: one question for all, since most of them are empty."""
    paths: list[Any] = [related.model._meta.get_field(related.path) for related in record.related]
    if not paths:
        return []
    probes = (f'EXISTS (SELECT 1 FROM "{path.model._meta.db_table}" WHERE "{path.column}" = %s)' for path in paths)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(probes)}", [obj.pk] * len(paths))
        return list(cursor.fetchone() or ())


def _related(related: Related, obj: Any, user: Actor, filled: bool) -> RelatedList:
    child = record_of(related.model)
    fields = fields_of(child, related.columns)
    rows = []
    if filled:
        seen = child.visible(user).filter(**{related.path: obj.pk}).order_by("-pk")
        rows = seen[: RELATED_ROWS + 1].showing(*related.columns)
    viewer = Viewer(user, rows, fields)
    here = urlencode({related.path: obj.pk})
    more = len(rows) > RELATED_ROWS and related.path in child.filters
    return RelatedList(
        record=child,
        label=related.label or child.label_plural,
        rows=[(row, [_reached(cell, row) for cell in viewer.cells(row)]) for row in rows[:RELATED_ROWS]],
        add_url=f"{child.address('new')}?{here}"
        if related.may(obj) and child.allows(user, "add") and related.path in child.editable
        else "",
        all_url=f"{child.address()}?{here}" if more else "",
    )


def _whole(record: Record, obj: Any) -> tuple[str, str] | None:
    """Address and title of the record that this one is a part of."""
    if not record.belongs_to:
        return None
    whole = getattr(obj, record.belongs_to)
    return record_of(type(whole)).address("record", whole.pk), str(whole)


def _heading(request: HttpRequest, record: Record, query: Query, field: Field) -> Heading:
    if field.name not in record.sorts or query.text:
        return Heading(field, "", "")
    in_force = query.sort or next(iter(record.sorts))
    if in_force.lstrip("-") != field.name:
        return Heading(field, address_of(request, sort=field.name), "")
    turned = field.name if in_force.startswith("-") else f"-{field.name}"
    downwards = record.sorts[field.name].startswith("-") != in_force.startswith("-")
    return Heading(field, address_of(request, sort=turned), "desc" if downwards else "asc")


def count_text(count: int, more: bool) -> str:
    """A number of records, with a plus where there are more."""
    return f"{format_number(count)}+" if more else format_number(count)
