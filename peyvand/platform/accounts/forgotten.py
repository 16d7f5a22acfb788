"""The pages for a forgotten password: a link by mail, or whom to ask where no mail is sent."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.account.views import PasswordResetDoneView, PasswordResetView
from django.conf import settings
from django.core.mail import get_connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from peyvand.platform.accounts.jobs import mail_password_link

log = logging.getLogger(__name__)


class AskForLink(ResetPasswordForm):  # type: ignore[misc]
    """Leaves the mail to a job. An address without an account makes a job too: neither answer nor time tells of it."""

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        mail_password_link.defer(
            user_id=str(self.users[0].pk) if self.users else "",
            origin=f"{request.scheme}://{request.get_host()}",
            language=get_language() or settings.LANGUAGE_CODE,
        )
        return str(self.cleaned_data["email"])


class ForgottenPassword(PasswordResetView):  # type: ignore[misc]
    """Has the link sent; says so only where the mail server lets us in."""

    form_class = AskForLink

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.EMAIL_HOST:
            return render(request, "accounts/no_mail.html")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with get_connection():  # says at once that no mail can be sent, whoever asks for it
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
