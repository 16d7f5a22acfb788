"""The permission matrix, the roles and who has them; for owners."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peyvand.platform.access import matrix
from peyvand.platform.access.forms import NAME_TAKEN, PersonForm, RoleForm
from peyvand.platform.access.models import Role, Scope
from peyvand.platform.accounts.actions import save_person
from peyvand.platform.accounts.deeds import deed
from peyvand.platform.accounts.models import User


def matrix_page(request: HttpRequest) -> HttpResponse:
    """Who may do what; saving writes the whole matrix."""
    _require_owner(request)
    if request.method == "POST":
        matrix.write({key: str(value) for key, value in request.POST.items()}, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return redirect("matrix")
    types = [
        {
            "key": kind.key,
            "label": kind.label,
            "verbs": [
                {"key": verb, "label": label, "scopes": matrix.scopes_of(kind, verb)}
                for verb, label in kind.verbs.items()
            ],
        }
        for kind in matrix.record_types()
    ]
    context = {
        "roles": [{"key": str(role.pk), "label": role.name} for role in Role.objects.all()],
        "record_types": types,
        "scopes": [(matrix.NONE, _("None")), *((scope.value, scope.label) for scope in Scope)],
        "granted": matrix.granted(),
    }
    return render(request, "accounts/matrix.html", context)


def role_page(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Make a role, name it, say who has it."""
    _require_owner(request)
    role = get_object_or_404(Role, pk=pk) if pk else None
    form = RoleForm(request.POST if request.method == "POST" else None, instance=role)
    if form.is_valid() and _save_role(form, request):
        return redirect("roles")
    context = {"form": form, "role": role, "title": form.initial.get("name") or _("New role")}
    return render(request, "accounts/role.html", context, status=422 if form.is_bound else 200)


def roles(request: HttpRequest) -> HttpResponse:
    """All roles with who has them."""
    _require_owner(request)
    return render(request, "accounts/roles.html", {"roles": Role.objects.prefetch_related("members")})


@require_POST
def delete_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a role away from everybody."""
    _require_owner(request)
    role = get_object_or_404(Role, pk=pk)
    with deed(by=request.user, verb="delete"):  # type: ignore[arg-type]
        role.delete()
    return redirect("roles")


def person(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Make or change a colleague's account, and say which roles they have."""
    _require_owner(request)
    user = get_object_or_404(User, pk=pk) if pk else User()
    chosen = {"teams": user.teams.all(), "roles": user.roles.all()} if pk else {"roles": matrix.usual_roles()}
    form = PersonForm(request.POST if request.method == "POST" else None, instance=user, initial=chosen)
    if form.is_valid() and _save_person(form, user, request):
        return redirect("people_settings")
    title = form.initial.get("name") or _("New user")
    context = {"form": form, "title": title, "about": pk, "may_get_link": pk and form.initial["is_active"]}
    return render(request, "accounts/edit.html", context, status=422 if form.is_bound else 200)


def _save_person(form: PersonForm, user: User, request: HttpRequest) -> bool:
    given = form.cleaned_data
    by: User = request.user  # type: ignore[assignment]
    try:
        with deed(by=by, verb="add" if user._state.adding else "change"):
            save_person(user, teams=given["teams"], password=given["password"], by=by)
            if "roles" in given:
                user.roles.set(given["roles"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _save_role(form: RoleForm, request: HttpRequest) -> bool:
    """Write it, unless another role took the name since it was looked at."""
    try:
        with deed(by=request.user, verb="add" if form.instance._state.adding else "change"):  # type: ignore[arg-type]
            form.save()
    except IntegrityError:
        form.add_error("name", NAME_TAKEN)
        return False
    return True


def _require_owner(request: HttpRequest) -> None:
    if not request.user.is_owner:  # type: ignore[union-attr]
        raise PermissionDenied(_("Only an owner may decide who may do what."))
