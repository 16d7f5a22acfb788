"""What a new workspace brings along is told in the language of whoever reads, as long as nobody renamed it."""

import re
from typing import Any

import pytest
from django.utils import translation

from peyvand.contacts.codes import POINT_LABELS
from peyvand.contacts.models import ContactPoint, Party, SizeThreshold
from peyvand.contacts.normalise import is_label
from peyvand.contacts.size_class import EU, PRESETS
from peyvand.platform.access.models import FIRST_ROLES, Role
from peyvand.platform.audit.models import Change
from peyvand.platform.records.record import record_of
from peyvand.platform.ui.form_fields import TextField
from peyvand.platform.ui.seeds import shown_seed, stored_seed
from tests.people import Cast, make, said, sign_in


@pytest.fixture
def member(cast: Cast) -> Role:
    """The role that a new workspace calls Member."""
    return Role.objects.create(name="Member")


def test_a_first_role_is_called_what_its_reader_calls_it(cast: Cast, member: Role) -> None:
    assert "Member" in said(sign_in(cast.olga, language="en").get("/settings/roles/"))
    persian = sign_in(cast.olga, language="fa")
    for page in (
        "/settings/roles/",
        "/settings/permissions/",
        f"/settings/roles/{member.pk}/",
        "/settings/people/new/",
    ):
        shown = said(persian.get(page))
        assert "عضو" in shown, page
        assert ">Member<" not in shown, page


def test_saving_it_untouched_in_another_language_renames_nothing(cast: Cast, member: Role) -> None:
    Change.objects.all().delete()
    sign_in(cast.olga, language="fa").post(f"/settings/roles/{member.pk}/", {"name": "عضو", "members": []})
    assert Role.objects.filter(pk=member.pk, name="Member").exists()
    assert not Change.objects.filter(table="access_role").exists()


def test_the_name_that_a_user_gives_it_stays_in_every_language(cast: Cast, member: Role) -> None:
    sign_in(cast.olga).post(f"/settings/roles/{member.pk}/", {"name": "Clerk", "members": []})
    for language in ("en", "fa", "ru", "zh-hans"):
        assert "Clerk" in said(sign_in(cast.olga, language=language).get("/settings/roles/"))


def test_another_role_cannot_take_its_name_in_any_language(cast: Cast, member: Role) -> None:
    answer = sign_in(cast.olga).post("/settings/roles/new/", {"name": "عضو", "members": []})
    assert answer.status_code == 422
    assert "A role needs a name that no other role has." in said(answer)


def test_history_tells_its_name_in_the_reader_s_language(cast: Cast, member: Role) -> None:
    sign_in(cast.olga).post(f"/settings/roles/{member.pk}/", {"name": "Clerk", "members": []})
    shown = said(sign_in(cast.olga, language="fa").get("/settings/history/"))
    assert "عضو" in shown
    assert ">Member<" not in shown


def test_a_usual_label_of_a_contact_point_is_told_in_the_reader_s_language(cast: Cast) -> None:
    party = make(
        record_of(Party), 7, owner=cast.alice, by=cast.alice, emails=["work: a@b.example", "desk: c@d.example"]
    )
    with translation.override("fa"):
        work = translation.gettext("work")
    assert work != "work"
    persian = sign_in(cast.alice, language="fa")
    for page in (f"/people/{party.pk}/", f"/people/{party.pk}/edit/", f"/people/{party.pk}/panel/"):
        shown = said(persian.get(page))
        words = re.sub(r"<(?!input)[^>]*>", "", shown)
        assert f"{work}: a@b.example" in words, page
        assert "desk: c@d.example" in words, page
    assert "work: a@b.example" in said(persian.get("/export/people.csv")), "files are for other programs"
    point = ContactPoint.objects.get(party=party, value="a@b.example")
    assert work in said(persian.get(f"/contact-points/{point.pk}/"))
    assert persian.get(f"/api/contact-points/{point.pk}/").json()["label"] == "work", "programs read no Persian"
    assert "work: a@b.example" in persian.get(f"/api/people/{party.pk}/").json()["emails"]


@pytest.mark.parametrize("label", ["work", "محل کار"])
def test_the_same_label_in_any_language_changes_nothing(cast: Cast, label: str) -> None:
    party = make(record_of(Party), 8, owner=cast.alice, by=cast.alice, emails=["work: a@b.example"])
    Change.objects.all().delete()
    answer: Any = sign_in(cast.alice, language="fa").patch(
        f"/api/people/{party.pk}/", {"emails": [f"{label}: a@b.example"]}, content_type="application/json"
    )
    assert answer.status_code == 200
    assert not Change.objects.filter(table="contacts_contactpoint").exists()
    assert ContactPoint.objects.filter(party=party, label="work").exists()


@pytest.mark.parametrize("language", ["en", "fa", "ru", "zh-hans"])
@pytest.mark.parametrize("seeds", [FIRST_ROLES, POINT_LABELS, tuple(preset.source for preset in PRESETS.values())])
def test_every_such_word_comes_back_as_itself_from_a_form(cast: Cast, language: str, seeds: tuple[str, ...]) -> None:
    with translation.override(language):
        shown = [str(shown_seed(seed, seeds)) for seed in seeds]
        assert len(set(shown)) == len(seeds)
        entered = [TextField(max_length=300).clean(word) for word in shown]
    assert [stored_seed(word, seeds) for word in entered] == list(seeds)
    if seeds == POINT_LABELS:
        assert all(is_label(word) for word in shown)


def test_the_source_of_a_threshold_is_told_in_the_reader_s_language(cast: Cast) -> None:
    row = SizeThreshold.objects.create(country="", currency="EUR", rule="all", source=EU.source)
    with translation.override("fa"):
        assert SizeThreshold.objects.get(pk=row.pk).source == translation.gettext(EU.source) != EU.source
    with translation.override("en"):
        assert SizeThreshold.objects.get(pk=row.pk).source == EU.source
