"""What people ask for all day: lists, search as they type, records. Each a different request, the same every time."""

import random
from collections.abc import Callable
from urllib.parse import urlencode

from bench.client import Ask, Browser
from bench.directory import SEED, Directory, key_of, organisation, organisations
from peyvand.contacts.models import Party
from peyvand.platform.records.listing import mark_of, order_of
from peyvand.platform.records.record import record_of

_SORTS = ("", "", "", "-name", "updated_at", "-updated_at", "created_at", "-created_at")
_FILTERS: tuple[dict[str, str | list[str]], ...] = (
    {}, {}, {}, {}, {}, {},
    {"kind": "person"},
    {"kind": "organisation", "country": "DE"},
    {"held_roles__role": "customer"},
    {"held_roles__role": ["investor", "media"]},
    {"held_roles__role": "supplier", "country": "IR"},
    {"held_roles__status": "dormant"},
    {"owner": "me"},
    {"owner": "me", "held_roles__role": "prospect"},
    {"country": ["RU", "CN"]},
    {"country.not": "US", "kind": "person"},
    {"industry": "86"},
    {"industry": ["46", "62"], "size_class": "medium"},
    {"size_class": "large"},
    {"languages": "zh"},
    {"tags": "alumni"},
    {"tags": ["vip", "export"], "kind": "organisation"},
    {"employees.gte": "500"},
    {"turnover.gte": "1000000", "turnover.lte": "2000000"},
    {"updated_at.gte": "2025-11-01"},
    {"created_at.gte": "2022-03-01", "created_at.lte": "2022-03-31", "country": "FR"},
)  # fmt: skip
_DEEP = 0.4
"""Of the list requests, those for a page somewhere behind the first."""
_LONGEST_PREFIX = 9


class Readers:
    """Makes requests for a directory of `total` parties."""

    def __init__(self, total: int, browser: Browser) -> None:
        self.total = total
        self.browser = browser
        self.directory = Directory(total, [], {})
        self.makers: dict[str, Callable[[random.Random, int], list[Ask]]] = {
            "list": self._lists,
            "search": self._searches,
            "record": self._records,
        }

    def asks(self, name: str, turn: int, count: int) -> list[Ask]:
        """At least `count` requests; those of another `turn` are others."""
        return self.makers[name](random.Random(f"{SEED} {name} {turn}"), count)

    def _anyone(self, chance: random.Random) -> str:
        return chance.choice(tuple(self.browser.users))

    def _lists(self, chance: random.Random, count: int) -> list[Ask]:
        asks = []
        for _number in range(count):
            sort = chance.choice(_SORTS)
            wanted: dict[str, str | list[str]] = {**chance.choice(_FILTERS), **({"sort": sort} if sort else {})}
            deep = chance.random() < _DEEP
            if deep:
                row = Party.objects.get(pk=key_of(chance.randrange(self.total), self.total))
                wanted["after"] = mark_of(row, order_of(record_of(Party), sort)[0])
            path = f"/people/?{urlencode(wanted, doseq=True)}"
            asks.append(Ask(self._anyone(chance), path, htmx=deep and chance.random() < 0.7))
        return asks

    def _searches(self, chance: random.Random, count: int) -> list[Ask]:
        """Words typed letter by letter, into the palette and into the search of the list."""
        asks: list[Ask] = []
        while len(asks) < count:
            text, user = self._wanted(chance), self._anyone(chance)
            address = "/palette/" if chance.random() < 0.6 else "/people/"
            typed = range(1, min(len(text), _LONGEST_PREFIX) + 1)
            asks += [Ask(user, f"{address}?{urlencode({'q': text[:end]})}") for end in typed]
        return asks

    def _wanted(self, chance: random.Random) -> str:
        number = chance.randrange(self.total)
        name = next(self.directory.names(range(number, number + 1)))
        if chance.random() < 0.1:
            return chance.choice((f"erp:{number:07}", f"sophie.{number}", "0912 345", "newsletter", "export", "Berlin"))
        words = name.split()
        return name if chance.random() < 0.6 else words[-1] if chance.random() < 0.7 else " ".join(reversed(words))

    def _records(self, chance: random.Random, count: int) -> list[Ask]:
        """Any record that the person may see, and one time in five an organisation that many work for."""
        asks = []
        for _number in range(count):
            user = self._anyone(chance)
            place = int(organisations(self.total) * chance.random() ** 4)
            number = organisation(place) if chance.random() < 0.2 else chance.randrange(self.total)
            rows = record_of(Party).visible(self.browser.users[user]).order_by("pk")
            seen = rows.filter(pk__gte=key_of(number, self.total)).first() or rows.earliest("pk")
            asks.append(Ask(user, f"/people/{seen.pk}/"))
        return asks
