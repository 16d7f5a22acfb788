"""The forms that say who has which role: of a role, and of a user."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peyvand.platform.access.models import Role
from peyvand.platform.accounts.forms import ColleagueForm
from peyvand.platform.accounts.models import User

NAME_TAKEN = _("A role needs a name that no other role has.")


class RoleForm(forms.ModelForm[Role]):
    """What a role is called and who has it."""

    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=User.objects.filter(door=User.Door.STAFF),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Role
        fields = ("name", "members")
        error_messages = {"name": {"unique": NAME_TAKEN}}
        widgets = {"name": forms.TextInput(attrs={"dir": "auto"})}


class PersonForm(ColleagueForm):
    """A colleague's account with its roles; a guest of the portal has none to choose."""

    roles = forms.ModelMultipleChoiceField(
        label=_("Roles"), queryset=Role.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.door != User.Door.STAFF:
            del self.fields["roles"]
