"""What importing parties knows beyond the form: contact persons, superiors, and who is already there."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from peyvand.contacts import parts
from peyvand.contacts.cards import values_of_card
from peyvand.contacts.choices import countries
from peyvand.contacts.codes import PartyKind, TieContent
from peyvand.contacts.columns import SYNONYMS, constants, joined, lacking, settle
from peyvand.contacts.days import term_problem
from peyvand.contacts.forms import ADDRESS, FIGURES, POINTS, CountryField
from peyvand.contacts.models import Address, ContactPoint, Party, Position, Tie
from peyvand.contacts.models.reach import home_country, read_point
from peyvand.contacts.newcomers import Newcomers, keys_of
from peyvand.contacts.normalise import PointError, country_code, expected, takes_country
from peyvand.contacts.queries import held_positions
from peyvand.platform.accounts.models import Actor
from peyvand.platform.import_export.importers import Figures, Importer, Remark, Values, register
from peyvand.platform.import_export.wording import bare, cut, kept
from peyvand.platform.records.record import Record, record_of
from peyvand.platform.records.showing import parts_of
from peyvand.platform.records.writing import constraint_message
from peyvand.platform.search.normalise import fold
from peyvand.platform.ui.formats import FormatError, format_date, format_list, format_number, parse_date

EXTRA = {
    "contact_person": _("Contact person"),
    "contact_title": _("Contact person’s position"),
    "reports_to": _("Reports to (reference)"),
    "position_since": _("In the position since"),
}
TOGETHER = (
    ("given_name", "family_name"),
    ("organisation", "position", "position_since"),
    (*ADDRESS, "country"),
    (*FIGURES, "currency"),
)


class ImportOptions(forms.Form):
    """What is asked once about a whole file."""

    default_country = CountryField(
        label=_("Country of telephone numbers"),
        required=False,
        initial=home_country,
        help_text=_("For numbers without the code of a country, in lines that name no country."),
    )


def tidy(values: Values) -> list[str]:
    """Contact points in their normal form; what cannot be one is kept among the unknown properties, and said.

    What is one but cannot be reached goes to `unusable` (a list of `parts.Point`), to be kept and marked; that is said
    too. A number without the code of a country is one of the line's, else of `default_country`, else of our own; how
    many were none of the line's goes to `numbers_of_ours`.
    Databases that write tables as text leave line ends in streets as a backslash and an n.
    """
    remarks = []
    if "street" in values:
        values["street"] = values["street"].replace("\\n", "\n")
    country = country_code(values.get("country", "")) or ""
    if values.get("country") and not country:
        remarks.append(gettext("“%(name)s” is not a country. It was kept as a remark.") % {"name": values["country"]})
        values.setdefault("unknown_properties", []).append(f"country: {values.pop('country')}")
    if values.get("position_since"):
        text = values["position_since"]
        try:
            values["position_since"] = parse_date(text)
            problem = term_problem(values["position_since"])
        except FormatError as error:
            problem = str(error)
        if problem:
            del values["position_since"]
            remarks.append(gettext("%(problem)s It was kept as a remark.") % {"problem": problem})
            values.setdefault("unknown_properties", []).append(f"position_since: {text}")
    for field, kind in POINTS.items():
        if field in values:
            values[field] = list(_tidy_points(field, kind, country, values, remarks))
    return [*remarks, *_set_aside(values)]


def _set_aside(values: Values) -> list[str]:
    """What an organisation cannot have, where the line names no person that it could be said of."""
    remarks = []
    if values.get("kind") == PartyKind.ORGANISATION and not values.get("organisation"):
        for field in ("position", "position_since"):
            if values.get(field):
                text = values.pop(field)
                values.setdefault("unknown_properties", []).append(f"{field}: {text}")
                words = gettext("“%(text)s” needs a person, and the line names none. It was kept as a remark.")
                remarks.append(words % {"text": cut(str(text))})
    return remarks


def _tidy_points(field: str, kind: str, country: str, values: Values, remarks: list[str]) -> Iterator[str]:
    """The contact points of a field that can be reached, in their normal form; `country` is that of the line."""
    likely = country or values.get("default_country", "")
    for text in values[field]:
        label, value = parts.split_label(text)
        try:
            point = read_point(kind, value, country=likely)
        except PointError as error:
            remarks.append(gettext("%(problem)s It was kept as a remark.") % {"problem": error})
            values.setdefault("unknown_properties", []).append(f"{field}: {text}")
            continue
        if point.valid:
            if not country and takes_country(kind, value):
                values["numbers_of_ours"] = values.get("numbers_of_ours", 0) + 1
            yield f"{label}: {point.display}" if label else point.display
        else:
            problem = expected(kind, value, likely)
            remarks.append(gettext("%(problem)s It was kept as it is, marked “not valid”.") % {"problem": problem})
            unusable = parts.Point(kind, point.display, point.key, False, label)
            values.setdefault("unusable", []).append(unusable)


def check(lines: Iterable[tuple[int, Values]], by: Actor, source: str) -> dict[int, str]:
    """Superiors whom `by` cannot see, and circles of superiors, by line."""
    numbers: dict[str, int] = {}
    above: dict[str, str] = {}
    for number, values in lines:
        if values.get("reference"):
            numbers.setdefault(values["reference"], number)
            if values.get("reports_to"):
                above[values["reference"]] = values["reports_to"]
    visible = record_of(Party).visible(by)
    known = set(numbers) | set(visible.filter(reference__in=set(above.values())).values_list("reference", flat=True))
    in_circles = circling(above)
    problems = {}
    for reference, superior in above.items():
        if superior not in known:
            words = gettext("Reports to “%(reference)s”, who is not in the file.")
            problems[numbers[reference]] = words % {"reference": bare(superior, source)}
        elif reference in in_circles:
            problems[numbers[reference]] = gettext("Reports, in the end, to itself: a circle.")
    return problems


def match(record: Record, values: Values, by: Actor) -> Model | None:
    """The party of the same kind and name that shares an e-mail address, a number or the organisation with the line.

    Of several it is the one that shares most; of those the oldest. A line that says nothing but a name and a place
    matches a party of that name that says nothing else either.
    """
    name = values.get("name") or " ".join(filter(None, (values.get("given_name"), values.get("family_name"))))
    kind = values.get("kind") or PartyKind.ORGANISATION
    keys, organisation = keys_of(values), fold(values.get("organisation", ""))
    named = Party.objects.filter(search_name=fold(name)[:200], kind=kind)
    near = _sharing(named, keys, organisation) if keys or organisation else _in_place(named, values)
    best: tuple[int, Party | None] = (0, None)
    for party in record.visible(by).filter(pk__in=near).preloaded().order_by("pk"):
        shared = 2 * len(keys & {(point.kind, point.key) for point in parts_of(party, "contact_points")})
        shared += bool(organisation and organisation == fold(party.organisation))
        if not keys and not organisation and not party.reference and _same_place(party, values):
            shared = 1
        best = max(best, (shared, party), key=lambda found: found[0])
    return best[1]


def complete(party: Party, values: Values, by: Actor, alike: bool) -> tuple[bool, list[str]]:
    """Contact person, start of the position, and the properties that have no field."""
    remarks = _spare(party, values, by) if alike else []
    changed = False
    if values.get("contact_person"):
        before = Position.objects.filter(organisation=party).values_list("pk", "title")
        known = set(before)
        parts.add_contact_person(party, values["contact_person"], values.get("contact_title", ""), by=by)
        changed |= set(before.all()) != known
    if values.get("position_since"):
        present = Position.objects.filter(held_positions(), person=party).order_by("pk")[:1]
        changed |= (
            Position.objects.filter(pk__in=present)
            .exclude(since=values["position_since"])
            .update(since=values["position_since"])
            > 0
        )
    if values.get("unusable"):
        changed |= parts.keep_points(party, values["unusable"])
    unknown = [line for line in values.get("unknown_properties", ()) if line not in party.unknown_properties]
    if unknown:
        Party.objects.filter(pk=party.pk).update(unknown_properties=[*party.unknown_properties, *unknown])
        changed = True
    return changed, remarks


def _spare(party: Party, values: Values, by: Actor) -> list[str]:
    """Keep the title of the contact person, and since when the position is held; what the line says of them is told."""
    remarks = []
    title, since = values.get("contact_title"), values.get("position_since")
    if values.get("contact_person") and title:
        held = parts.contact_person(party, values["contact_person"], by=by)
        if held is not None and held.title and held.title != title:
            remarks.append(kept(EXTRA["contact_title"], held.title, title))
            del values["contact_title"]
    if since:
        present = Position.objects.filter(held_positions(), person=party).order_by("pk").first()
        if present is not None and present.since and present.since != since:
            remarks.append(kept(EXTRA["position_since"], format_date(present.since), format_date(since)))
            del values["position_since"]
    return remarks


def finish(lines: Iterable[tuple[int, Values]], by: Actor, source: str) -> list[Remark]:
    """Tie everybody to their superior, now that all are there."""
    remarks = []
    visible = record_of(Party).visible(by)
    for number, values in lines:
        if not (values.get("reports_to") and values.get("reference")):
            continue
        people = {p.reference: p for p in visible.filter(reference__in=(values["reference"], values["reports_to"]))}
        person, superior = people.get(values["reference"]), people.get(values["reports_to"])
        if person is None or superior is None:
            words = gettext("The tie to the superior was not made: “%(reference)s” was not taken.")
            told = words % {"reference": bare(values["reports_to"], source)}
            remarks.append(Remark(number, told, person and person.pk))
        elif not Tie.objects.filter(source=person, target=superior, content=TieContent.REPORTS_TO, until=None).exists():
            problem = _tie(person, superior)
            if problem:
                remarks.append(Remark(number, problem, person.pk))
    return remarks


def figures(taken: list[Values], arisen: QuerySet[Any]) -> Figures:
    """How many people and organisations arose, and how many numbers were read as ones of the file's or our country."""
    kinds = arisen.order_by().values_list("kind").annotate(Count("pk"))
    return dict(kinds) | {"numbers_of_ours": sum(values.get("numbers_of_ours", 0) for values in taken)}


def summary(figures: Figures, every: Values) -> list[str]:
    """A line with persons beside their organisations makes more records than one, so they are told by kind."""
    people, firms, numbers = (figures.get(name, 0) for name in (*PartyKind.values, "numbers_of_ours"))
    made = {
        ngettext("%(shown)s person", "%(shown)s people", people): people,
        ngettext("%(shown)s organisation", "%(shown)s organisations", firms): firms,
    }
    kinds = [words % {"shown": format_number(count)} for words, count in made.items() if count]
    told = [gettext("New records: %(kinds)s.") % {"kinds": format_list(kinds)}] if kinds else []
    if numbers:
        words = ngettext(
            "%(shown)s number without the code of a country was read as one of this country: %(country)s.",
            "%(shown)s numbers without the code of a country were read as ones of this country: %(country)s.",
            numbers,
        )
        country = dict(countries()).get(every.get("default_country") or home_country(), "")
        told.append(words % {"shown": format_number(numbers), "country": country})
    return told


def _tie(source: Party, target: Party) -> str:
    tie = Tie(source=source, target=target, content=TieContent.REPORTS_TO)
    try:
        tie.full_clean()
        with transaction.atomic():
            tie.save()
    except ValidationError as error:
        return " ".join(error.messages)
    except IntegrityError as error:
        return constraint_message(Tie, error)
    return ""


def circling(above: dict[str, str]) -> set[str]:
    """Those whose way up comes back to them. Every way is gone once: who leads to somebody seen before adds nothing."""
    found: set[str] = set()
    seen: set[str] = set()
    for reference in above:
        way: dict[str, int] = {}
        while reference in above and reference not in seen:
            seen.add(reference)
            way[reference] = len(way)
            reference = above[reference]
        if reference in way:
            found.update(list(way)[way[reference] :])
    return found


def _sharing(named: QuerySet[Party], keys: set[tuple[str, str]], organisation: str) -> QuerySet[Party]:
    """Those who have one of the contact points, or a position now in an organisation of that name."""
    reached = ContactPoint.objects.filter(key__in={key[:500] for _kind, key in keys}, party__in=named)
    employed = Position.objects.filter(held_positions(), organisation__search_name=organisation[:200], person__in=named)
    near = Q(pk__in=reached.values("party"))
    return named.filter(near | Q(pk__in=employed.values("person")) if organisation else near)


def _in_place(named: QuerySet[Party], values: Values) -> QuerySet[Party]:
    """Those without reference and contact points who have an address in the city of the line, or like it none."""
    bare = named.filter(reference="", contact_points=None)
    wanted = fold(values.get("locality", ""))
    cities = Address.objects.filter(party__in=bare).values_list("locality", flat=True).distinct()
    near = Q(addresses__locality__in=[city for city in cities if fold(city) == wanted])
    return bare.filter(near if wanted else near | Q(addresses=None))


def _same_place(party: Any, values: Values) -> bool:
    return (
        fold(party.locality) == fold(values.get("locality", ""))
        and not ContactPoint.objects.filter(party=party).exists()
    )


def install() -> None:
    """Make imports of parties use this."""
    register(
        record_of(Party),
        Importer(
            extra=EXTRA,
            options=ImportOptions,
            synonyms=SYNONYMS,
            settle=settle,
            constants=constants,
            joined=joined,
            lacking=lacking,
            card=values_of_card,
            tidy=tidy,
            check=check,
            newcomers=Newcomers,
            match=match,
            together=TOGETHER,
            complete=complete,
            finish=finish,
            figures=figures,
            summary=summary,
        ),
    )
