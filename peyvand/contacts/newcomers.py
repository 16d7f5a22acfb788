"""New parties of a chunk of lines, made without asking the database for each of them.

It is asked once which names, references and shared contact points it knows. A line is taken by itself whenever it may
be about somebody who is there already or comes before it in the chunk.
"""

from django.db.models import Model

from peyvand.contacts import parts
from peyvand.contacts.codes import PartyKind
from peyvand.contacts.forms import PartyForm
from peyvand.contacts.models import ContactPoint, Party, Position
from peyvand.contacts.normalise import country_code, normalise_point
from peyvand.platform.accounts.models import Actor
from peyvand.platform.import_export.importers import Values
from peyvand.platform.records.forms import RecordForm
from peyvand.platform.records.record import record_of
from peyvand.platform.search.normalise import fold

_NEEDS_MORE = ("id", "owner", "position_since")
_PERSON, _FIRM = PartyKind.PERSON.value, PartyKind.ORGANISATION.value


class Newcomers:
    """Which lines make new parties, and their rows. See `importers.Newcomers`."""

    def __init__(self, lines: list[Values], by: Actor) -> None:
        self.by = by
        self.may = record_of(Party).allows(by, "add")
        self.made: set[tuple[str, str]] = set()  # kind and name of everybody whom lines of the chunk may have made
        self.unsure: set[str] = set()  # names of firms that lines taken by themselves may have made
        self._look_up_references({values["reference"] for values in lines if values.get("reference")})
        self._look_up_names(lines)
        self._look_up_firms({_employer(values) for values in lines} - {""})

    def _look_up_references(self, references: set[str]) -> None:
        known = record_of(Party).visible(self.by).filter(reference__in=references)
        self.references = set(known.values_list("reference", flat=True)) if references else set()
        self.given: set[str] = set()  # by lines of the chunk

    def _look_up_names(self, lines: list[Values]) -> None:
        """Who is there, and which names reach a point of a line: those of parties that `by` does not see as well."""
        names = {_named(values)[1] for values in lines}
        keys = {key for values in lines for _kind, key in keys_of(values)}
        visible = record_of(Party).visible(self.by).filter(search_name__in=names)
        self.known = set(visible.order_by().values_list("kind", "search_name").distinct())
        shared = ContactPoint.objects.filter(key__in=keys, party__search_name__in=names)
        self.shared = set(shared.values_list("party__search_name", "key"))

    def _look_up_firms(self, names: set[str]) -> None:
        """Employers as `parts.find_or_add` finds them: our own company, else the oldest of that name that `by` sees."""
        firms = Party.objects.filter(kind=_FIRM, search_name__in=names).only("search_name", "kind", "name")
        seen = record_of(Party).visible(self.by).filter(pk__in=firms.values("pk")).order_by("search_name", "pk")
        self.firms: dict[str, Party] = {firm.search_name: firm for firm in seen.distinct("search_name")}
        self.firms |= {firm.search_name: firm for firm in firms.filter(is_focal=True)}
        people = {name for kind, name in self.known if kind == _PERSON}
        staff = Position.objects.filter(person__search_name__in=people, organisation__search_name__in=names)
        self.staff = set(staff.values_list("person__search_name", "organisation__search_name"))

    def expects(self, values: Values) -> bool:
        """Whether nobody of this reference, or without one nobody alike, is there."""
        kind, name = _named(values)
        if not self.may or not name or any(values.get(field) for field in _NEEDS_MORE):
            return False
        employer = _employer(values)
        if (kind, name) in self.made or employer in self.unsure:
            return False
        if values.get("reference"):
            return values["reference"] not in self.references | self.given
        if (kind, name) not in self.known:
            return True
        keys = keys_of(values)
        reached = any((name, key) in self.shared for _kind, key in keys) or (name, employer) in self.staff
        return bool(keys or employer) and not reached

    def meets(self, values: Values) -> bool:
        """Whether this line may be about somebody whom a line before it made."""
        return not self.made.isdisjoint(_names(values)) or values.get("reference") in self.given

    def rows(self, form: RecordForm, values: Values) -> list[Model]:
        """The party with its parts, its position and employer, and its contact person."""
        assert isinstance(form, PartyForm)
        party: Party = form.instance
        rows = form.rows_of_new()
        rows += parts.points_of_new(party, values.get("unusable", []))
        party.unknown_properties = list(dict.fromkeys(values.get("unknown_properties", ())))
        if values.get("contact_person"):  # this may fail: only then is anything noted
            person, position = parts.new_contact_person(
                party, values["contact_person"], values.get("contact_title", "")
            )
            person.derive_columns()
            rows += [person, position]
        if fold(form.cleaned_data["organisation"]):
            rows += self._position(party, form.cleaned_data["organisation"], form.cleaned_data["position"])
        if party.kind == _FIRM:
            self.firms.setdefault(party.search_name, party)
        self.made |= {(row.kind, row.search_name) for row in rows if isinstance(row, Party)}
        self.given.add(values.get("reference", ""))
        return rows

    def note(self, values: Values) -> None:
        """A line that was taken by itself may have made anybody whom it names."""
        self.made |= _names(values)
        self.unsure |= {key for kind, key in _names(values) if kind == _FIRM and key not in self.firms}
        self.given.add(values.get("reference", ""))

    def _position(self, person: Party, employer: str, title: str) -> list[Model]:
        key = fold(employer)[:200]
        rows: list[Model] = []
        if key not in self.firms:
            self.firms[key] = firm = parts.named(employer, _FIRM, by=self.by)
            firm.derive_columns()
            rows.append(firm)
        return [*rows, Position(person=person, organisation=self.firms[key], title=title)]


def _named(values: Values) -> tuple[str, str]:
    """Kind and folded name of whom a line is about."""
    name = values.get("name") or " ".join(filter(None, (values.get("given_name"), values.get("family_name"))))
    return values.get("kind") or _FIRM, fold(name)[:200]


def _employer(values: Values) -> str:
    return fold(values.get("organisation", ""))[:200]


def _names(values: Values) -> set[tuple[str, str]]:
    """Kind and folded name of everybody whom a line names."""
    contact = fold(values.get("contact_person", ""))[:200]
    return {named for named in (_named(values), (_FIRM, _employer(values)), (_PERSON, contact)) if named[1]}


def keys_of(values: Values) -> set[tuple[str, str]]:
    """Kind and key of the e-mail addresses and numbers of a line, by which two lines reach the same place."""
    country = country_code(values.get("country", "")) or ""
    unusable = {(point.kind, point.key) for point in values.get("unusable", ()) if point.kind in ("email", "phone")}
    return unusable | {
        (kind, normalise_point(kind, parts.split_label(text)[1], country=country).key)
        for field, kind in (("emails", "email"), ("phones", "phone"))
        for text in values.get(field, ())
    }
