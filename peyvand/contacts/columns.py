"""What the columns of a file of parties mean: beside each other, with the name of the file, and in every line."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext

from peyvand.contacts.codes import PartyKind, RoleKind
from peyvand.contacts.headings import FAMILY_NAME_BESIDE, HEADINGS, OF_FIRMS, OF_PEOPLE, PLAIN_NAMES
from peyvand.contacts.models import Party
from peyvand.platform.import_export.importers import Values
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import record_of
from peyvand.platform.search.normalise import fold
from peyvand.platform.ui.formats import format_list

SYNONYMS = {fold(heading): field for field, headings in HEADINGS.items() for heading in headings}
_OF_PEOPLE, _OF_FIRMS, _PLAIN_NAMES, _FAMILY_NAME_BESIDE = (
    frozenset(map(fold, names)) for names in (OF_PEOPLE, OF_FIRMS, PLAIN_NAMES, FAMILY_NAME_BESIDE)
)
_ONLY_PEOPLE_HAVE = {"given_name", "family_name", "organisation", "position", "birthday"}
_NAMES = ("name", "given_name", "family_name")
_FILES = {
    "customers": (PartyKind.ORGANISATION, RoleKind.CUSTOMER),
    "suppliers": (PartyKind.ORGANISATION, RoleKind.SUPPLIER),
    "vendors": (PartyKind.ORGANISATION, RoleKind.SUPPLIER),
    "shippers": (PartyKind.ORGANISATION, RoleKind.SUPPLIER),
    "partners": (PartyKind.ORGANISATION, RoleKind.PARTNER),
    "dealers": (PartyKind.ORGANISATION, RoleKind.DEALER),
    "competitors": (PartyKind.ORGANISATION, RoleKind.COMPETITOR),
    "employees": (PartyKind.PERSON, RoleKind.EMPLOYEE),
    "staff": (PartyKind.PERSON, RoleKind.EMPLOYEE),
}


def settle(mapping: dict[str, str]) -> dict[str, str]:
    """What the names of columns mean beside each other.

    Beside the name of a person, the name of a company is where the person works; where nobody else is named, a company
    is itself what the line is about. A plain name beside the family name is the given name; in languages that say
    “name” for the family name, it is that.
    """
    fields = set(mapping.values())
    names_family = "family_name" not in fields and not _FAMILY_NAME_BESIDE.isdisjoint(map(fold, mapping))
    names = {fold(column) for column, target in mapping.items() if target == "name"}
    named = bool(fields & {"given_name", "family_name"} or names - _OF_FIRMS)
    settled: dict[str, str] = {}
    for column, target in mapping.items():
        heading = fold(column)
        if target == "name" and named and heading in _OF_FIRMS:
            target = "organisation"
        elif target == "name" and heading in _PLAIN_NAMES and "family_name" in fields and "given_name" not in fields:
            target = "given_name"
        elif target == "name" and heading in _PLAIN_NAMES and names_family:
            target = "family_name"
        elif target == "organisation" and not (named or names or "position" in fields):
            target = "name"
        settled[column] = target
    return settled


def constants(filename: str, mapping: Mapping[str, str]) -> Values:
    """What the name of the file and its columns say about every line."""
    for word, (kind, role) in _FILES.items():
        if word in fold(filename).split():
            firm = Party.objects.filter(is_focal=True).first() if role == RoleKind.EMPLOYEE else None
            return {"kind": kind.value, "roles": [role.value]} | ({"organisation": firm.name} if firm else {})
    person = _ONLY_PEOPLE_HAVE & set(mapping.values()) or _OF_PEOPLE & {
        fold(column) for column, target in mapping.items() if target == "name"
    }
    return {"kind": PartyKind.PERSON.value} if person else {}


def joined(every: Values, said: Values) -> Values:
    """A line with what is so of all lines. Whether it is a person or an organisation, it may say itself.

    Who has a given or family name, a birthday, an employer or a position is a person; where nobody is named, a company
    is itself what the line is about, but not in a list of employees.
    """
    values = {**every, **said}
    of_staff = RoleKind.EMPLOYEE in values.get("roles", ())
    named = any(said.get(part) for part in ("name", "given_name", "family_name"))
    is_firm = said.get("kind", PartyKind.ORGANISATION) == PartyKind.ORGANISATION
    if said.get("organisation") and not named and is_firm and not of_staff:
        values |= {"kind": PartyKind.ORGANISATION.value, "name": values.pop("organisation")}
    elif named and "kind" not in said and _ONLY_PEOPLE_HAVE & {field for field, value in said.items() if value}:
        values["kind"] = PartyKind.PERSON.value
    return values


def lacking(fields: Collection[str], every: Values) -> str:
    """Says so where no column gives a name, which every new party needs; "" where one does.

    A company is a name where nobody else is named, but not in a list of employees. Lines with an identifier may be
    about parties that are there already, and have names.
    """
    of_staff = RoleKind.EMPLOYEE in every.get("roles", ())
    if {*_NAMES, "id", "reference"} & {*fields} or ("organisation" in fields and not of_staff):
        return ""
    form_fields = form_of(record_of(Party)).base_fields
    words = gettext(
        "No column gives a name, and no line comes in without one. One must go to one of these: %(fields)s."
    )
    return words % {"fields": format_list(form_fields[name].label for name in _NAMES)}
