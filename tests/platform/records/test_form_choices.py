"""What can be chosen in a form is named in the language of who reads it, whoever read it before."""

from typing import Any

import pytest
from django import forms
from django.utils.translation import override

from peyvand.platform.records.fields import labels_of
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import Record
from tests.people import RECORDS, Cast

LANGUAGES = ("en", "fa", "ru", "zh-hans")


def _columns(record: Record) -> dict[str, Any]:
    """The columns of the form that have a fixed list."""
    stored = {column.name: column for column in record.model._meta.concrete_fields}
    return {name: stored[name] for name in record.editable if name in stored and labels_of(stored[name])}


def _drawn(form: forms.BaseForm, name: str) -> dict[str, str]:
    """The options of a field as the page shows them, without that for nothing."""
    options = [option for _group, group, _index in form[name].field.widget.optgroups(name, []) for option in group]
    return {str(option["value"]): str(option["label"]) for option in options if option["value"]}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.url)
@pytest.mark.parametrize("first", LANGUAGES)
def test_every_drop_down_speaks_the_language_of_its_reader(cast: Cast, record: Record, first: str) -> None:
    for language in (first, *LANGUAGES):
        with override(language):
            form = form_of(record)(user=cast.olga)
            for name, column in _columns(record).items():
                assert _drawn(form, name) == labels_of(column), (name, language)


def test_countries_industries_and_languages_are_among_them(cast: Cast) -> None:
    columns = {(record.url, name) for record in RECORDS for name in _columns(record)}
    assert columns >= {("people", "industry"), ("people", "languages"), ("addresses", "country")}
