"""The page that shows every component, in both themes and directions."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from peyvand.platform.ui import icons

WORLDS = ("light-ltr", "dark-ltr", "light-rtl", "dark-rtl")


class SampleForm(forms.Form):
    """One field of every kind that forms of the product use."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands on a letter."), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("person", _("Person")), ("organisation", _("Organisation"))])
    since = forms.CharField(
        label=_("Since"), required=False, widget=forms.TextInput(attrs={"data-date": "", "placeholder": "2026-11-21"})
    )
    email = forms.EmailField(label=_("E-mail"))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    tell = forms.BooleanField(label=_("Tell me when it changes"), required=False)
    channel = forms.ChoiceField(
        label=_("Prefers"), widget=forms.RadioSelect, choices=[("phone", _("Phone")), ("mail", _("E-mail"))]
    )


@login_required
def design(request: HttpRequest) -> HttpResponse:
    """Every component once, for eyes and for axe."""
    entered = {"name": "李伟 Li Wei", "kind": "person", "email": "not an address", "channel": "phone"}
    forms_ = {world: SampleForm(entered, auto_id=f"{world}-%s") for world in WORLDS}
    return render(request, "ui/design.html", {"forms": forms_, "icon_names": icons.names()})
