"""A made-up directory of any size: the same number of parties is always the same directory.

Every party follows from its number alone, so that processes can make parts of the directory side by side.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from bench.words import CULTURES, MAIL_HOSTS, PHONES, TAGS, Culture
from peyvand.contacts.choices import currency_of
from peyvand.contacts.size_class import Thresholds
from peyvand.contacts.sizes import size_class_of
from peyvand.platform.search.normalise import fold, search_document, sort_key

SEED = 20260101
FIRST_DAY = datetime(2021, 1, 4, 6, 0, tzinfo=UTC)
SPAN = timedelta(days=1800)
"""From the first to the last record."""
Row = dict[str, Any]

_INDUSTRIES = ("46", "47", "62", "10", "25", "28", "43", "49", "56", "69", "70", "86")
_ROLES = ("customer", "prospect", "supplier", "partner", "dealer", "competitor", "adviser", "media", "investor")
_TIES = ("trade", "reports_to", "friend", "adviser", "ex_colleague", "banker", "co_member", "ownership")
_NETWORKS = ("business", "personal", "industrial", "social", "marketing")
_CULTURE_OF = tuple(culture for culture in CULTURES for _percent in range(culture.share))


@dataclass
class Part:
    """The rows of some parties by table; the keys of a row are its columns."""

    parties: list[Row] = field(default_factory=list)
    roles: list[Row] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)
    addresses: list[Row] = field(default_factory=list)
    positions: list[Row] = field(default_factory=list)
    ties: list[Row] = field(default_factory=list)


def is_organisation(number: int) -> bool:
    """Two parties of five are organisations; the first one is."""
    return number % 5 in (0, 2)


def organisations(total: int) -> int:
    """How many of the first `total` parties are organisations."""
    return total // 5 * 2 + (total % 5 > 0) + (total % 5 > 2)


def organisation(place: int) -> int:
    """The number of the organisation at a place among the organisations."""
    return place // 2 * 5 + place % 2 * 2


def made_at(number: int, total: int) -> datetime:
    """When a party was entered: in the order of their numbers, evenly over SPAN."""
    return FIRST_DAY + SPAN * (number / total)


def key_of(number: int, total: int, table: int = 0, place: int = 0) -> UUID:
    """The UUIDv7 of a party (table 0), or of its row at `place` in another table."""
    milliseconds = int(made_at(number, total).timestamp() * 1000)
    low = (number * 0x9E3779B97F4A7C15 + place) & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | (table & 0xFFF) << 64 | 2 << 62 | low)


class Directory:
    """`total` parties, looked after by `owners` (the first of them look after most), sized by `thresholds`."""

    def __init__(self, total: int, owners: list[UUID], thresholds: Mapping[str, Thresholds]) -> None:
        self.total = total
        self.owners = owners
        self.thresholds = thresholds

    def part(self, start: int, stop: int) -> Part:
        """The parties from `start` up to `stop` with everything that belongs to them."""
        made = Part()
        for number in range(start, min(stop, self.total)):
            self._add(made, number)
        return made

    def names(self, numbers: Iterator[int] | range) -> Iterator[str]:
        """Names of parties: what people would search for."""
        return (_name(number)[0] for number in numbers)

    def _add(self, made: Part, number: int) -> None:
        chance, culture = _chance(number), _culture(number)
        country = _often_first(chance, culture.countries)
        name, given, family = _name(number)
        created = made_at(number, self.total)
        row: Row = {
            "id": key_of(number, self.total),
            "created_at": created,
            "updated_at": created + (SPAN * (1 - number / self.total)) * chance.random() ** 3,
            "kind": "organisation" if is_organisation(number) else "person",
            "name": name,
            "given_name": given,
            "family_name": family,
            "other_names": [_latin_name(chance)] if culture.language != "en" and chance.random() < 0.1 else [],
            "reference": f"erp:{number:07}" if chance.random() < 0.5 else "",
            "owner_id": _often_first(chance, self.owners) if chance.random() < 0.97 else None,
            "languages": [culture.language, "en"] if chance.random() < 0.2 else [culture.language],
            "country": country,
            "birthday": date(1950, 1, 1) + timedelta(days=chance.randrange(20000))
            if given and chance.random() < 0.2
            else None,
            "tags": sorted({_often_first(chance, TAGS) for _ in range(int(chance.random() ** 2 * 4))}),
            "note": "Met at the fair." if chance.random() < 0.1 else "",
            "is_focal": False,
            "unknown_properties": "[]",
            "sort_name": sort_key(name),
            "search_name": fold(name)[:200],
            **self._figures(chance, number, country),
        }
        city = _often_first(chance, culture.cities)
        employer = self._position(made, chance, number, culture)
        points, texts = self._points(chance, number, culture, country)
        parts = (name, *row["other_names"], given, family, row["reference"], *row["tags"], *texts)
        has_address = chance.random() < 0.8
        row["search_text"] = search_document([*parts, city if has_address else "", employer])[1]
        made.parties.append(row)
        made.points += points
        if has_address:
            made.addresses.append(self._address(chance, number, culture, city, country))
        self._roles(made, chance, number, row["owner_id"])
        self._tie(made, chance, number)

    def _figures(self, chance: random.Random, number: int, country: str) -> Row:
        known = is_organisation(number) and chance.random() < 0.6
        employees = int(1.5 ** (chance.random() * 20)) if known else None
        turnover = Decimal((employees or 0) * chance.randrange(40_000, 200_000)) if known else None
        currency = currency_of(country) if known else ""
        return {
            "industry": _often_first(chance, _INDUSTRIES) if is_organisation(number) else "",
            "employees": employees,
            "turnover": turnover,
            "balance_total": None,
            "currency": currency,
            "size_class": size_class_of(country, currency, employees, turnover, None, self.thresholds),
        }

    def _row(self, number: int, table: int, place: int = 0) -> Row:
        created = made_at(number, self.total)
        return {"id": key_of(number, self.total, table, place), "created_at": created, "updated_at": created}

    def _roles(self, made: Part, chance: random.Random, number: int, owner: UUID | None) -> None:
        count = 1 + (chance.random() < 0.2) if chance.random() < 0.85 else 0
        kinds = {_often_first(chance, _ROLES) for _ in range(count)}
        for place, kind in enumerate(sorted(kinds)):
            status = _often_first(chance, ("active", "prospective", "dormant", "ended"))
            since = made_at(number, self.total).date()
            made.roles.append(
                {
                    **self._row(number, 1, place),
                    "party_id": key_of(number, self.total),
                    "role": kind,
                    "status": status,
                    "owner_id": owner,
                    "since": since,
                    "until": since + timedelta(days=200) if status == "ended" else None,
                    "note": "",
                }
            )

    def _points(
        self, chance: random.Random, number: int, culture: Culture, country: str
    ) -> tuple[list[Row], list[str]]:
        """The rows, and the texts by which search finds them: all values, then all national numbers."""
        rows: list[Row] = []
        national: list[str] = []

        def add(kind: str, value: str, key: str, label: str = "") -> None:
            rows.append(
                {
                    **self._row(number, 2, len(rows)),
                    "party_id": key_of(number, self.total),
                    "kind": kind,
                    "value": value,
                    "label": label,
                    "network": "",
                    "key": key,
                    "is_valid": True,
                    "is_primary": False,
                }
            )

        if chance.random() < 0.8:
            address = f"{_latin_name(chance).split()[0].lower()}.{number}@{_often_first(chance, MAIL_HOSTS)}"
            add("email", address, address, "work" if chance.random() < 0.3 else "")
        for kind, likely in (("mobile", 0.6), ("landline", 0.4)):
            if chance.random() < likely:
                abroad, home = _number(chance, getattr(PHONES[country], kind))
                add("phone" if kind == "landline" else kind, abroad, "".join(filter(str.isdigit, abroad)))
                national.append(home)
        if is_organisation(number) and chance.random() < 0.4:
            add("web", f"firm{number}.example.com", f"firm{number}.example.com")
        return rows, [*(row["value"] for row in rows), *national]

    def _address(self, chance: random.Random, number: int, culture: Culture, city: str, country: str) -> Row:
        return {
            **self._row(number, 3),
            "party_id": key_of(number, self.total),
            "kind": "postal",
            "street": f"{_often_first(chance, culture.streets)} {chance.randrange(1, 200)}",
            "district": "",
            "locality": city,
            "region": "",
            "postal_code": f"{chance.randrange(10000, 99999)}",
            "country": country,
        }

    def _position(self, made: Part, chance: random.Random, number: int, culture: Culture) -> str:
        """Adds the person's position, if there is one; returns the organisation's name."""
        if is_organisation(number) or chance.random() < 0.15:
            return ""
        employer = organisation(int(organisations(self.total) * chance.random() ** 2))
        made.positions.append(
            {
                **self._row(number, 4),
                "person_id": key_of(number, self.total),
                "organisation_id": key_of(employer, self.total),
                "title": _often_first(chance, culture.titles),
                "department": "",
                "since": made_at(number, self.total).date(),
                "until": None,
            }
        )
        return _name(employer)[0]

    def _tie(self, made: Part, chance: random.Random, number: int) -> None:
        target = int(self.total * chance.random() ** 2)
        if chance.random() < 0.7 or target >= number:  # ties lead to earlier parties: no circles
            return
        made.ties.append(
            {
                **self._row(number, 5),
                "source_id": key_of(number, self.total),
                "target_id": key_of(target, self.total),
                "network": _often_first(chance, _NETWORKS),
                "content": _often_first(chance, _TIES),
                "closeness": chance.randrange(1, 6) if chance.random() < 0.6 else None,
                "trust": chance.randrange(1, 6) if chance.random() < 0.3 else None,
                "since": None,
                "until": None,
                "how_met": "",
                "note": "",
            }
        )


def _chance(number: int, matter: str = "") -> random.Random:
    return random.Random(f"{SEED} {number} {matter}")


def _culture(number: int) -> Culture:
    return _CULTURE_OF[number * 37 % 100 if number % 100 else number // 100 * 61 % 100]


def _often_first(chance: random.Random, words: Any) -> Any:
    """One of them; the first quarter is chosen half of the time."""
    return words[int(len(words) * chance.random() ** 2)]


def _name(number: int) -> tuple[str, str, str]:
    """Name, given name and family name; an organisation has the first only."""
    chance, culture = _chance(number, "name"), _culture(number)
    if not is_organisation(number):
        given = _often_first(chance, culture.given)
        family = _often_first(chance, culture.family_heads) + _often_first(chance, culture.family_tails)
        return (f"{family}{given}" if culture.family_first else f"{given} {family}"), given, family
    head, trade = _often_first(chance, culture.firm_heads), _often_first(chance, culture.firm_trades)
    form = _often_first(chance, culture.firm_forms)
    if culture.family_first:
        return f"{_often_first(chance, culture.cities)}{head}{trade}{form}", "", ""
    if culture.language == "fa":
        return f"{form} {trade} {head} {_often_first(chance, culture.family_heads)}", "", ""
    if culture.language == "ru":
        return f"{form} «{head}{trade}» {_often_first(chance, culture.cities)}", "", ""
    family = _often_first(chance, culture.family_heads) + _often_first(chance, culture.family_tails)
    return f"{family} {head}{trade.lower() if chance.random() < 0.3 else ' ' + trade} {form}", "", ""


def _latin_name(chance: random.Random) -> str:
    latin = CULTURES[0]
    given = fold(_often_first(chance, latin.given)).title()
    return f"{given} {_often_first(chance, latin.family_heads)}{_often_first(chance, latin.family_tails)}"


def _number(chance: random.Random, forms: tuple[str, str]) -> tuple[str, str]:
    """A telephone number as it is written abroad and at home."""
    abroad, home = forms
    for _digit in range(abroad.count("#")):
        digit = str(chance.randrange(10))
        abroad, home = abroad.replace("#", digit, 1), home.replace("#", digit, 1)
    return abroad, home
