"""Signing in over a page whose session has ended, so that what was typed there is not lost."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import SimpleTemplateResponse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from peyvand.platform.accounts.forms import SignInForm


class SignInAgain(LoginView):  # type: ignore[misc]
    """The sign-in form as a part of a page; who is signed in gets their id and the token of their session (JSON)."""

    template_name = "account/login_again.html"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return _signed_in(request)
        with page_language(request):
            return _drawn(super().dispatch(request, *args, **kwargs))

    def get_form_kwargs(self) -> dict[str, Any]:
        """With ids of its own: the page below may ask for a password as well."""
        return {**super().get_form_kwargs(), "auto_id": "again-%s"}

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        return _signed_in(self.request) if self.request.user.is_authenticated else response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return response


def _drawn(response: HttpResponse) -> HttpResponse:
    """Drawn at once, while the language is the right one."""
    return cast(HttpResponse, response.render()) if isinstance(response, SimpleTemplateResponse) else response


def page_language(request: HttpRequest) -> AbstractContextManager[None]:
    """The language of the page below, which it names: whose page it is, is not known any more."""
    language = request.GET.get("language", "")
    return translation.override(language) if language in dict(settings.LANGUAGES) else nullcontext()


def _signed_in(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"user": str(request.user.pk), "token": get_token(request)})
