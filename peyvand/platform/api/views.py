"""The API as a whole: one NinjaAPI, and one translation of every refusal into a problem document."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as SchemaError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import SessionAuth

from peyvand.platform.access.errors import Refused
from peyvand.platform.api.router import Stale, router_of
from peyvand.platform.api.schema_errors import schema_errors
from peyvand.platform.records.record import all_records

PROBLEM = "application/problem+json"
ABOUT = (
    "Days are those of the Gregorian calendar (ISO 8601), whatever the language: 2026-11-21. "
    "Who asks is told by the session of a browser that has signed in; programs cannot have keys of their own yet."
)
PROOF = {
    "type": "apiKey",
    "in": "header",
    "name": "X-CSRFToken",
    "description": "Goes with every request that changes something: the value of the cookie `csrftoken`. "
    "Without it, or with one that is no longer valid, the answer is 403 and nothing is changed.",
}

VERSION = {"ETag": {"description": "The version of the record, for If-Match.", "schema": {"type": "string"}}}


class Api(NinjaAPI):
    """Describes refusals as what they are, problem documents, that records are answered with their version, and what
    else a change must bring along.
    """

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"]["securitySchemes"]["Proof"] = PROOF
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                if method != "get":
                    operation["security"] = [{**needed, "Proof": []} for needed in operation["security"]]
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {PROBLEM: response["content"].pop("application/json")}
                    elif "content" in response and not operation["operationId"].startswith("list_"):
                        response["headers"] = VERSION
        return schema


def make_api() -> NinjaAPI:
    """The API with the endpoints of every record."""
    api = Api(
        title="Peyvand",
        version="1",
        description=ABOUT,
        auth=SessionAuth(csrf=True),
        docs_url=None,
        urls_namespace="api",
    )
    for record in all_records():
        api.add_router(f"/{record.url}", router_of(record))
    _translate_errors(api)
    return api


def _translate_errors(api: NinjaAPI) -> None:
    """Every refusal becomes a problem document; the table says which status (None: the error's own) and words."""

    def add(kind: type[Exception], status: int | None, words: Callable[[Any], tuple[str, dict[str, Any]]]) -> None:
        def handle(request: HttpRequest, error: Any) -> HttpResponse:
            title, more = words(error)
            answered = status or error.status_code
            body = {"type": "about:blank", "title": title, "status": answered, **more}
            response = api.create_response(request, body, status=answered)
            response["Content-Type"] = PROBLEM
            return response

        api.add_exception_handler(kind, cast(Any, handle))

    add(SchemaError, 422, lambda error: (_("The input cannot be read."), {"errors": schema_errors(error)}))
    add(ValidationError, 422, lambda error: (_("The input was not accepted."), _faults(error)))
    add(DataError, 422, lambda error: (_("A value is out of range."), {}))
    add(Stale, 412, lambda error: (_("Somebody else changed this record."), {"version": error.version}))
    add(Refused, 409, lambda error: (str(error.reason), {}))
    add(PermissionDenied, 403, lambda error: (str(error) or _("Your roles do not allow this."), {}))
    add(Http404, 404, lambda error: (_("There is no such record."), {}))
    add(AuthenticationError, 401, lambda error: (_("Sign in first."), {}))
    add(HttpError, None, lambda error: (_unread(error), {}))


def _unread(error: HttpError) -> str:
    """Why a call was turned away before it was looked into; the framework says so in English only."""
    if error.status_code == 403:
        return _("The header X-CSRFToken is missing or no longer valid.")
    return _("The input cannot be read.")


def _faults(error: ValidationError) -> dict[str, Any]:
    """What is wrong with fields, and what with the whole."""
    fields = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    whole = " ".join(fields.pop(NON_FIELD_ERRORS, ()))
    return ({"errors": fields} if fields else {}) | ({"detail": whole} if whole else {})
