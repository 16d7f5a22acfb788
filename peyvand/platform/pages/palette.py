"""What Ctrl/Cmd+K offers: records, new ones, imports, places. What the page itself can do, the page adds."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import Actor
from peyvand.platform.records.models import Searchable
from peyvand.platform.records.record import Record, all_records
from peyvand.platform.search.matching import ranked
from peyvand.platform.search.normalise import fold
from peyvand.platform.ui import navigation
from peyvand.platform.ui.addresses import url

PER_RECORD = 6


def palette_groups(text: str, user: Actor) -> list[dict[str, Any]]:
    """Groups of items for a text; without one, places and what can be made."""
    records = [record for record in all_records() if record.allows(user, "view")]
    groups = [_found(record, text, user) for record in records if text.strip() and issubclass(record.model, Searchable)]
    groups.append({"label": _("Go to"), "items": _places(text, user)})
    made = [item for record in records for item in _made(record, user) if fold(text) in fold(item["label"])]
    groups.append({"label": _("Create"), "items": made})
    return [group for group in groups if group["items"]]


def _found(record: Record, text: str, user: Actor) -> dict[str, Any]:
    rows = record.visible(user)
    ids = ranked(rows, text, PER_RECORD)
    found = {row.pk: row for row in rows.filter(pk__in=ids).hinted()}
    items = [
        {
            "label": str(found[pk]),
            "hint": str(getattr(found[pk], "hint", "")),
            "url": record.address("record", pk),
            "icon": record.icon,
        }
        for pk in ids
        if pk in found
    ]
    return {"label": str(record.label_plural), "items": items}


def _places(text: str, user: Any) -> list[dict[str, Any]]:
    wanted = fold(text)
    links = [link for group in navigation.for_user(user, "") for link in group.links if wanted in fold(link.label)]
    return [{"label": link.label, "hint": "", "url": link.url, "icon": link.icon} for link in links]


def _made(record: Record, user: Actor) -> Iterator[dict[str, str]]:
    """How this user can make records: one by hand, many from a file."""
    if record.nav and record.allows(user, "add"):
        yield {
            "label": _("New: %(what)s") % {"what": record.label},
            "hint": "",
            "url": record.address("new"),
            "icon": "plus",
        }
    if record.import_key and record.allows(user, "import"):
        yield {
            "label": _("Import: %(what)s") % {"what": record.label_plural},
            "hint": "",
            "url": url("import_new", record.url),
            "icon": "import",
        }
