"""A tag is put on once, whole or cut to what a tag may have, and the list of what changed last knows of it."""

import pytest

from peyvand.contacts.actions import add_tag
from peyvand.contacts.models import Party
from peyvand.platform.access.errors import Refused
from peyvand.platform.accounts.models import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def party(db: None) -> Party:
    made: Party = Party.objects.create(name="Mehr Stone", tags=["stone"])
    return made


def tags(party: Party) -> list[str]:
    return list(Party.objects.get(pk=party.pk).tags)


def test_a_long_tag_is_put_on_once_however_often_it_is_given(party: Party) -> None:
    for _time in range(2):
        add_tag(Party.objects.all(), by=SYSTEM, tag=" " + "long " * 20)
    assert tags(party) == ["stone", ("long " * 12).strip()]


def test_an_empty_tag_is_refused(party: Party) -> None:
    with pytest.raises(Refused, match="Enter a tag"):
        add_tag(Party.objects.all(), by=SYSTEM, tag="  ")
    assert tags(party) == ["stone"]


def test_a_new_tag_is_a_change_and_a_known_one_is_none(party: Party) -> None:
    add_tag(Party.objects.all(), by=SYSTEM, tag="stone")
    assert Party.objects.get().updated_at == party.updated_at
    add_tag(Party.objects.all(), by=SYSTEM, tag="glass")
    assert Party.objects.get().updated_at > party.updated_at
