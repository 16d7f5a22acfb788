"""The form of a party: its own columns, and with them the roles, contact points, address and position of it."""

import re
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peyvand.contacts import parts
from peyvand.contacts.actions import hand_over
from peyvand.contacts.choices import countries, currency_of
from peyvand.contacts.codes import PartyKind, RoleKind, point_label
from peyvand.contacts.models import Party
from peyvand.contacts.models.reach import country_of, read_point
from peyvand.contacts.normalise import PointError, country_code, expected
from peyvand.platform.records.forms import RecordForm
from peyvand.platform.search.normalise import fold
from peyvand.platform.ui.countries import country_codes
from peyvand.platform.ui.form_fields import ListField, TextField, cleaned

ADDRESS = ("street", "district", "locality", "region", "postal_code")
FIGURES = ("turnover", "balance_total")
POINTS = {"emails": "email", "phones": "phone", "faxes": "fax", "websites": "web"}
_HINT = _("Several with ; between them. A label may stand before a colon: work: …")
_BETWEEN_PAGES = re.compile(r"\n|[;,،](?=\s|$|https?://|www\.|[\w.-]+\.[a-z]{2,}(?:[\s/;,،]|$))", re.IGNORECASE)


class CountryField(forms.TypedChoiceField):
    """A country by its code, or by its name in one of our languages, as files have it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=lambda: [("", "—"), *countries()], empty_value="", **options)

    def to_python(self, value: Any) -> str:
        text = cleaned(str(value or ""))
        return str(super().to_python(country_code(text) or text))

    def valid_value(self, value: Any) -> bool:
        return value in country_codes()


class CurrencyField(TextField):
    """The code of a currency, in whatever case it is written."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).upper()


class PointsField(ListField):
    """Contact points, each once: of two labels for the same value the first counts."""

    def to_python(self, value: Any) -> list[str]:
        once: dict[str, str] = {}
        for text in super().to_python(value):
            label, value = parts.split_label(text)
            once.setdefault(value.casefold(), f"{point_label(label)}: {value}" if label else text)
        return list(once.values())


class WebPagesField(PointsField):
    """Web addresses, in which “;” and “,” may stand: they part only before a space, the end or another address."""

    parting = (_BETWEEN_PAGES, _BETWEEN_PAGES)


class PartyForm(RecordForm):
    """What can be entered, sent or imported about a party."""

    shown_for = {
        **dict.fromkeys(("given_name", "family_name", "organisation", "position", "birthday"), PartyKind.PERSON.value),
        **dict.fromkeys(("industry", "employees", *FIGURES, "currency"), PartyKind.ORGANISATION.value),
    }

    needs = {"owner": "assign"}

    country = CountryField(label=_("Country"), required=False)
    currency = CurrencyField(
        label=_("Currency"), required=False, max_length=3, help_text=Party._meta.get_field("currency").help_text
    )
    name = TextField(label=_("Name"), required=False, max_length=300)
    roles = ListField(label=_("Roles"), required=False, choices=RoleKind.choices)
    emails = PointsField(label=_("E-mail addresses"), required=False, help_text=_HINT)
    phones = PointsField(label=_("Phone numbers"), required=False, help_text=_HINT)
    faxes = PointsField(label=_("Fax numbers"), required=False)
    websites = WebPagesField(label=_("Web pages"), required=False, max_length=400)
    street = TextField(label=_("Street and number"), required=False, max_length=500, long=True)
    district = TextField(label=_("District"), required=False, max_length=200)
    locality = TextField(label=_("City"), required=False, max_length=200)
    region = TextField(label=_("Region"), required=False, max_length=200)
    postal_code = TextField(label=_("Postal code"), required=False, max_length=20)
    organisation = TextField(
        label=_("Organisation"), required=False, max_length=300, help_text=_("Where the person works.")
    )
    position = TextField(label=_("Position"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "kind" in self.changed_data and not self.instance._state.adding:
            self._refuse_kind(data.get("kind", ""))
        name = data.get("name") or " ".join(part for part in (data.get("given_name"), data.get("family_name")) if part)
        if not fold(name) and not {"name", "given_name", "family_name"} & self.errors.keys():
            self.add_error("name", gettext("A name is needed."))
        data["name"] = name
        if any(data.get(figure) is not None for figure in FIGURES) and not data.get("currency"):
            data["currency"] = currency_of(data.get("country") or "") or _home_currency()
        self.points: dict[str, list[parts.Point]] = {}
        for field, kind in POINTS.items():
            if field in data:
                self._read_points(field, kind, data)
        if data.get("kind") == PartyKind.ORGANISATION and (data.get("organisation") or data.get("position")):
            self.add_error("organisation", gettext("Only a person can have a position."))
        elif data.get("position") and not fold(data.get("organisation") or ""):
            self.add_error("position", gettext("A position needs an organisation."))
        return data

    def _refuse_kind(self, kind: str) -> None:
        if problem := self.instance.problem_of_kind(kind):
            self.add_error("kind", problem)

    def _get_validation_exclusions(self) -> set[str]:
        """The country was looked up by its field, and no constraint reads it: the model need not do so once more."""
        return {*super()._get_validation_exclusions(), "country"}

    def save(self, commit: bool = True) -> Any:
        """Write the party; a change of its owner by the rule of the action that assigns."""
        if not self.is_new and "owner" in self.changed_data:
            hand_over(Party.objects.filter(pk=self.instance.pk), self.cleaned_data["owner"])
        return super().save(commit)

    def save_parts(self) -> None:
        """Bring roles, points, address and position in line with what was entered."""
        party: Party = self.instance
        data, changed, new = self.cleaned_data, set(self.changed_data), self.is_new
        if "roles" in changed:
            parts.set_roles(party, data["roles"], new=new)
        if changed & set(POINTS):
            parts.set_points(party, self.points, new=new)
        if changed & {*ADDRESS, "country"}:
            address = {name: data[name] for name in ADDRESS}
            cleared = bool(changed & set(ADDRESS))
            parts.set_address(party, address, cleared=cleared, moved="country" in changed, new=new)
        if changed & {"organisation", "position"}:
            parts.set_position(party, data["organisation"], data["position"], by=self.user, new=new)

    def rows_of_new(self) -> list[Model]:
        """A new party and its parts, not yet written, of a valid form; the position is left to the caller."""
        party, data = self.instance, self.cleaned_data
        party.derive_columns()
        address = {name: data[name] for name in ADDRESS}
        return [party, *parts.rows_of_new(party, data["roles"], self.points, address)]

    def _read_points(self, field: str, kind: str, data: dict[str, Any]) -> None:
        country = data.get("country") or ("" if self.instance._state.adding else country_of(self.instance))
        found: dict[str, parts.Point] = {}
        for text in data[field]:
            label, value = parts.split_label(text)
            try:
                point = read_point(kind, value, country=country)
                if not point.valid and not parts.is_kept(self.instance, kind, point.key):
                    raise PointError(expected(kind, value, country))
            except PointError as error:
                self.add_error(field, str(error))
                continue
            found.setdefault(point.key, parts.Point(kind, point.display, point.key, point.valid, label))
        self.points[kind] = list(found.values())


def _home_currency() -> str:
    """The currency of our own company."""
    home = Party.objects.filter(is_focal=True).only("currency", "country").first()
    return (home.currency or currency_of(home.country)) if home else ""
