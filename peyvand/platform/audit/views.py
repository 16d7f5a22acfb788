"""The page on which an owner reads who gave whom which right."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from peyvand.platform.audit import access_history as history
from peyvand.platform.ui.paging import before_in


def access_history(request: HttpRequest, about: UUID | None = None) -> HttpResponse:
    """All deeds about access, or those about one person, team or role; for owners."""
    if not request.user.is_owner:  # type: ignore[union-attr]
        raise PermissionDenied(_("Only an owner may see who decided what."))
    name = history.name_of(about) if about else ""
    if name is None:
        raise Http404
    before = before_in(request)
    deeds, rest = history.deeds(about, before)
    context = {"deeds": deeds, "rest": rest, "name": name, "is_later_page": bool(before)}
    return render(request, "audit/history.html", context)
