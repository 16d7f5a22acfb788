"""Who acts in the tests of contacts, and whom they are about."""

import pytest
from django.test import Client

from peyvand.contacts.models import Party
from tests.people import Cast, sign_in

JSON = "application/json"


@pytest.fixture
def olga(cast: Cast) -> Client:
    """The browser of the owner."""
    return sign_in(cast.olga)


@pytest.fixture
def sara(cast: Cast) -> Party:
    """A person of whom nothing but the name is known."""
    made: Party = Party.objects.create(kind="person", name="Sara Ahmadi", owner=cast.olga)
    return made
