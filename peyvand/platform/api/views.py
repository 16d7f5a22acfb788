"""The API as a whole: one NinjaAPI, and one translation of every refusal into a problem document."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as SchemaError
from ninja.security import SessionAuth

from peyvand.platform.access.errors import Refused
from peyvand.platform.api.router import router_of
from peyvand.platform.records.record import all_records


def make_api() -> NinjaAPI:
    """The API with the endpoints of every record."""
    api = NinjaAPI(title="Peyvand", version="1", auth=SessionAuth(csrf=True), docs_url=None, urls_namespace="api")
    for record in all_records():
        api.add_router(f"/{record.url}", router_of(record))
    _translate_errors(api)
    return api


def _translate_errors(api: NinjaAPI) -> None:
    def problem(
        request: HttpRequest, status: int, title: str, errors: Mapping[str, list[str]] | None = None
    ) -> HttpResponse:
        body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
        response = api.create_response(request, body | ({"errors": errors} if errors else {}), status=status)
        response["Content-Type"] = "application/problem+json"
        return response

    @api.exception_handler(SchemaError)
    def wrong_type(request: HttpRequest, error: SchemaError) -> HttpResponse:
        errors: dict[str, list[str]] = {}
        for item in error.errors:
            errors.setdefault(str(item["loc"][-1]), []).append(item["msg"])
        return problem(request, 422, _("The input cannot be read."), errors)

    @api.exception_handler(ValidationError)
    def wrong_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        return problem(request, 422, _("The input was not accepted."), fields)

    @api.exception_handler(DataError)
    def out_of_range(request: HttpRequest, error: DataError) -> HttpResponse:
        return problem(request, 422, _("A value is out of range."))

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return problem(request, 409, str(error.reason))

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(request, 403, str(error) or _("Your roles do not allow this."))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(request, 404, _("There is no such record."))

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(request, 401, _("Sign in first."))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(request, error.status_code, str(error))
