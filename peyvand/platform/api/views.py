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
from peyvand.platform.api.router import router_of
from peyvand.platform.api.schema_errors import schema_errors
from peyvand.platform.records.record import all_records

Errors = dict[str, list[str]]

PROBLEM = "application/problem+json"


class Api(NinjaAPI):
    """Describes refusals as what they are: problem documents."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {PROBLEM: response["content"].pop("application/json")}
        return schema


def make_api() -> NinjaAPI:
    """The API with the endpoints of every record."""
    api = Api(title="Peyvand", version="1", auth=SessionAuth(csrf=True), docs_url=None, urls_namespace="api")
    for record in all_records():
        api.add_router(f"/{record.url}", router_of(record))
    _translate_errors(api)
    return api


def _translate_errors(api: NinjaAPI) -> None:
    """Every refusal becomes a problem document; the table says which status and words."""

    def add(kind: type[Exception], status: int, words: Callable[[Any], tuple[str, Errors | None]]) -> None:
        def handle(request: HttpRequest, error: Exception) -> HttpResponse:
            title, errors = words(error)
            body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
            response = api.create_response(request, body | ({"errors": errors} if errors else {}), status=status)
            response["Content-Type"] = PROBLEM
            return response

        api.add_exception_handler(kind, cast(Any, handle))

    add(SchemaError, 422, lambda error: (_("The input cannot be read."), schema_errors(error)))
    add(ValidationError, 422, lambda error: (_("The input was not accepted."), _field_errors(error)))
    add(DataError, 422, lambda error: (_("A value is out of range."), None))
    add(Refused, 409, lambda error: (str(error.reason), None))
    add(PermissionDenied, 403, lambda error: (str(error) or _("Your roles do not allow this."), None))
    add(Http404, 404, lambda error: (_("There is no such record."), None))
    add(AuthenticationError, 401, lambda error: (_("Sign in first."), None))
    add(HttpError, 400, lambda error: (str(error), None))


def _field_errors(error: ValidationError) -> Errors:
    return error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
