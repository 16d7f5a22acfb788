"""The pages for a forgotten password: a link by mail, or whom to ask where no mail is sent."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.views import PasswordResetDoneView, PasswordResetView
from django.conf import settings
from django.core.mail import get_connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class ForgottenPassword(PasswordResetView):  # type: ignore[misc]
    """Sends the link; says so only where that was possible."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.EMAIL_HOST:
            return render(request, "accounts/no_mail.html")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with get_connection():  # also for an address without an account: both get the same answer
                answer: HttpResponse = super().form_valid(form)
        except (SMTPException, OSError) as error:
            log.error("The link to a new password could not be mailed: %s", error)
            form.add_error(None, _("The mail server does not take our mail. Try again later, or ask an owner."))
            answer = self.form_invalid(form)
        return answer


class LinkSent(PasswordResetDoneView):  # type: ignore[misc]
    """What to do next; nothing was sent where no mail is sent."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.EMAIL_HOST:
            return redirect("account_reset_password")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer
