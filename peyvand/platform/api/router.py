"""REST for every declared record: list, create, read, change, delete, actions; by the forms and verbs of the pages."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query as Parameters
from ninja import Router, Schema
from pydantic import ConfigDict, create_model

from peyvand.platform.accounts.models import User
from peyvand.platform.api.schemas import Problem, as_dict, in_schema, out_schema, page_schema, query_schema
from peyvand.platform.records import writing
from peyvand.platform.records.action_forms import arguments_form
from peyvand.platform.records.actions import Verb, verb_of
from peyvand.platform.records.listing import Query, read_page
from peyvand.platform.records.record import Record

PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)


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

    def read_record(request: HttpRequest, pk: UUID) -> dict[str, Any]:
        return as_dict(record, _fetch(request, record, pk))

    router.get("/", response={200: page_schema(record, out), **PROBLEMS}, operation_id=f"list_{name}")(list_records)
    router.get("/{pk}/", response={200: out, **PROBLEMS}, operation_id=f"read_{name}")(read_record)


def _add_writing(router: Router, record: Record, out: type[Schema]) -> None:
    name, payload_type = record.model.__name__, in_schema(record)

    def create_record(request: HttpRequest, payload: Any) -> tuple[int, dict[str, Any]]:
        return 201, _write(request, record, payload.dict(exclude_unset=True), None)

    def change_record(request: HttpRequest, pk: UUID, payload: Any) -> dict[str, Any]:
        return _write(request, record, payload.dict(exclude_unset=True), _fetch(request, record, pk))

    def delete_record(request: HttpRequest, pk: UUID) -> tuple[int, None]:
        _fetch(request, record, pk)
        writing.delete(record, record.visible(request.user).filter(pk=pk), by=request.user)  # type: ignore[arg-type]
        return 204, None

    create_record.__annotations__["payload"] = change_record.__annotations__["payload"] = payload_type
    router.post("/", response={201: out, **PROBLEMS}, operation_id=f"create_{name}")(create_record)
    router.patch("/{pk}/", response={200: out, **PROBLEMS}, operation_id=f"change_{name}")(change_record)
    router.delete("/{pk}/", response={204: None, **PROBLEMS}, operation_id=f"delete_{name}")(delete_record)


def _add_action(router: Router, record: Record, run: Any, verb: Verb) -> None:
    fields: dict[str, Any] = {name: (UUID if type_ is User else type_, ...) for name, type_ in verb.parameters.items()}
    base = type("In", (Schema,), {"model_config": ConfigDict(extra="forbid")})
    payload_type: Any = create_model(f"{record.model.__name__}_{verb.name}", __base__=base, **fields)

    def act(request: HttpRequest, pk: UUID, payload: Any) -> dict[str, Any]:
        _fetch(request, record, pk)
        form = arguments_form(run)(payload.dict())
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        run(record.visible(request.user).filter(pk=pk), by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return as_dict(record, _fetch(request, record, pk))

    act.__annotations__["payload"] = payload_type
    response = {200: out_schema(record), **PROBLEMS}
    operation = f"{verb.name}_{record.model.__name__}"
    router.post(f"/{{pk}}/{verb.name}/", response=response, operation_id=operation, summary=str(verb.label))(act)


def _write(request: HttpRequest, record: Record, sent: dict[str, Any], obj: Any) -> dict[str, Any]:
    user: Any = request.user
    form = writing.bind(record, writing.with_present(record, sent, obj, by=user), by=user, instance=obj)
    saved = writing.save(record, form, by=user)
    if saved is None:
        raise ValidationError(form.errors.as_data())
    return as_dict(record, record.model._default_manager.preloaded().get(pk=saved.pk))  # type: ignore[attr-defined]


def _fetch(request: HttpRequest, record: Record, pk: UUID) -> Any:
    rows = record.visible(request.user).preloaded()  # type: ignore[arg-type]
    return get_object_or_404(rows, pk=pk)
