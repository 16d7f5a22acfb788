"""How a party is reached, and what it has agreed to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from peyvand.contacts.addresses import format_address, on_one_line
from peyvand.contacts.choices import countries
from peyvand.contacts.codes import POINT_LABELS, AddressKind, ConsentChannel, ConsentPurpose, ConsentStatus, PointKind
from peyvand.contacts.days import Problems, refuse, said_problem
from peyvand.contacts.models.party import Party
from peyvand.contacts.normalise import (
    NormalisedPoint,
    PointError,
    expected,
    is_label,
    national_phone,
    normalise_point,
    takes_country,
)
from peyvand.platform.records.fields import derive
from peyvand.platform.records.models import RecordModel
from peyvand.platform.ui.seeds import SeededField

_DRAWN_AS: dict[str, str] = {
    PointKind.EMAIL: "email",
    PointKind.PHONE: "phone",
    PointKind.MOBILE: "phone",
    PointKind.WEB: "url",
}


def home_country() -> str:
    """The country of our own company; "" where it is not known."""
    return Party.objects.filter(is_focal=True).values_list("country", flat=True).first() or ""


def country_of(party: Party) -> str:
    """The country of a party's first address, else its own."""
    address = party.main_address()
    return (address.country if address else "") or party.country


def read_point(kind: str, text: str, *, country: str, network: str = "") -> NormalisedPoint:
    """A contact point of any kind; a number without the code of a country is one of `country`, else of our own.

    Raises PointError for what cannot be one.
    """
    if not country and takes_country(kind, text, network):
        country = home_country()
    return normalise_point(kind, text, country=country, network=network)


class ContactPoint(RecordModel):
    """An e-mail address, a number, a page or a handle. `key` is its normal form: equal keys reach the same place."""

    party = models.ForeignKey(Party, models.CASCADE, verbose_name=_("Party"), related_name="contact_points")
    kind = models.CharField(_("Kind"), max_length=10, choices=PointKind)
    value = models.CharField(_("Value"), max_length=500)
    label = SeededField(
        _("Label"), max_length=60, blank=True, help_text=_("Such as work, home, reception."), seeds=POINT_LABELS
    )
    network = models.CharField(
        _("Network"), max_length=40, blank=True, help_text=_("For social networks and messengers.")
    )
    key = models.CharField(max_length=500, editable=False)
    is_valid = models.BooleanField(_("Valid"), default=True, editable=False)
    is_primary = models.BooleanField(_("Preferred"), default=False)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("Contact points")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind", "key"],
                name="point_once",
                violation_error_message=_("The party already has this contact point."),
            ),
        ]
        indexes = [models.Index(fields=["key"], name="point_key")]

    told_as = "kind"

    def __str__(self) -> str:
        return self.value

    def shown_as(self) -> dict[str, str]:
        return {"value": _DRAWN_AS[self.kind]} if self.is_valid and self.kind in _DRAWN_AS else {}

    @derive(_("Remark"), "text", reads=("is_valid",))
    def remark(self) -> str:
        """What stands beside it where it is read."""
        return "" if self.is_valid else gettext("not valid")

    @property
    def national(self) -> str:
        """A telephone number as it is dialled at home, by which people look for it too."""
        return national_phone(self.value) if self.kind in (PointKind.PHONE, PointKind.MOBILE, PointKind.FAX) else ""

    def clean(self) -> None:
        if self.label and not is_label(self.label):
            raise ValidationError({"label": gettext("A label begins with a letter and has no “:”, “;” or “@” in it.")})
        typed = self.value
        try:
            self.derive_columns()
            if not self.is_valid and not self._is_kept():
                raise PointError(expected(self.kind, typed, self._country()))
        except PointError as error:
            raise ValidationError({"value": str(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_columns()
        super().save(*args, **kwargs)

    def derive_columns(self) -> None:
        """Bring the value into its normal form. Raises PointError for what cannot be one."""
        country = self._country() if takes_country(self.kind, self.value, self.network) else ""
        point = read_point(self.kind, self.value, country=country, network=self.network)
        self.value, self.key, self.is_valid = point.display, point.key[:500], point.valid

    def _country(self) -> str:
        return country_of(self.party) if self.party_id else ""

    def _is_kept(self) -> bool:
        """Whether it stands so already: an import brought it, and what else is changed must not wait for it."""
        same = {name: getattr(self, name) for name in ("pk", "kind", "network", "value")}
        return not self._state.adding and ContactPoint.objects.filter(**same).exists()


class Address(RecordModel):
    """A postal address, written in the order of its country."""

    party = models.ForeignKey(Party, models.CASCADE, verbose_name=_("Party"), related_name="addresses")
    kind = models.CharField(_("Kind"), max_length=10, choices=AddressKind, default=AddressKind.POSTAL)
    street = models.TextField(_("Street and number"), blank=True, max_length=500)
    district = models.CharField(_("District"), max_length=200, blank=True)
    locality = models.CharField(_("City"), max_length=200, blank=True)
    region = models.CharField(_("Region"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True)
    country = models.CharField(_("Country"), max_length=2, choices=countries, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("Addresses")

    def __str__(self) -> str:
        return on_one_line(self.lines)

    @derive(_("Address"), "lines")
    def lines(self) -> list[str]:
        """The lines as they stand on an envelope of that country."""
        parts = ("street", "district", "locality", "region", "postal_code", "country")
        return format_address({part: getattr(self, part) for part in parts}, language=get_language() or "en")


class Consent(RecordModel):
    """What a party allows or forbids: for one purpose, on one channel, with the proof."""

    party = models.ForeignKey(Party, models.CASCADE, verbose_name=_("Party"), related_name="consents")
    purpose = models.CharField(_("Purpose"), max_length=10, choices=ConsentPurpose)
    channel = models.CharField(_("Channel"), max_length=10, choices=ConsentChannel)
    status = models.CharField(_("Status"), max_length=10, choices=ConsentStatus, default=ConsentStatus.GIVEN)
    given_on = models.DateField(_("On"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    proof = models.TextField(
        _("Proof"), blank=True, max_length=5_000, help_text=_("Where and how it was said: form, call, letter.")
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("Consents")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "purpose", "channel"],
                condition=Q(withdrawn_on__isnull=True),
                name="consent_once",
                violation_error_message=_("There is already a word on this purpose and channel; withdraw it first."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(given_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_dates",
                violation_error_message=_("A consent cannot be withdrawn before it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.get_channel_display()}"

    def clean(self) -> None:
        given, said, taken_back = self.status == ConsentStatus.GIVEN, self.given_on, self.withdrawn_on
        misordered = said and taken_back and taken_back < said
        what = ("status", "party_id", "purpose", "channel")  # what was said; said anew, it needs a day and a proof
        problems: Problems = {("given_on",): said_problem(said), ("withdrawn_on",): said_problem(taken_back)}
        if given and said is None:
            problems |= {("given_on", *what): gettext("Say when the consent was given.")}
        if misordered:
            problems |= {("withdrawn_on", "given_on"): gettext("A consent cannot be withdrawn before it was given.")}
        if given and not self.proof.strip():
            problems |= {("proof", *what): gettext("Say where and how the consent was given.")}
        refuse(self, problems)
