"""Special pages of accounts: first run, profile, colleagues, language."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from peyvand.platform.accounts.actions import create_owner, make_password_link
from peyvand.platform.accounts.again import page_language
from peyvand.platform.accounts.deeds import deed
from peyvand.platform.accounts.forms import OwnerForm, ProfileForm, TeamForm
from peyvand.platform.accounts.models import Team, User


def setup(request: HttpRequest) -> HttpResponse:
    """First run: make the owner's account; closed for ever after."""
    if User.objects.exists():
        return redirect("account_login")
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = create_owner(**form.cleaned_data, language=get_language() or "", first=True)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
            return redirect("/")
    return render(request, "accounts/setup.html", {"form": form}, status=422 if form.is_bound else 200)


def locked_out(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Too many wrong passwords: say so."""
    with page_language(request):
        return render(request, "accounts/locked_out.html", status=429)


def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, language, appearance and time zone."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        with deed(by=request.user, verb="change"):  # type: ignore[arg-type]
            form.save()
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.is_bound else 200)


def people(request: HttpRequest) -> HttpResponse:
    """All accounts and teams; for owners."""
    _require_owner(request)
    users = User.objects.prefetch_related("teams", "roles")
    context = {
        "people": [_card(user) for user in users],
        "teams": [
            {
                "name": team.name,
                "members": [str(user) for user in team.members.all()],
                "url": reverse("team_edit", args=[team.pk]),
            }
            for team in Team.objects.prefetch_related("members")
        ],
        "new_person_url": reverse("person_new"),
        "new_team_url": reverse("team_new"),
        "matrix_url": reverse("matrix"),
    }
    return render(request, "accounts/people.html", context)


@require_POST
@never_cache
def password_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a link at which a colleague chooses a new password, and show it once."""
    _require_owner(request)
    colleague = get_object_or_404(User, pk=pk, is_active=True)
    key = make_password_link(colleague, by=request.user)  # type: ignore[arg-type]
    context = {"colleague": colleague, "link": get_adapter().get_reset_password_from_key_url(key)}
    return render(request, "accounts/password_link.html", context)


def team(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Make or change a team."""
    _require_owner(request)
    group = get_object_or_404(Team, pk=pk) if pk else None
    form = TeamForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        with deed(by=request.user, verb="change" if pk else "add"):  # type: ignore[arg-type]
            form.save()
        return redirect("people_settings")
    context = {"form": form, "title": form.initial.get("name") or _("New team"), "about": pk}
    return render(request, "accounts/edit.html", context, status=422 if form.is_bound else 200)


def _card(user: User) -> dict[str, Any]:
    return {
        "name": str(user),
        "email": user.email,
        "roles": [pgettext("of the workspace", "Owner")] if user.is_owner else [role.name for role in user.roles.all()],
        "teams": [group.name for group in user.teams.all()],
        "active": user.is_active,
        "last_seen": user.last_login,
        "url": reverse("person_edit", args=[user.pk]),
    }


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages: kept with the account, or in a cookie while signed out."""
    language = request.POST.get("language", "")
    back = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax")
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
    return response


def _require_owner(request: HttpRequest) -> None:
    if not request.user.is_owner:  # type: ignore[union-attr]
        raise PermissionDenied(_("Only an owner may manage accounts."))
