"""A party is a person or an organisation; what it is to us are its roles."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from peyvand.contacts.addresses import country_name, on_one_line
from peyvand.contacts.choices import countries, industries, languages, require_currency
from peyvand.contacts.codes import PartyKind, RoleKind, RoleStatus, SizeClass, point_label
from peyvand.contacts.days import birthday_problem, refuse, refuse_term
from peyvand.contacts.queries import PartyManager, is_held_position, is_held_role
from peyvand.platform.accounts.models import User
from peyvand.platform.records.fields import MoneyField, derive
from peyvand.platform.records.models import RecordModel, Searchable
from peyvand.platform.records.showing import parts_of
from peyvand.platform.search.normalise import fold, sort_key
from peyvand.platform.ui.cells import Unreachable
from peyvand.platform.ui.formats import format_list

_FILTERED = ("kind", "country", "industry", "size_class", "employees", "turnover", "created_at")
"""What lists are filtered by stands in the indexes that they are sorted by: a row that does not pass is never read."""
_POINTS = tuple(f"contact_points__{name}" for name in ("kind", "value", "is_primary", "is_valid"))
_LABELLED = (*_POINTS, "contact_points__label")
_PLACE = ("country", "addresses__locality", "addresses__country")
_ROLE = ("held_roles__role", "held_roles__status", "held_roles__until")
_POSITION = ("positions__title", "positions__since", "positions__until", "positions__organisation__name")


class Party(Searchable):
    """A person or an organisation we have to do with."""

    kind = models.CharField(_("Kind"), max_length=12, choices=PartyKind, default=PartyKind.ORGANISATION)
    name = models.CharField(_("Name"), max_length=300)
    given_name = models.CharField(_("Given name"), max_length=150, blank=True)
    family_name = models.CharField(_("Family name"), max_length=150, blank=True)
    other_names = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("Other names"),
        default=list,
        blank=True,
        help_text=_("The name in other scripts, nicknames, former names."),
    )
    reference = models.CharField(
        _("Reference"), max_length=100, blank=True, help_text=_("The number or code that another system uses for it.")
    )
    owner = models.ForeignKey(User, models.PROTECT, verbose_name=_("Owner"), null=True, blank=True, related_name="+")
    languages = ArrayField(
        models.CharField(max_length=12, choices=languages), verbose_name=_("Languages"), default=list, blank=True
    )
    industry = models.CharField(_("Industry"), max_length=5, choices=industries, blank=True)
    country = models.CharField(_("Country"), max_length=2, choices=countries, blank=True)
    birthday = models.DateField(_("Birthday"), null=True, blank=True)
    employees = models.IntegerField(_("Employees"), null=True, blank=True, validators=[MinValueValidator(0)])
    turnover = MoneyField(_("Annual turnover"), null=True, blank=True, validators=[MinValueValidator(0)])
    balance_total = MoneyField(_("Balance-sheet total"), null=True, blank=True, validators=[MinValueValidator(0)])
    currency = models.CharField(
        _("Currency"),
        max_length=3,
        blank=True,
        validators=[require_currency],
        help_text=_("Three letters, such as EUR. Left empty, it is the currency of the country."),
    )
    size_class = models.CharField(_("Size"), max_length=6, choices=SizeClass, blank=True, editable=False)
    tags = ArrayField(models.CharField(max_length=60), verbose_name=_("Tags"), default=list, blank=True)
    note = models.TextField(_("Note"), blank=True, max_length=20_000)
    is_focal = models.BooleanField(default=False, editable=False)  # the firm that runs Peyvand
    unknown_properties = models.JSONField(
        _("Not understood"),
        default=list,
        blank=True,
        editable=False,
        help_text=_("What an import brought without a field for it."),
    )
    sort_name = models.CharField(max_length=200, editable=False)

    called_by = ("name", "kind")
    objects: ClassVar[PartyManager] = PartyManager()

    class Meta(Searchable.Meta):
        verbose_name = _("person or organisation")
        verbose_name_plural = _("People & organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="party_reference_once",
                violation_error_message=_(
                    "There is already a record with this reference, perhaps one that you do not see."
                ),
            ),
            models.UniqueConstraint(fields=["is_focal"], condition=Q(is_focal=True), name="party_one_focal_company"),
            models.CheckConstraint(
                condition=Q(turnover__isnull=True, balance_total__isnull=True) | ~Q(currency=""),
                name="party_money_has_currency",
                violation_error_message=_("Say in which currency the figures are."),
            ),
        ]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["sort_name", "id"], name="party_sort_name", include=(*_FILTERED, "owner")),
            models.Index(fields=["updated_at", "id"], name="party_updated", include=(*_FILTERED, "owner")),
            models.Index(fields=["created_at", "id"], name="party_created", include=(*_FILTERED[:-1], "owner")),
            models.Index(fields=["owner", "sort_name", "id"], name="party_owner", include=_FILTERED),
            models.Index(fields=["owner", "search_name", "id"], name="party_owner_search"),
            models.Index(fields=["country", "sort_name", "id"], name="party_country", include=("owner", "kind")),
            models.Index(fields=["industry", "sort_name", "id"], name="party_industry"),
            models.Index(fields=["size_class", "sort_name", "id"], name="party_size"),
            GinIndex(fields=["tags"], name="party_tags"),
            GinIndex(fields=["languages"], name="party_languages"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse(self, {("birthday",): birthday_problem(self.birthday)})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_columns()
        super().save(*args, **kwargs)

    def derive_columns(self) -> None:
        """Fill the columns that follow from others; every way of writing a party calls it."""
        from peyvand.contacts.sizes import size_class_of

        self.sort_name = sort_key(self.name)
        self.search_name = fold(self.name)[:200]
        figures = (self.employees, self.turnover, self.balance_total)
        is_firm = self.kind == PartyKind.ORGANISATION
        self.size_class = size_class_of(self.country, self.currency, *figures) if is_firm else ""

    def get_absolute_url(self) -> str:
        return reverse("people:record", args=[self.pk])

    @property
    def picture(self) -> str:
        """A circle for a person, a square for an organisation."""
        return self.kind

    def shown_as(self) -> dict[str, str]:
        return {"emails": "email", "phones": "phone", "websites": "url"}

    def links_to(self) -> dict[str, tuple[type[models.Model], Any]]:
        position = self.present_position()
        return {"organisation": (Party, position.organisation.id)} if position else {}

    def why_kept(self) -> str:
        """The firm that runs Peyvand stays: its own people and papers hang on it."""
        return gettext("This is your own company. It cannot be deleted.") if self.is_focal else ""

    @derive(_("Roles"), "roles", RoleKind.choices, reads=_ROLE)
    def roles(self) -> list[str]:
        """What the party is to us now."""
        return [row.role for row in parts_of(self, "held_roles") if is_held_role(row)]

    @derive(_("E-mail"), "email", reads=_POINTS)
    def email(self) -> str:
        """The first e-mail address."""
        return self._first("email")

    @derive(_("Phone"), "phone", reads=_POINTS)
    def phone(self) -> str:
        """The first telephone number."""
        return self._first("phone", "mobile")

    @derive(_("Place"), "lines", reads=_PLACE)
    def place(self) -> list[str]:
        """City and country of the first address."""
        address = self.main_address()
        code = address.country if address and address.country else self.country
        country = country_name(code, get_language() or "en") if code else ""
        return [part for part in (address.locality if address else "", country) if part]

    @derive(_("E-mail addresses"), "list", reads=_LABELLED)
    def emails(self) -> list[str]:
        """All e-mail addresses, with their labels."""
        return self._points("email")

    @derive(_("Phone numbers"), "list", reads=_LABELLED)
    def phones(self) -> list[str]:
        """All telephone numbers, with their labels."""
        return self._points("phone", "mobile")

    @derive(_("Fax numbers"), "list", reads=_LABELLED)
    def faxes(self) -> list[str]:
        """All fax numbers."""
        return self._points("fax")

    @derive(_("Web pages"), "list", reads=_LABELLED)
    def websites(self) -> list[str]:
        """All web pages."""
        return self._points("web")

    @derive(_("Not valid"), "list", reads=("contact_points__value", "contact_points__is_valid"))
    def not_valid(self) -> list[str]:
        """The contact points that cannot be reached as they are written; an import kept them."""
        return [point.value for point in parts_of(self, "contact_points") if not point.is_valid]

    @derive(_("Street and number"), "text", reads=("addresses__street",))
    def street(self) -> str:
        """Street of the main address."""
        return self._address("street")

    @derive(_("District"), "text", reads=("addresses__district",))
    def district(self) -> str:
        """District of the main address."""
        return self._address("district")

    @derive(_("City"), "text", reads=("addresses__locality",))
    def locality(self) -> str:
        """City of the main address."""
        return self._address("locality")

    @derive(_("Region"), "text", reads=("addresses__region",))
    def region(self) -> str:
        """Region of the main address."""
        return self._address("region")

    @derive(_("Postal code"), "text", reads=("addresses__postal_code",))
    def postal_code(self) -> str:
        """Postal code of the main address."""
        return self._address("postal_code")

    @derive(_("Organisation"), "text", reads=(*_POSITION, "positions__organisation__id"))
    def organisation(self) -> str:
        """Name of the organisation where the person has a position now."""
        position = self.present_position()
        return str(position.organisation.name) if position else ""

    @derive(_("Position"), "text", reads=_POSITION)
    def position(self) -> str:
        """Title of the present position."""
        position = self.present_position()
        return str(position.title) if position else ""

    @derive("", "text", reads=(*_POSITION, *_PLACE))
    def hint(self) -> str:
        """What tells two parties of the same name apart."""
        return format_list(part for part in (self.position, self.organisation) if part) or on_one_line(self.place)

    def present_position(self) -> Any:
        """The position that is held today; of several the oldest."""
        return next(filter(is_held_position, parts_of(self, "positions")), None)

    def main_address(self) -> Any:
        """The address that the directory shows: the first one."""
        return next(iter(parts_of(self, "addresses")), None)

    def problem_of_kind(self, kind: str) -> str:
        """Why a stored party cannot become of this kind: positions, also former ones, link persons with firms."""
        if kind == PartyKind.PERSON and self.staff.exists():
            return gettext("People hold or held positions here: this stays an organisation.")
        if kind == PartyKind.ORGANISATION and self.positions.exists():
            return gettext("This person holds or held a position, which no organisation can.")
        return ""

    def _points(self, *kinds: str) -> list[str]:
        points = [point for point in parts_of(self, "contact_points") if point.kind in kinds]
        return [
            _as_reached(point, f"{point_label(point.label)}: {point.value}" if point.label else point.value)
            for point in points
        ]

    def _address(self, part: str) -> str:
        address = self.main_address()
        return str(getattr(address, part)) if address else ""

    def _first(self, *kinds: str) -> str:
        points = [point for point in parts_of(self, "contact_points") if point.kind in kinds]
        first = min(points, key=lambda point: not point.is_primary, default=None)
        return _as_reached(first, first.value) if first else ""


def _as_reached(point: Any, told: str) -> str:
    """What is told of a contact point, marked where it cannot be reached."""
    return told if point.is_valid else Unreachable(told)


class PartyRole(RecordModel):
    """What a party is to us, since when and how actively; several at once are usual."""

    party = models.ForeignKey(Party, models.CASCADE, verbose_name=_("Party"), related_name="held_roles")
    role = models.CharField(_("Role"), max_length=12, choices=RoleKind)
    status = models.CharField(_("Status"), max_length=12, choices=RoleStatus, default=RoleStatus.ACTIVE)
    owner = models.ForeignKey(User, models.PROTECT, verbose_name=_("Owner"), null=True, blank=True, related_name="+")
    since = models.DateField(_("Since"), null=True, blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    note = models.TextField(_("Note"), blank=True, max_length=5_000)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("Roles")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "role"],
                condition=~Q(status=RoleStatus.ENDED),
                name="role_once_at_a_time",
                violation_error_message=_("The party already has this role."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="role_dates",
                violation_error_message=_("A role cannot end before it began."),
            ),
        ]
        indexes = [
            models.Index(fields=["role", "party"], name="role_party"),
            models.Index(fields=["status", "party"], name="role_status"),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())

    def clean(self) -> None:
        self._fill_last_day()
        refuse_term(self, gettext("A role cannot end before it began."))

    def _fill_last_day(self) -> None:
        """What is said to have ended ended today, or on its first day to come; an unknown day may stay unknown."""
        if self.status == RoleStatus.ENDED and self.until is None:
            stored = PartyRole.objects.filter(pk=self.pk, status=RoleStatus.ENDED, until=None)
            if self._state.adding or not stored.exists():
                self.until = max(self.since or localdate(), localdate())


class Position(RecordModel):
    """What a person does, or did, in an organisation."""

    person = models.ForeignKey(Party, models.CASCADE, verbose_name=_("Person"), related_name="positions")
    organisation = models.ForeignKey(Party, models.CASCADE, verbose_name=_("Organisation"), related_name="staff")
    title = models.CharField(_("Title"), max_length=200, blank=True)
    department = models.CharField(_("Department"), max_length=200, blank=True)
    since = models.DateField(_("Since"), null=True, blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("Positions")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="position_dates",
                violation_error_message=_("A position cannot end before it began."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("organisation")),
                name="position_between_two",
                violation_error_message=_("A position links a person with an organisation."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Position")

    def clean(self) -> None:
        if self.person_id and self.person.kind != PartyKind.PERSON:
            raise ValidationError({"person": gettext("Only a person can have a position.")})
        if self.organisation_id and self.organisation.kind != PartyKind.ORGANISATION:
            raise ValidationError({"organisation": gettext("A position is held in an organisation.")})
        refuse_term(self, gettext("A position cannot end before it began."))
