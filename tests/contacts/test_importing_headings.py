"""Files with the headings of five languages come in whole, and what is left out is said."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from peyvand.contacts.headings import HEADINGS
from peyvand.contacts.models import Party
from peyvand.platform.accounts.models import User
from peyvand.platform.import_export import mapping
from peyvand.platform.import_export.cli import import_file
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.mapping import guess, targets
from peyvand.platform.records.record import record_of
from peyvand.platform.search.normalise import fold
from tests.imports import counts, prepared, take_in
from tests.people import sign_in

pytestmark = pytest.mark.django_db

FILES = {
    "fa": (
        "نام,تلفن,شهر,کشور\nسنگ مهر,021 8877 6655,تهران,ایران\n",
        {"kind": "organisation", "name": "سنگ مهر", "phones": ["+98 21 8877 6655"], "country": "IR"},
    ),
    "fa, born": (
        "نام,نام خانوادگی,ایمیل,تاریخ تولد\nسارا,کریمی,sara@mehr.example,1990-05-01\n",
        {"kind": "person", "given_name": "سارا", "family_name": "کریمی", "emails": ["sara@mehr.example"]},
    ),
    "ru": (
        "Имя;Почта;Телефон\nАнна Берг;anna@berg.example;+7 495 123-45-67\n",
        {"kind": "person", "name": "Анна Берг", "emails": ["anna@berg.example"], "phones": ["+7 495 123-45-67"]},
    ),
    "ru, in two": (
        "Фамилия;Имя;Компания;День рождения\nБерг;Анна;Камень;1990-05-01\n",
        {"kind": "person", "given_name": "Анна", "family_name": "Берг", "organisation": "Камень"},
    ),
    "zh": (
        "姓名,电子邮件,电话,城市\n王芳,wang@fang.example,+86 10 6552 9988,北京\n",
        {"kind": "person", "name": "王芳", "emails": ["wang@fang.example"], "locality": "北京"},
    ),
    "zh, firm": (
        "公司,地址,邮编\n石头公司,长安街1号,100000\n",
        {"kind": "organisation", "name": "石头公司", "postal_code": "100000"},
    ),
    "de": (
        "Vorname;Nachname;Firma;Telefon;Straße;PLZ;Ort\nAnna;Müller;Müller GmbH;+49 30 901820;Ring 1;10115;Berlin\n",
        {
            "kind": "person", "given_name": "Anna", "family_name": "Müller", "organisation": "Müller GmbH",
            "phones": ["+49 30 901820"], "street": "Ring 1", "postal_code": "10115",
            "locality": "Berlin",
        },
    ),
    "de, firm": ("Firma;Land\nMüller GmbH;DE\n", {"kind": "organisation", "name": "Müller GmbH", "country": "DE"}),
    "en": ("First,Last\nAnn,One\n", {"kind": "person", "given_name": "Ann", "family_name": "One"}),
}  # fmt: skip


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_user("olga@example.org", name="Olga", is_owner=True)


def guessed(*columns: str) -> dict[str, str]:
    return guess(record_of(Party), columns, [])


@pytest.mark.parametrize(("text", "expected"), FILES.values(), ids=FILES)
def test_a_file_in_the_language_of_its_writer_comes_in_whole(
    olga: User, text: str, expected: dict[str, object]
) -> None:
    run = take_in(text, by=olga)
    problems = [problem.text for problem in run.problems.all()]
    assert (counts(run), run.message, problems) == ((1, 0, 0, 0), "", [])
    party = record_of(Party).visible(olga).preloaded().get(kind=expected["kind"])
    assert {name: getattr(party, name) for name in expected} == expected


def test_birthdays_are_of_people(olga: User) -> None:
    run = prepared("ایمیل,تاریخ تولد\nsara@mehr.example,1990-05-01\n", by=olga)
    assert run.mapping == {"ایمیل": "emails", "تاریخ تولد": "birthday"}
    assert run.constants == {"kind": "person"}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_label_is_understood_in_every_language(language: str) -> None:
    with override(language):
        labels = {str(label): name for name, label in targets(record_of(Party)).items() if name != "id"}
        assert guessed(*labels) == labels


def test_a_heading_stands_for_one_field_only() -> None:
    seen: dict[str, str] = {}
    for field, headings in HEADINGS.items():
        for heading in headings:
            assert seen.setdefault(fold(heading), field) == field, heading


def test_what_a_name_means_the_columns_beside_it_settle() -> None:
    assert guessed("Name", "Surname") == {"Name": "given_name", "Surname": "family_name"}
    assert guessed("Full name", "Last name") == {"Full name": "name", "Last name": "family_name"}
    assert guessed("ФИО", "Название компании") == {"ФИО": "name", "Название компании": "organisation"}
    assert guessed("شرکت", "تلفن") == {"شرکت": "name", "تلفن": "phones"}
    assert guessed("Name", "Vorname") == {"Name": "family_name", "Vorname": "given_name"}
    assert guessed("Name", "Vorname", "Nachname")["Name"] == "name"
    assert guessed("نام", "شرکت") == {"نام": "name", "شرکت": "organisation"}


def test_a_label_of_two_fields_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "targets", lambda record: {"note": "Words", "street": "Words", "region": "Shire"})
    known = mapping._known.__wrapped__("people")
    assert "words" not in known and known["shire"] == "region"


LEFT = "name,extension,phone,empty,title of courtesy\nAnn,12,,,\nBen,,,,Dr.\n"


def test_the_command_names_the_columns_that_it_left_out(
    olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(LEFT)
    import_file(file)
    assert "Left out: extension, title of courtesy." in capsys.readouterr().err


def test_the_page_of_the_result_names_them_too_and_not_as_a_fault(olga: User) -> None:
    run = take_in(LEFT, by=olga)
    page = sign_in(olga, language="en").get(f"/imports/{run.pk}/").content.decode()
    assert '<p class="why" dir="auto">Left out: extension, title of courtesy.</p>' in page
    assert "form-errors" not in page


def test_after_a_kill_the_lines_before_it_count_too(olga: User) -> None:
    run = prepared(LEFT, by=olga)
    run.processed = run.skipped = 1
    run.save()
    assert run_import(run).message == "Left out: extension, title of courtesy."
