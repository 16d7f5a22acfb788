"""Signing in over a page whose session has ended, so that what was typed there is not lost."""

from typing import Any

from allauth.account.views import LoginView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
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
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        """With ids of its own: the page below may ask for a password as well."""
        return {**super().get_form_kwargs(), "auto_id": "again-%s"}

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        return _signed_in(self.request) if self.request.user.is_authenticated else response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _signed_in(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"user": str(request.user.pk), "token": get_token(request)})
