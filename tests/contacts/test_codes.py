"""Code lists are complete, unambiguous and have words for every code."""

from django.utils.translation import override

from peyvand.contacts import codes
from peyvand.contacts.codes import PointKind, RoleKind, language_choices
from peyvand.contacts.industries import INDUSTRIES


def test_every_code_has_a_label_of_its_own() -> None:
    lists = [item for item in vars(codes).values() if isinstance(item, type) and hasattr(item, "choices")]
    for codes_of in lists:
        with override("en"):
            labels = [str(label) for _, label in codes_of.choices]
        assert len(set(labels)) == len(labels), codes_of
    assert str(RoleKind.CUSTOMER.label) == "Customer" and PointKind("mobile") is PointKind.MOBILE


def test_industries_are_the_sections_and_divisions_of_nace() -> None:
    assert sum(code.isalpha() for code in INDUSTRIES) == 21
    assert sum(code.isdigit() for code in INDUSTRIES) == 88


def test_languages_are_named_in_the_readers_language() -> None:
    assert dict(language_choices("en"))["fa"] == "Persian"
    assert dict(language_choices("fa"))["fa"] == "فارسی"
    assert dict(language_choices("zh-hans"))["ru"] == "俄语"
    assert dict(language_choices("not one"))["de"] == "German"
