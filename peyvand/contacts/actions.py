"""Verbs on the directory."""

from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peyvand.contacts.codes import ConsentStatus, RoleStatus
from peyvand.contacts.days import said_problem, term_problem
from peyvand.contacts.models import Consent, Party, PartyRole
from peyvand.platform.access.errors import Refused
from peyvand.platform.accounts.models import Actor, User
from peyvand.platform.records.actions import action


@action(on=Party, label=_("Assign"))
def assign(parties: QuerySet[Party], *, by: Actor, owner: User) -> None:
    """Give parties another owner."""
    hand_over(parties, owner)


def hand_over(parties: QuerySet[Party], owner: User | None) -> None:
    """Write another owner, or none; roles that the former owner looked after go along."""
    for former in parties.values_list("owner", flat=True).distinct():
        PartyRole.objects.filter(party__in=parties.filter(owner=former), owner=former).update(
            owner=owner, updated_at=Now()
        )
    parties.update(owner=owner, updated_at=Now())


@action(on=Party, label=_("Add tag"))
def add_tag(parties: QuerySet[Party], *, by: Actor, tag: str) -> None:
    """Put a tag, of which 60 characters count, on parties; those that have it stay as they are. Raises Refused."""
    tag = tag.strip()[:60].rstrip()
    if not tag:
        raise Refused(gettext("Enter a tag."))
    changed = [party for party in parties.only("tags") if tag not in party.tags]
    for party in changed:
        party.tags, party.updated_at = [*party.tags, tag], timezone.now()
    Party.objects.bulk_update(changed, ["tags", "updated_at"], batch_size=500)


@action(on=PartyRole, label=_("End role"))
def end_role(roles: QuerySet[PartyRole], *, by: Actor, on: date) -> None:
    """End roles on a day. Raises Refused for a role that has ended already or began later, or a day too far."""
    if roles.filter(status=RoleStatus.ENDED).exists():
        raise Refused(gettext("This role has ended already."))
    if problem := term_problem(on):
        raise Refused(problem)
    if roles.filter(since__gt=on).exists():
        raise Refused(gettext("A role cannot end before it began."))
    roles.update(status=RoleStatus.ENDED, until=on, updated_at=Now())


@action(on=Consent, label=_("Withdraw"))
def withdraw(consents: QuerySet[Consent], *, by: Actor, on: date) -> None:
    """The party takes its consent back on a day. Raises Refused: withdrawn already, never given, or not yet."""
    if consents.exclude(status=ConsentStatus.GIVEN).exists():
        raise Refused(gettext("Only a consent that was given can be withdrawn."))
    if problem := said_problem(on):
        raise Refused(problem)
    if consents.filter(given_on__gt=on).exists():
        raise Refused(gettext("A consent cannot be withdrawn before it was given."))
    consents.update(status=ConsentStatus.WITHDRAWN, withdrawn_on=on, updated_at=Now())
