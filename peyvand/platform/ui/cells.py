"""One value in a table or a property list, drawn by its kind. In Python, since a list page draws hundreds of them.

What is called `…_html` gives a plain string of HTML in which everything foreign is escaped already; `Markup` is put
around it once, at the door to the templates, because its own arithmetic is slow.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from html import escape
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext, pgettext
from markupsafe import Markup

from peyvand.platform.ui.avatars import avatar_colour, initials
from peyvand.platform.ui.formats import (
    Clock,
    clock,
    format_date,
    format_datetime,
    format_list,
    format_money,
    format_number,
)
from peyvand.platform.ui.icons import icon

ROLE_TONES = {
    "customer": "good", "prospect": "good", "lead": "good", "dealer": "good", "distributor": "good",
    "supplier": "info", "carrier": "info", "referrer": "info", "competitor": "warn",
    "adviser": "plum", "investor": "plum", "bank": "plum", "partner": "accent", "employee": "accent",
}  # fmt: skip
_EXTENSION = re.compile(r"(.*?)(?:(?<=\d)\s*(?:;ext=|#|[^\d\W]\D*)(\d{1,11}))?", re.DOTALL)
"""A number as it is shown, and the extension behind a word such as “ext.” or “x”, or a sign."""
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(?=[/?#]|:\d|$)")
_UNREADABLE = re.compile(r"(\S{80})\S{420,}")  # no web address is as long
_SPECIAL = re.compile("[&<>\"']").search
NOTHING: tuple[Any, ...] = (None, "", [], ())


class Unreachable(str):
    """A number or an address that leads nowhere as it is written: told as text with a mark, never as a link."""


def shown(value: Any, kind: str = "text") -> Markup:
    """A value by its kind; nothing is a dash, said as “empty” to those who listen."""
    return Markup(drawer_of(kind)(value) if value not in NOTHING else _nothing())


def says_something(value: Any) -> bool:
    """Whether a value is worth a line of its own; a no is not, a zero is."""
    return value is not False and value not in NOTHING


def escaped(value: Any) -> str:
    """A value as HTML says it. A plain string, which `Markup` is not, and made in a third of the time."""
    if type(value) is str:
        return escape(value) if _SPECIAL(value) else value
    return str(value) if hasattr(value, "__html__") else escape(str(value))


def avatar(name: str, kind: str = "person", size: str = "") -> Markup:
    """Initials in a circle for a person, in a square for everything else. `size`: "", "s" or "l"."""
    return Markup(avatar_html(str(name), kind, size))


def chip(text: Any, tone: str = "neutral") -> Markup:
    """A word on a coloured ground: neutral good info warn bad plum accent."""
    return Markup(_chip(text, tone))


def role_chip(role: str, label: Any) -> Markup:
    """A role of a party, in its colour."""
    return chip(label, _tone(role))


def drawer_of(kind: str) -> Callable[[Any], str]:
    """What draws the values of a kind on one page, if they are something."""
    made = _MADE_FOR_A_PAGE.get(kind)
    return made() if made else _DRAWN.get(kind, _text)


def heading_html(value: Any, kind: str) -> str:
    """What a row is called, with the picture of its kind."""
    return avatar_html(str(value), kind) + _text(value)


@lru_cache(maxsize=4096)
def avatar_html(name: str, kind: str = "person", size: str = "") -> str:
    """The picture of a name."""
    css = f"av {'p' if kind == 'person' else ''} {avatar_colour(name)} {size}"
    return f'<span class="{css}" aria-hidden="true">{escaped(initials(name, kind))}</span>'


def is_web_address(value: str) -> bool:
    """Whether a link to it is safe: javascript: and data: addresses are not."""
    return value.lower().startswith(("https://", "http://"))


def readable(text: str) -> str:
    """A text; of a word that nobody reads (a picture in an address book) the beginning is enough."""
    return _UNREADABLE.sub(r"\1…", text)


def _nothing() -> str:
    said = escaped(gettext("empty"))
    return f'<span class="none"><span aria-hidden="true">—</span><span class="sr">{said}</span></span>'


def _text(value: Any) -> str:
    return f"<bdi>{escaped(value)}</bdi>"


def _chip(text: Any, tone: str = "neutral") -> str:
    return f'<span class="chip {tone}">{escaped(text)}</span>'


def _tone(role: str) -> str:
    return ROLE_TONES.get(role, "neutral")


def _bool(value: Any) -> str:
    said = escaped(gettext("Yes") if value else gettext("No"))
    if value:
        return f'<span class="yes">{icon("check")}<span class="sr">{said}</span></span>'
    return f'<span class="none">{said}</span>'


def _chips(drawn: Iterable[str]) -> str:
    return f'<span class="chips">{"".join(drawn)}</span>'


def _user(value: Any) -> str:
    name = escaped(value)
    picture = avatar_html(str(value), "person", "s")
    return f'<span class="who quiet" title="{name}">{picture}<bdi>{name}</bdi></span>'


def _link(value: Any) -> str:
    if not value.url and value.title:
        return _text(value.title)
    if not value.url:
        hidden = gettext("hidden from you")
        return f'<span class="none">{escaped(hidden)}</span>'
    return f'<a class="lnk" href="{escaped(value.url)}"><bdi>{escaped(value.title)}</bdi></a>'


def _time(value: Any, words: str) -> str:
    return f'<time class="num" datetime="{value.isoformat()}">{escaped(words)}</time>'


def _ago(clock: Clock, value: Any) -> str:
    said, moment = escaped(clock.format_ago(value)), escaped(clock.format_datetime(value))
    return f'<time class="num" datetime="{value.isoformat()}" title="{moment}">{said}</time>'


def _number(words: str) -> str:
    return f'<span class="num">{escaped(words)}</span>'


def _money(value: Any) -> str:
    amount, currency = value
    return _number(format_money(amount, currency))


def _leading(draw: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: _unreachable(value) if isinstance(value, Unreachable) else draw(value)


def _unreachable(value: Any) -> str:
    return f'<bdi dir="ltr">{escaped(value)}</bdi> {_chip(gettext("not valid"), "warn")}'


def _email(value: Any) -> str:
    return f'<a class="lnk" href="mailto:{quote(str(value), safe="@")}" dir="ltr">{escaped(value)}</a>'


def _phone(value: Any) -> str:
    """A number to dial, its extension as RFC 3966 writes it; what has no digits is no number."""
    number, extension = _EXTENSION.fullmatch(str(value)).groups(default="")  # type: ignore[union-attr]  # all fits
    digits = _digits(number)
    if not digits:
        return _text(value)
    plus, last = "+" if number.lstrip().startswith("+") else "", f";ext={_digits(extension)}" if extension else ""
    return f'<a class="lnk num" href="tel:{plus}{digits}{last}" dir="ltr">{escaped(value)}</a>'


def _digits(text: str) -> str:
    digits = "".join(filter(str.isdecimal, text))
    return digits if digits.isascii() else "".join(str(unicodedata.digit(digit)) for digit in digits)


def _url(value: Any) -> str:
    """A link, also where the usual https:// is left out; what is no web address leads nowhere."""
    text = str(value)
    address = f"https://{text}" if _HOST.match(text) else text
    if not is_web_address(address):
        return _text(value)
    said = escaped(address.partition("://")[2])
    return f'<a class="lnk" href="{escaped(address)}" dir="ltr" rel="noopener noreferrer nofollow">{said}</a>'


def _list(value: Any) -> str:
    """Each part for itself: what stands beside it in another script must not turn it round."""
    drawn = (part if hasattr(part, "__html__") else readable(str(part)) for part in value)
    return format_list(map(_text, drawn))


def _lines(comma: str, value: Any) -> str:
    """An address on one line: each of its lines for itself, parted by commas, which a list need not be."""
    return comma.join(map(_text, value))


_DRAWN: dict[str, Callable[[Any], str]] = {
    "choice": escaped,
    "bool": _bool,
    "roles": lambda value: _chips(_chip(label, _tone(code)) for code, label in value),
    "tags": lambda value: _chips(map(_chip, value)),
    "user": _user,
    "link": _link,
    "date": lambda value: _time(value, format_date(value)),
    "datetime": lambda value: _time(value, format_datetime(value)),
    "number": lambda value: _number(format_number(value)),
    "decimal": lambda value: _number(format_number(value)),
    "money": _money,
    "email": _leading(_email),
    "phone": _leading(_phone),
    "url": _leading(_url),
    "long_text": lambda value: f'<span class="long" dir="auto">{escaped(value)}</span>',
    "list": _list,
}
_MADE_FOR_A_PAGE: dict[str, Callable[[], Callable[[Any], str]]] = {
    "ago": lambda: partial(_ago, clock()),
    "lines": lambda: partial(_lines, pgettext("between parts of an address", ", ")),
}
"""What looks up the language of the reader, which all rows of a page share."""
