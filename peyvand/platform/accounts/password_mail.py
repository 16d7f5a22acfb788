"""The mail with the link to a new password. It is made in the background, so no key waits in a queue."""

from io import BytesIO
from urllib.parse import urlsplit

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.core.handlers.wsgi import WSGIRequest
from django.utils import translation

from peyvand.platform.accounts.models import User


def mail_link(user_id: str, *, origin: str, language: str) -> None:
    """Make a link for a user and mail it; nobody, or who may no longer sign in, gets none.

    `origin` is scheme and host of the page on which it was asked for, and the link begins with it.
    Raises SMTPException, OSError: the mail server did not take the mail.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
    if user is None:
        return
    request, form = _asked_at(origin), ResetPasswordForm({"email": user.email})
    with request_context(request), translation.override(language):
        if form.is_valid():
            form.save(request)


def _asked_at(origin: str) -> WSGIRequest:
    """What allauth takes the host of the link from."""
    address = urlsplit(origin)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "HTTP_HOST": address.netloc,
            "wsgi.url_scheme": address.scheme,
            "wsgi.input": BytesIO(),
        }
    )
