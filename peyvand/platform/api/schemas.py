"""Types of the API, derived from the declarations: what a record answers and what it accepts."""

import json
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from django.utils.translation import override
from ninja import Schema
from pydantic import ConfigDict, Field, WithJsonSchema, create_model

from peyvand.platform.records.fields import Field as DeclaredField
from peyvand.platform.records.fields import Path, resolve, resolve_path
from peyvand.platform.records.filters import OPERATORS, choices_of
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.listing import MAX_PAGE_SIZE, PAGE_SIZE
from peyvand.platform.records.record import Record
from peyvand.platform.ui.seeds import SeededField

_TYPES: dict[str, Any] = {
    "number": int,
    "decimal": Decimal,
    "bool": bool,
    "date": date,
    "datetime": datetime,
    "list": list[str],
    "roles": list[str],
    "lines": list[str],
    "link": UUID,
    "user": UUID,
}
_FILTERED_AS: dict[str, dict[str, Any]] = {
    "date": {"format": "date"},
    "datetime": {"format": "date"},
    "link": {"format": "uuid"},
    "user": {"anyOf": [{"format": "uuid"}, {"const": "me"}]},
    "number": {"type": "integer"},
    "decimal": {"type": "number"},
}
"""How the values of filters are described; text otherwise."""
NAMED_UP_TO = 30
"""How many choices a field may have for its type to name them."""


class Problem(Schema):
    """What went wrong (RFC 9457).

    `errors` names fields where the input was at fault; `detail` says what is wrong with the input as a whole; `version`
    is the ETag that a record has by now.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    errors: dict[str, list[str]] | None = None
    version: str | None = None


def _type_of(field: DeclaredField) -> Any:
    """The type of a field. Codes of a short list are named; whether a value is one of them, the form decides."""
    plain = _TYPES.get(field.kind, str)
    codes = list(field.labels()) if field.kind in ("choice", "list", "roles") else []
    if not 0 < len(codes) <= NAMED_UP_TO:
        return plain
    blank = [""] if field.kind == "choice" and field.source is not None and field.source.blank else []
    one = Annotated[str, WithJsonSchema({"type": "string", "enum": [*blank, *codes]})]
    return one if field.kind == "choice" else list[one]


def out_schema(record: Record) -> type[Schema]:
    """A record as the API answers it."""
    fields: dict[str, Any] = {"id": (UUID, ...)}
    for name in record.fields:
        fields[name] = (_type_of(resolve(record.model, name)) | None, ...)
    fields |= {"created_at": (datetime, ...), "updated_at": (datetime, ...)}
    return create_model(record.model.__name__, __base__=Schema, **fields)


def in_schema(record: Record) -> type[Schema]:
    """What may be sent to create or change a record; unknown names are refused."""
    fields: dict[str, Any] = {}
    for name, field in form_of(record).base_fields.items():
        accepted = _type_of(resolve(record.model, name))
        text = str(field.help_text) or None
        fields[name] = (accepted | None, Field(None, description=text))
    base = type("In", (Schema,), {"model_config": ConfigDict(extra="forbid")})
    return create_model(f"{record.model.__name__}In", __base__=base, **fields)


def page_schema(record: Record, out: type[Schema]) -> type[Schema]:
    """One page of a list."""
    return create_model(
        f"{record.model.__name__}Page", __base__=Schema, results=(cast(Any, list)[out], ...), next=(str | None, ...)
    )


def query_schema(record: Record) -> type[Schema]:
    """The parameters of a list: search, sort, paging, and every filter with its operators."""
    sorts = [sign + name for name in record.sorts for sign in ("", "-")]
    fields: dict[str, Any] = {
        "sort": (Literal[("", *sorts)], Field("", description="Column; - turns the order.")),
        "after": (str, Field("", description="`next` of the page before.")),
        "limit": (Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)], PAGE_SIZE),
    }
    if record.search:
        fields["q"] = (str, Field("", max_length=200, description="Words to search for."))
    for name in record.filters:
        path = resolve_path(record.model, name)
        for operator in OPERATORS[path.kind]:
            key = name if operator == "is" else f"{name}.{operator}"
            type_, default = _filter_type(path, operator)
            described = Field(default, alias=key, description=f"{operator} ({path.kind})")
            fields[key.replace(".", "__op_")] = (type_, described)
    return create_model(f"{record.model.__name__}Query", __base__=Schema, **fields)


def _filter_type(path: Path, operator: str) -> tuple[Any, Any]:
    """What a filter is described to take, and what it is without: `is` and `not` take several values."""
    one: dict[str, Any] = {"type": "string"}
    codes = [code for code in choices_of(path) if code] if path.kind in ("choice", "list", "bool") else []
    if operator == "empty":
        one["enum"] = ["1", "0"]
    elif 0 < len(codes) <= NAMED_UP_TO:
        one["enum"] = codes
    else:
        one |= _FILTERED_AS.get(path.kind, {})
    if operator in ("is", "not"):
        return Annotated[list[str], WithJsonSchema({"type": "array", "items": one})], []
    return Annotated[str, WithJsonSchema(one)], ""


def as_dict(record: Record, obj: Any) -> dict[str, Any]:
    """A row as the API answers it, the same in every language: links by id, words that come along in English."""
    with override("en"):
        data = {"id": obj.pk} | {name: _answered(resolve(record.model, name), obj) for name in record.fields}
    return data | {"created_at": obj.created_at, "updated_at": obj.updated_at}


def _answered(field: DeclaredField, obj: Any) -> Any:
    if field.kind in ("link", "user") and field.source:
        return getattr(obj, field.source.attname)
    value = getattr(obj, field.name)
    return field.source.get_prep_value(value) if isinstance(field.source, SeededField) else value


def version_of(data: dict[str, Any]) -> str:
    """The ETag of a record as the API answers it."""
    return f'"{sha256(json.dumps(data, default=str).encode()).hexdigest()[:32]}"'
