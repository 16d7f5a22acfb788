"""The permission matrix and the roles; for owners."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peyvand.platform.access import matrix
from peyvand.platform.access.models import Role, Scope
from peyvand.platform.accounts.models import User


def matrix_page(request: HttpRequest) -> HttpResponse:
    """Who may do what; saving writes the whole matrix."""
    _require_owner(request)
    if request.method == "POST":
        matrix.write({key: str(value) for key, value in request.POST.items()})
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
        "roles": [{"key": str(role.pk), "label": role.name, "locked": False} for role in Role.objects.all()],
        "record_types": types,
        "scopes": [(matrix.NONE, _("None")), *((scope.value, scope.label) for scope in Scope)],
        "granted": matrix.granted(),
    }
    return render(request, "accounts/matrix.html", context)


def role_page(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Make a role, name it, say who has it."""
    _require_owner(request)
    role = get_object_or_404(Role, pk=pk) if pk else Role()
    members = User.objects.filter(door=User.Door.STAFF)
    if request.method == "POST":
        role.name = request.POST.get("name", "").strip()[:80]
        if role.name and not Role.objects.filter(name=role.name).exclude(pk=role.pk).exists():
            role.save()
            chosen = set(request.POST.getlist("members"))
            role.members.set([user for user in members if str(user.pk) in chosen])
            return redirect("roles")
        messages.error(request, _("A role needs a name that no other role has."))
    held = set() if role._state.adding else set(role.members.values_list("pk", flat=True))
    return render(request, "accounts/role.html", {"role": role, "members": members, "held": held})


def roles(request: HttpRequest) -> HttpResponse:
    """All roles with who has them."""
    _require_owner(request)
    return render(request, "accounts/roles.html", {"roles": Role.objects.prefetch_related("members")})


@require_POST
def delete_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a role away from everybody."""
    _require_owner(request)
    Role.objects.filter(pk=pk).delete()
    return redirect("roles")


def _require_owner(request: HttpRequest) -> None:
    if not request.user.is_owner:  # type: ignore[union-attr]
        raise PermissionDenied(_("Only an owner may decide who may do what."))
