"""Forms of accounts."""

import zoneinfo
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peyvand.platform.accounts.actions import LONGEST_FIRM
from peyvand.platform.accounts.models import Team, User
from peyvand.platform.ui.countries import country_choices


class OwnerForm(forms.Form):
    """The owner's account, on the first run."""

    firm = forms.CharField(
        label=_("Your firm"), max_length=LONGEST_FIRM, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    country = forms.ChoiceField(
        label=_("Its country"),
        choices=lambda: [("", "—"), *country_choices()],
        help_text=_("Telephone numbers without the code of a country are taken for numbers of this one."),
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"),
        help_text=_("Ten characters or more."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """What is wrong with the password is told together with what else is wrong."""
        data: dict[str, Any] = super().clean() or {}
        if password := data.get("password"):
            try:
                validate_password(password, User(email=data.get("email", ""), name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password, in our words."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""  # the link to a new password stands under the form
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.user is not None and not self.user.is_active:
            raise get_adapter().validation_error("account_inactive")
        return data

    def user_credentials(self) -> dict[str, str]:
        """With the name that failures are counted under: without it, one person's mistakes would shut out a house."""
        credentials: dict[str, str] = super().user_credentials()
        return {**credentials, settings.AXES_USERNAME_FORM_FIELD: self.cleaned_data["login"].casefold()}


class ProfileForm(forms.ModelForm[User]):
    """What a user decides about their own pages."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, widget=forms.Select(attrs={"data-picker": ""}))

    class Meta:
        model = User
        fields = ("name", "language", "theme", "time_zone")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        zones = sorted(zoneinfo.available_timezones())
        choices = [("", _("Like the device")), *((zone, zone.replace("_", " ")) for zone in zones)]
        self.fields["time_zone"].choices = choices  # type: ignore[attr-defined]


class ColleagueForm(forms.ModelForm[User]):
    """A colleague's account, as the owner makes or changes it."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        help_text=_("Ten characters or more. Leave empty to keep the present one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-picker": ""}),
    )

    class Meta:
        model = User
        fields = ("name", "email", "is_active", "is_owner")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if self.instance._state.adding:
            self.fields["password"].help_text = _("Ten characters or more.")
            self.fields["password"].required = True

    def clean_email(self) -> str:
        """One address is one account, in any case."""
        return str(self.cleaned_data["email"]).lower()


class TeamForm(forms.ModelForm[Team]):
    """A team and who is in it."""

    class Meta:
        model = Team
        fields = ("name", "members")
