"""The Jinja2 environment of all our templates."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.template.defaultfilters import filesizeformat
from django.template.loader import get_template
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment
from markupsafe import Markup

from peyvand.platform.ui.addresses import url
from peyvand.platform.ui.assets import asset
from peyvand.platform.ui.back import back_from
from peyvand.platform.ui.cells import avatar, chip, role_chip, shown
from peyvand.platform.ui.icons import icon


def once(template: str, **given: Hashable) -> Markup:
    """A template that is the same for everybody who reads the same language and is given the same: drawn once."""
    drawn = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return drawn(template, get_language() or "", **given)


@lru_cache(maxsize=1000)
def _drawn(template: str, _language: str, **given: Hashable) -> Markup:
    return Markup(get_template(template, using="jinja2").render(given))


def _format(function: str) -> Callable[..., str]:
    """A filter that calls peyvand.platform.ui.formats, found when first used."""

    def filter_(value: Any, *args: Any, **kwargs: Any) -> str:
        return str(getattr(import_module("peyvand.platform.ui.formats"), function)(value, *args, **kwargs))

    return filter_


def environment(**options: Any) -> Environment:
    """Our templates' environment: escaping on, Django's translations, the globals and filters that templates use."""
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    env = Environment(**{**options, "autoescape": True, "extensions": ["jinja2.ext.i18n"]})
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        url=url,
        once=once,
        asset=asset,
        back_from=back_from,
        icon=icon,
        shown=shown,
        avatar=avatar,
        chip=chip,
        role_chip=role_chip,
        get_messages=get_messages,
    )
    env.filters.update(
        date=_format("format_date"),
        datetime=_format("format_datetime"),
        number=_format("format_number"),
        money=_format("format_money"),
        ago=_format("format_ago"),
        filesize=filesizeformat,
    )
    return env
