"""The addresses of every declared record."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from peyvand.platform.pages import attachments, deleted, views
from peyvand.platform.records.record import Record, all_records

View = Callable[..., HttpResponseBase]


def record_urls() -> list[URLPattern | URLResolver]:
    """Addresses of all records, of the palette, and of what was deleted."""
    return [
        path("palette/", views.palette, name="palette"),
        path("deleted/", deleted.deleted_page, name="deleted"),
        *(_urls(record) for record in all_records()),
    ]


def _urls(record: Record) -> URLResolver:
    def at(route: str, view: View, name: str, **arguments: Any) -> URLPattern:
        return path(route, update_wrapper(partial(view, record=record, **arguments), view), name=name)

    verbs = [run.verb.name for run in record.actions]  # type: ignore[attr-defined]
    patterns = [
        at("", views.list_page, "list"),
        at("count/", views.row_count, "count"),
        at("filters/", views.filter_menu, "filters"),
        at("new/", views.form_page, "new"),
        at("choices/", views.choices, "choices"),
        *(at(f"do/{verb}/", views.act, verb, verb=verb) for verb in verbs),
        at("<uuid:pk>/", views.record_page, "record"),
        at("<uuid:pk>/history/", deleted.history_page, "history"),
        at("<uuid:pk>/panel/", views.panel, "panel"),
        at("<uuid:pk>/edit/", views.form_page, "edit"),
        at("<uuid:pk>/delete/", views.delete, "delete"),
        at("<uuid:pk>/files/", attachments.add_file, "add_file"),
        at("<uuid:pk>/files/<uuid:file>/", attachments.get_file, "file"),
        at("<uuid:pk>/files/<uuid:file>/delete/", attachments.remove_file, "remove_file"),
    ]
    return path(f"{record.url}/", include((patterns, record.url)))
