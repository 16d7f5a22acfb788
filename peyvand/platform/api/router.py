"""REST for every declared record: list, create, read, change, delete, actions; by the forms and verbs of the pages.

A record is answered with its version as `ETag`. Who sends it back as `If-Match` writes only while the record is still
what they read; without it a call writes what it sends and leaves the rest as it is.
"""

from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from ninja import Header, Router, Schema, Status
from ninja import Query as Parameters
from pydantic import ConfigDict, create_model

from peyvand.platform.accounts.models import User
from peyvand.platform.api.schemas import Problem, as_dict, in_schema, out_schema, page_schema, query_schema, version_of
from peyvand.platform.records import writing
from peyvand.platform.records.action_forms import arguments_form
from peyvand.platform.records.actions import Verb, verb_of
from peyvand.platform.records.listing import Query, read_page
from peyvand.platform.records.record import Record
from peyvand.platform.records.versions import hold

PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)
WRITING_PROBLEMS = {**PROBLEMS, 412: Problem}
IfMatch = Annotated[str, Header("", alias="If-Match", description="The ETag of the version that may be changed.")]


class Stale(Exception):
    """The record is no longer the version that was named; `version` is the present one."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


def router_of(record: Record) -> Router:
    """All endpoints of one record."""
    router = Router(tags=[record.url])
    out = out_schema(record)
    _add_reading(router, record, out)
    _add_writing(router, record, out)
    for run in record.actions:
        _add_action(router, record, run, verb_of(run))
    return router


def _add_reading(router: Router, record: Record, out: type[Schema]) -> None:
    name = record.model.__name__

    def list_records(request: HttpRequest, parameters: Any) -> dict[str, Any]:
        writing.require(record, request.user, "view")  # type: ignore[arg-type]
        page = read_page(Query.read(record, request.user, request.GET))  # type: ignore[arg-type]
        return {"results": [as_dict(record, row) for row in page.rows], "next": page.next or None}

    list_records.__annotations__["parameters"] = Parameters[query_schema(record)]  # type: ignore[misc]

    def read_record(request: HttpRequest, response: HttpResponse, pk: UUID) -> dict[str, Any]:
        return _answer(record, _fetch(request, record, pk), response)

    router.get("/", response={200: page_schema(record, out), **PROBLEMS}, operation_id=f"list_{name}")(list_records)
    router.get("/{pk}/", response={200: out, **PROBLEMS}, operation_id=f"read_{name}")(read_record)


def _add_writing(router: Router, record: Record, out: type[Schema]) -> None:
    name, payload_type = record.model.__name__, in_schema(record)

    def create_record(request: HttpRequest, response: HttpResponse, payload: Any) -> Status[dict[str, Any]]:
        made = _write(request, record, payload.dict(exclude_unset=True), None)
        return Status(201, _answer(record, made, response))

    @transaction.atomic
    def change_record(
        request: HttpRequest, response: HttpResponse, pk: UUID, payload: Any, if_match: IfMatch = ""
    ) -> dict[str, Any]:
        obj = _fetch(request, record, pk, if_match)
        return _answer(record, _write(request, record, payload.dict(exclude_unset=True), obj), response)

    @transaction.atomic
    def delete_record(request: HttpRequest, pk: UUID, if_match: IfMatch = "") -> Status[None]:
        _fetch(request, record, pk, if_match)
        writing.delete(record, record.visible(request.user).filter(pk=pk), by=request.user)  # type: ignore[arg-type]
        return Status(204, None)

    create_record.__annotations__["payload"] = change_record.__annotations__["payload"] = payload_type
    router.post("/", response={201: out, **PROBLEMS}, operation_id=f"create_{name}")(create_record)
    router.patch("/{pk}/", response={200: out, **WRITING_PROBLEMS}, operation_id=f"change_{name}")(change_record)
    router.delete("/{pk}/", response={204: None, **WRITING_PROBLEMS}, operation_id=f"delete_{name}")(delete_record)


def _add_action(router: Router, record: Record, run: Any, verb: Verb) -> None:
    fields: dict[str, Any] = {name: (UUID if type_ is User else type_, ...) for name, type_ in verb.parameters.items()}
    base = type("In", (Schema,), {"model_config": ConfigDict(extra="forbid")})
    payload_type: Any = create_model(f"{record.model.__name__}_{verb.name}", __base__=base, **fields)

    @transaction.atomic
    def act(
        request: HttpRequest, response: HttpResponse, pk: UUID, payload: Any, if_match: IfMatch = ""
    ) -> dict[str, Any]:
        _fetch(request, record, pk, if_match)
        form = arguments_form(run)(payload.dict())
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        run(record.visible(request.user).filter(pk=pk), by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _answer(record, _as_left(record, pk), response)

    act.__annotations__["payload"] = payload_type
    response = {200: out_schema(record), **WRITING_PROBLEMS}
    operation = f"{verb.name}_{record.model.__name__}"
    router.post(f"/{{pk}}/{verb.name}/", response=response, operation_id=operation, summary=str(verb.label))(act)


def _write(request: HttpRequest, record: Record, sent: dict[str, Any], obj: Any) -> Any:
    user: Any = request.user
    form = writing.bind(record, writing.with_present(record, sent, obj, by=user), by=user, instance=obj)
    saved = writing.save(record, form, by=user)
    if saved is None:
        raise ValidationError(form.errors.as_data())
    return _as_left(record, saved.pk)


def _as_left(record: Record, pk: UUID) -> Any:
    """The record as a deed left it, for who did it, also where they see it no longer because they gave it away."""
    return record.model._default_manager.preloaded().get(pk=pk)  # type: ignore[attr-defined]


def _answer(record: Record, obj: Any, response: HttpResponse) -> dict[str, Any]:
    data = as_dict(record, obj)
    response["ETag"] = version_of(data)
    return data


def _fetch(request: HttpRequest, record: Record, pk: UUID, if_match: str = "") -> Any:
    """The visible record. With the version it must have it is kept from others until the transaction ends."""
    rows = record.visible(request.user).preloaded()  # type: ignore[arg-type]
    if not if_match:
        return get_object_or_404(rows, pk=pk)
    obj = next(iter(hold(record, rows.filter(pk=pk))), None)
    if obj is None:
        raise Http404
    version = version_of(as_dict(record, obj))
    if not {version, "*"} & set(parse_etags(if_match)):
        raise Stale(version)
    return obj
