"""Facts that contacts listen to."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext
from procrastinate.exceptions import AlreadyEnqueued

from peyvand.contacts import jobs
from peyvand.contacts.codes import PartyKind
from peyvand.contacts.models import Party, SizeThreshold
from peyvand.contacts.size_class import DEFAULT, PRESETS, Thresholds
from peyvand.platform.accounts.events import workspace_opened
from peyvand.platform.accounts.models import User
from peyvand.platform.records.events import saved
from peyvand.platform.records.record import record_of
from peyvand.platform.records.search_index import reindex


@receiver(workspace_opened)
def bring_thresholds(**_kwargs: Any) -> None:
    """A new workspace begins with the thresholds that we know."""
    SizeThreshold.objects.bulk_create(
        SizeThreshold(country="" if preset is DEFAULT else country, **_columns(preset))
        for country, preset in PRESETS.items()
    )


@receiver(workspace_opened)
def bring_focal_company(owner: User, firm: str, country: str, **_kwargs: Any) -> None:
    """The firm itself stands in its own directory: employees have their positions in it."""
    name = firm or gettext("My company")
    party = Party(kind=PartyKind.ORGANISATION, name=name, country=country, owner=owner, is_focal=True)
    party.save()
    reindex(record_of(Party), [party.pk])


@receiver(saved, sender=SizeThreshold)
@receiver(post_delete, sender=SizeThreshold)
def classify_again(**_kwargs: Any) -> None:
    """New thresholds change size classes: every firm is looked at again in the background."""
    with suppress(AlreadyEnqueued), transaction.atomic():  # one that waits will see these thresholds too
        jobs.classify_sizes.defer()


def _columns(preset: Thresholds) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "currency": preset.currency,
        "rule": preset.rule,
        "source": preset.source,
        "staff_below": preset.staff_below,
        "money_below": preset.money_below,
    }
    for limits in preset.classes:
        columns[f"{limits.size}_employees"] = limits.staff
        columns[f"{limits.size}_turnover"] = limits.turnover
        columns[f"{limits.size}_balance_total"] = limits.balance_total
    return columns
