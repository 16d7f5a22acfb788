"""A workspace of an older Peyvand comes up with what is there."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from peyvand.contacts.models import Party
from peyvand.platform.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)
OLD_ROW = """
INSERT INTO contacts_party (id, created_at, updated_at, kind, name, given_name, family_name, other_names, reference,
    owner_id, languages, industry, country, employees, turnover, size_class, tags, note, is_focal, unknown_properties,
    sort_name, search_name, search_text)
VALUES (gen_random_uuid(), now(), now(), %s, %s, '', '', '{}', '', %s, '{}', '', %s, %s, 3000000, 'large', '{}', '',
    false, '[]', '', '', 'علی رضا')
"""
ROWS = {
    ("organisation", "DE", 5): ("EUR", "large"),  # its limits are in euros: the class stays as it was
    ("organisation", "", 5): ("EUR", "large"),
    ("organisation", "NP", 5): ("NPR", "micro"),
    ("organisation", "NP", None): ("NPR", ""),
    ("person", "DE", 5): ("EUR", ""),
}
"""Kind, country and employees; and what becomes of currency and class."""


@pytest.fixture
def before_currencies() -> Iterator[None]:
    """The tables as they were, and in the end as they are."""
    call_command("migrate", "contacts", "0002", verbosity=0)
    yield
    call_command("migrate", "contacts", verbosity=0)


@pytest.mark.usefixtures("before_currencies")
def test_figures_get_their_currency_and_persian_names_their_whole() -> None:
    owner = User.objects.create_user("olga@example.org", name="Olga")
    with connection.cursor() as cursor:
        for kind, country, employees in ROWS:
            cursor.execute(OLD_ROW, [kind, "علی\u200cرضا", owner.pk, country, employees])
    call_command("migrate", "contacts", verbosity=0)
    found = Party.objects.values_list("kind", "country", "employees", "currency", "size_class")
    assert {row[:3]: row[3:] for row in found} == ROWS
    assert set(Party.objects.values_list("search_text", flat=True)) == {"علی رضا علیرضا"}
