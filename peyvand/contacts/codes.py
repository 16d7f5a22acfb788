"""The code lists of contacts, with the words that users see for them."""

from functools import cache

from babel import Locale, UnknownLocaleError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from peyvand.platform.ui.seeds import shown_seed, stored_seed

POINT_LABELS = (gettext_noop("work"), gettext_noop("home"), gettext_noop("cell"), gettext_noop("mobile"))
"""The labels of contact points that address books bring along."""


def point_label(label: str) -> str:
    """A label in the reader's language if it is a usual one, in whichever of our languages; else as it is."""
    return str(shown_seed(stored_seed(label, POINT_LABELS), POINT_LABELS))


class PartyKind(TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class RoleKind(TextChoices):
    CUSTOMER = "customer", _("Customer")
    PROSPECT = "prospect", _("Prospect")
    SUPPLIER = "supplier", _("Supplier")
    PARTNER = "partner", _("Partner")
    DEALER = "dealer", _("Dealer")
    COMPETITOR = "competitor", _("Competitor")
    ADVISER = "adviser", _("Adviser")
    EMPLOYEE = "employee", _("Employee")
    MEDIA = "media", _("Media")
    INVESTOR = "investor", _("Investor")
    INSTITUTION = "institution", _("Institution")


class RoleStatus(TextChoices):
    ACTIVE = "active", _("Active")
    PROSPECTIVE = "prospective", _("Prospective")
    DORMANT = "dormant", _("Dormant")
    ENDED = "ended", _("Ended")


class PointKind(TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    MOBILE = "mobile", _("Mobile")
    FAX = "fax", _("Fax")
    WEB = "web", _("Website")
    SOCIAL = "social", _("Social network")
    MESSENGER = "messenger", _("Messenger")


class AddressKind(TextChoices):
    POSTAL = "postal", _("Postal address")
    VISIT = "visit", _("Where to visit")
    BILLING = "billing", _("For invoices")
    DELIVERY = "delivery", _("For deliveries")
    HOME = "home", _("Home")


class ConsentPurpose(TextChoices):
    SERVICE = "service", _("Service")
    MARKETING = "marketing", _("Marketing")
    SURVEY = "survey", _("Surveys")
    SHARING = "sharing", _("Sharing with others")


class ConsentChannel(TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    SMS = "sms", _("Text message")
    MESSENGER = "messenger", _("Messenger")
    POST = "post", _("Post")


class ConsentStatus(TextChoices):
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNKNOWN = "unknown", pgettext_lazy("of a consent", "Unknown")


class NetworkKind(TextChoices):
    """The networks of an owner-manager that a tie belongs to."""

    PERSONAL = "personal", _("Personal network")
    SOCIAL = "social", _("Social network of contacts")
    BUSINESS = "business", _("Business network")
    INDUSTRIAL = "industrial", _("Industrial network")
    MARKETING = "marketing", _("Marketing network")


class TieContent(TextChoices):
    FAMILY = "family", _("Family")
    FRIEND = "friend", _("Friend")
    ACCOUNTANT = "accountant", _("Accountant")
    BANKER = "banker", _("Banker")
    LAWYER = "lawyer", _("Lawyer")
    ADVISER = "adviser", _("Adviser")
    EX_COLLEAGUE = "ex_colleague", _("Former colleague")
    CO_MEMBER = "co_member", _("Member of the same association")
    OWNERSHIP = "ownership", _("Owner of")
    REFERRAL = "referral", _("Referred by")
    REPORTS_TO = "reports_to", _("Reports to")
    CONTACT_PERSON = "contact_person", _("Contact person")
    TRADE = "trade", _("Trades with")
    COMPETITOR = "competitor", _("Competes with")
    OTHER = "other", _("Other")


class SizeClass(TextChoices):
    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")


class SizeRule(TextChoices):
    """Which of the known figures must stay within the limits of a class; see `size_class.Rule`."""

    STAFF_AND_MONEY = "staff and one of money", _("Employees, and turnover or balance-sheet total")
    ALL = "all", _("All figures")
    TWO_OF_THREE = "two of three", _("Two of three figures")
    ANY = "any", _("One figure is enough")
    HEADCOUNT = "headcount", _("Employees only")


@cache
def language_choices(reader: str) -> tuple[tuple[str, str], ...]:
    """Languages of the world as (ISO 639-1 code, name in the reader's language), ordered by name.

    `reader` is a language tag as Django writes it; names are English where it is unknown.
    """
    try:
        locale = Locale.parse(reader, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse("en")
    named = ((code, str(name)) for code, name in locale.languages.items() if len(code) == 2)
    return tuple(sorted(named, key=lambda choice: choice[1].casefold()))
