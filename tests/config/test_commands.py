"""What the commands take and how they end; on the database of the tests instead of one of their own."""

import io
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from peyvand.config import cli
from peyvand.contacts.models import ContactPoint, Party
from peyvand.platform.accounts.models import User
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
OLGA = ("createowner", "--email", "olga@example.org", "--password", PASSWORD)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "database", lambda *_arguments, **_options: nullcontext())


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., str]:
    def written(text: str, name: str = "rows.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def firm() -> Any:
    return Party.objects.values_list("name", "country").get(is_focal=True)


def test_the_owner_s_command_names_the_firm_and_its_country() -> None:
    assert cli.main([*OLGA, "--firm", "Orchard", "--country", "ir"]) == 0
    assert firm() == ("Orchard", "IR")


def test_without_them_the_firm_waits_for_its_name() -> None:
    assert cli.main(OLGA) == 0
    assert firm() == ("My company", "")


def test_a_country_that_is_none_makes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*OLGA, "--firm", "Orchard", "--country", "XX"]) == 1
    told = "“XX” is not the code of a country: two letters are expected, such as DE for Germany.\n"
    assert capsys.readouterr().err == told
    assert not User.objects.exists() and not Party.objects.exists()


def test_a_second_owner_does_not_rename_the_firm(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([*OLGA, "--firm", "Orchard", "--country", "IR"])
    otto = ("createowner", "--email", "otto@example.org", "--password", PASSWORD)
    assert cli.main([*otto, "--firm", "Garden"]) == 1
    assert "The firm is there already" in capsys.readouterr().err
    assert cli.main(otto) == 0
    assert firm() == ("Orchard", "IR")


@pytest.mark.parametrize(
    ("country", "number"),
    [((), "+98 21 8888 1234"), (("--country", "DE"), "+49 2188 881234"), (("--country", "iran"), "+98 21 8888 1234")],
)
def test_numbers_of_a_file_are_of_the_country_that_is_named_else_of_the_firm(
    file: Callable[..., str], country: tuple[str, ...], number: str
) -> None:
    cli.main([*OLGA, "--country", "IR"])
    assert cli.main(["import", file("name,phone\nMehr,021 8888 1234\n"), *country]) == 0
    assert ContactPoint.objects.get().value == number


def test_a_country_of_numbers_that_is_none_takes_nothing_in(
    file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(OLGA)
    assert cli.main(["import", file("name,phone\nMehr,021 8888 1234\n"), "--country", "Atlantis"]) == 1
    assert "Atlantis" in capsys.readouterr().err
    assert Party.objects.count() == 1


def test_of_a_folder_only_what_is_about_people_is_taken_also_where_the_firm_has_a_country(
    file: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main([*OLGA, "--country", "IR"])
    file("product_id,name,price\n1,Chai,18\n", "products.csv")
    folder = Path(file("customer_id,name\nMEHR,Mehr Stone\n", "customers.csv")).parent
    assert cli.main(["import", str(folder)]) == 0
    assert "products.csv: passed over" in capsys.readouterr().out
    assert set(Party.objects.values_list("name", flat=True)) == {"My company", "Mehr Stone"}


def test_a_name_that_no_record_holds_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*OLGA, "--firm", "x" * 301]) == 1
    assert capsys.readouterr().err == "This text is too long.\n"
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name,email\nMehr,info@mehr.example\n", 0),
        ("name,email\nMehr,info@mehr.example\n,nameless@mehr.example\n", 0),
        ("name,phone\nMehr,hello\n", 0),
        ("name,email\n,nameless@mehr.example\n", 1),
        ("name,email\n", 1),
    ],
)
def test_an_import_of_which_every_line_is_reported_fails(file: Callable[..., str], text: str, code: int) -> None:
    cli.main(OLGA)
    assert cli.main(["import", file(text)]) == code
    assert cli.main(["import", file(text)]) == code


def test_help_tells_how_an_import_ends(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["import", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "Exit code: 0 taken, 1 not: the file cannot be read, or every line of it was reported." in told


def test_without_a_terminal_a_password_must_be_given(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("os.open", _no_terminal)
    assert cli.main(["createowner", "--email", "olga@example.org"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == "There is no terminal to ask for the password: give it with --password."
    assert not User.objects.exists()


def _no_terminal(*_arguments: Any) -> int:
    raise OSError("no terminal")


WRONG = """
import dataclasses, sys, django
django.setup()
from peyvand.config import cli
from peyvand.contacts.models import Party
from peyvand.platform.records import record
record._registry[Party] = dataclasses.replace(record.record_of(Party), **{sys.argv[1]: ("nonsense",)})
sys.exit(cli.main(["check"]))
"""


@pytest.mark.parametrize("part", ["columns", "filters", "named"])
def test_a_declaration_that_names_what_is_not_there_is_told_by_the_check(part: str) -> None:
    done = subprocess.run([sys.executable, "-c", WRONG, part], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "Party" in done.stderr and "nonsense" in done.stderr
    assert "Traceback" not in done.stderr
