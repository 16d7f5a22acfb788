"""The page on which an owner reads who gave whom which right."""

from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import User
from peyvand.platform.audit import access_history as history
from peyvand.platform.ui.paging import before_in


def access_history(request: HttpRequest, about: UUID | None = None) -> HttpResponse:
    """All deeds about access, or those about one person, team or role; for owners."""
    if not request.user.is_owner:  # type: ignore[union-attr]
        raise PermissionDenied(_("Only an owner may see who decided what."))
    name = history.name_of(about) if about else ""
    if name is None:
        raise Http404
    before, kind = before_in(request), request.GET.get("kind", "")
    staff = list(User.objects.filter(door=User.Door.STAFF).order_by("name"))
    by = next((person for person in staff if str(person.pk) == request.GET.get("by")), None)
    deeds, rest = history.deeds(about, before, by=by.pk if by else None, kind=kind)
    chosen = {"kind": kind if kind in history.KINDS else "", "by": str(by.pk) if by else ""}
    context = {"deeds": deeds, "rest": rest, "name": name, "is_later_page": bool(before), "staff": staff}
    kinds = [(key, label) for key, (label, _picture, _tables) in history.KINDS.items()]
    query = urlencode({key: value for key, value in chosen.items() if value})
    return render(request, "audit/history.html", context | chosen | {"kinds": kinds, "query": query})
