"""One value in a table or a property list, drawn by its kind. In Python, since a list page draws hundreds of them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext
from markupsafe import Markup, escape

from peyvand.platform.ui.avatars import avatar_colour, initials
from peyvand.platform.ui.formats import (
    format_ago,
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


def shown(value: Any, kind: str = "text") -> Markup:
    """A value by its kind; nothing is a dash, said as “empty” to those who listen."""
    if value is None or value == "" or value == [] or value == ():
        return nothing()
    return _DRAWN.get(kind, _text)(value)


def heading(value: Any, kind: str) -> Markup:
    """What a row is called, with the picture of its kind."""
    return avatar(str(value), kind) + _text(value)


def nothing() -> Markup:
    """What stands where there is no value."""
    return Markup('<span class="none"><span aria-hidden="true">—</span><span class="sr">%s</span></span>') % gettext(
        "empty"
    )


def avatar(name: str, kind: str = "person", size: str = "") -> Markup:
    """Initials in a circle for a person, in a square for everything else. `size`: "", "s" or "l"."""
    form = "p" if kind == "person" else ""
    drawn = Markup('<span class="av %s %s %s" aria-hidden="true">%s</span>')
    return drawn % (form, avatar_colour(name), size, initials(name, kind))


def chip(text: Any, tone: str = "neutral") -> Markup:
    """A word on a coloured ground: neutral good info warn bad plum accent."""
    return Markup('<span class="chip %s">%s</span>') % (tone, text)


def role_chip(role: str, label: Any) -> Markup:
    """A role of a party, in its colour."""
    return chip(label, ROLE_TONES.get(role, "neutral"))


def _text(value: Any) -> Markup:
    return Markup("<bdi>%s</bdi>") % (value,)


def _bool(value: Any) -> Markup:
    if value:
        return Markup('<span class="yes">%s<span class="sr">%s</span></span>') % (icon("check"), gettext("Yes"))
    return Markup('<span class="none">%s</span>') % gettext("No")


def _chips(drawn: list[Markup]) -> Markup:
    return Markup('<span class="chips">%s</span>') % Markup("").join(drawn)


def _user(value: Any) -> Markup:
    return Markup('<span class="who quiet">%s%s</span>') % (avatar(str(value), "person", "s"), _text(value))


def _link(value: Any) -> Markup:
    if not value.url:
        return Markup('<span class="none">%s</span>') % gettext("hidden from you")
    return Markup('<a class="lnk" href="%s"><bdi>%s</bdi></a>') % (value.url, value.title)


def _time(value: Any, words: str) -> Markup:
    return Markup('<time class="num" datetime="%s">%s</time>') % (value.isoformat(), words)


def _ago(value: Any) -> Markup:
    moment = Markup('<time class="num" datetime="%s" title="%s">%s</time>')
    return moment % (value.isoformat(), format_datetime(value), format_ago(value))


def _number(words: str) -> Markup:
    return Markup('<span class="num">%s</span>') % words


def _money(value: Any) -> Markup:
    amount, currency = (value.amount, value.currency) if hasattr(value, "amount") else value
    return _number(format_money(amount, currency))


def _percent(value: Any) -> Markup:
    return _number(gettext("%(number)s %%") % {"number": format_number(value)})


def _email(value: Any) -> Markup:
    return Markup('<a class="lnk" href="mailto:%s" dir="ltr">%s</a>') % (quote(str(value), safe="@"), value)


def _phone(value: Any) -> Markup:
    return Markup('<a class="lnk num" href="tel:%s" dir="ltr">%s</a>') % (str(value).replace(" ", ""), value)


def _url(value: Any) -> Markup:
    text = str(value)
    if not is_web_address(text):
        return _text(value)
    shown = text.partition("://")[2]
    return Markup('<a class="lnk" href="%s" dir="ltr" rel="noopener noreferrer nofollow">%s</a>') % (text, shown)


def _list(value: Any) -> Markup:
    return _text(format_list(value))


def is_web_address(value: str) -> bool:
    """Whether a link to it is safe: javascript: and data: addresses are not."""
    return value.lower().startswith(("https://", "http://"))


_DRAWN: dict[str, Callable[[Any], Markup]] = {
    "choice": escape,
    "bool": _bool,
    "chips": lambda value: _chips([chip(label, tone) for tone, label in value]),
    "roles": lambda value: _chips([role_chip(code, label) for code, label in value]),
    "tags": lambda value: _chips([chip(tag) for tag in value]),
    "user": _user,
    "link": _link,
    "date": lambda value: _time(value, format_date(value)),
    "datetime": lambda value: _time(value, format_datetime(value)),
    "ago": _ago,
    "number": lambda value: _number(format_number(value)),
    "decimal": lambda value: _number(format_number(value)),
    "money": _money,
    "percent": _percent,
    "email": _email,
    "phone": _phone,
    "url": _url,
    "long_text": lambda value: Markup('<span class="long" dir="auto">%s</span>') % value,
    "list": _list,
    "lines": _list,
}
