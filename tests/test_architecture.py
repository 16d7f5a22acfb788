"""The rules of the house that types and linters do not see."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import cast

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.test import Client
from importlinter.api import read_configuration
from importlinter.cli import lint_imports

from peyvand.platform.access.policy import Policy
from peyvand.platform.audit.triggers import UNTRACKED_COLUMNS
from peyvand.platform.records.record import Record
from tests.people import RECORDS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "peyvand"
SOURCES = [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]
LONGEST_FILE, LONGEST_FUNCTION = 400, 40  # lines
WORDS_THAT_SAY_NOTHING = {"utils", "helpers", "common", "core", "misc", "services", "manager"}
APP_FILES = {
    "__init__", "models", "queries", "actions", "records", "forms", "views", "urls", "api", "jobs", "events",
    "subscribers", "facts", "apps",
}  # fmt: skip
EXTRA_FILES = {
    "contacts": {
        "addresses", "cards", "choices", "codes", "columns", "consents", "days", "headings", "importing", "industries",
        "newcomers", "normalise", "parts", "size_class", "sizes",
    },
}  # fmt: skip
"""What an app has beside the files that every app has: a new name is put here on purpose."""
PLATFORM = {"ui": 0, "accounts": 1, "access": 2, "audit": 3, "jobs": 3, "search": 4, "files": 4, "records": 5,
            "api": 6, "import_export": 6, "pages": 6}  # fmt: skip


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_import_map_holds(capsys: pytest.CaptureFixture[str]) -> None:
    kept = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0
    assert kept, capsys.readouterr().out


def test_every_folder_of_the_platform_has_a_floor() -> None:
    folders = {path.name for path in (PACKAGE / "platform").iterdir() if (path / "__init__.py").exists()}
    assert folders == set(PLATFORM)


def floor_of(model: type[models.Model]) -> tuple[int, int]:
    """How high the app of a model stands in the house; higher floors may point to lower ones."""
    parts = model.__module__.split(".")
    layers = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"][0]["layers"]
    names = [{name.strip(" ()") for name in layer.split("|")} for layer in layers]
    height = next(len(names) - number for number, layer in enumerate(names) if parts[1] in layer)
    return height, PLATFORM[parts[2]] if parts[1] == "platform" else 0


def test_foreign_keys_point_down_only() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("peyvand.")]
    assert len(ours) > 10
    for model in ours:
        for column in model._meta.get_fields():
            target = column.related_model
            if column.concrete and isinstance(target, type) and target in ours:
                assert floor_of(model) >= floor_of(target), f"{model._meta.label}.{column.name}"


def test_no_file_is_too_long() -> None:
    assert {name_of(path): lines_of(path) for path in SOURCES if lines_of(path) >= LONGEST_FILE} == {}


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1


def test_no_function_is_too_long() -> None:
    long = {f"{name_of(path)}:{name}": length for path in SOURCES for name, length in functions_of(path)
            if length > LONGEST_FUNCTION}  # fmt: skip
    assert long == {}


@pytest.mark.parametrize("room", ["platform/records", "platform/pages"])
def test_the_registry_and_its_pages_stay_small(room: str) -> None:
    sizes = {name_of(path): lines_of(path) for path in SOURCES if path.parent == PACKAGE / room}
    assert sum(sizes.values()) < 2500
    assert {name: size for name, size in sizes.items() if size >= 300} == {}


def test_a_record_s_declaration_stays_frozen_and_small() -> None:
    assert Record.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert len(fields(Record)) <= 18


def test_every_name_says_something() -> None:
    assert [name_of(path) for path in SOURCES if path.stem in WORDS_THAT_SAY_NOTHING] == []
    assert [name_of(path.parent) for path in SOURCES if path.parent.name in WORDS_THAT_SAY_NOTHING] == []


def test_every_app_has_the_same_files() -> None:
    layers = ("config", "platform")
    for app in (path for path in PACKAGE.iterdir() if (path / "__init__.py").exists() and path.name not in layers):
        files = {path.stem for path in app.glob("*.py")}
        assert files - APP_FILES - EXTRA_FILES.get(app.name, set()) == set(), app.name
        folders = {path.name for path in app.iterdir() if path.is_dir() and path.name != "__pycache__"}
        assert folders <= {"migrations", "templates", "models", "metrics", "dashboards"}, app.name


def test_no_folder_is_empty() -> None:
    for folder in (path for path in PACKAGE.rglob("*") if path.is_dir() and "__pycache__" not in path.parts):
        if folder.name != "static" and "static" not in folder.parts:
            assert any(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"), folder


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("templates/**/*.html")), ids=name_of)
def test_every_template_can_be_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "<<<<<<<" not in text
    cast(Jinja2, engines["jinja2"]).env.parse(text)


def test_every_column_that_sorts_has_an_index() -> None:
    for record in RECORDS:
        for stored in record.sorts.values():
            column = stored.lstrip("-")
            field = record.model._meta.get_field(column)
            begins = [index.fields[0].lstrip("-") for index in record.model._meta.indexes if index.fields]
            assert getattr(field, "primary_key", False) or column in begins, (record.url, column)


def test_every_record_has_a_policy() -> None:
    assert all(isinstance(record.policy, Policy) for record in RECORDS)


def test_history_leaves_out_what_follows_from_other_columns_only() -> None:
    for record in RECORDS:
        assert set(record.editable) & set(UNTRACKED_COLUMNS) == set(), record.url


def test_nothing_that_is_committed_names_a_machine_or_a_registry() -> None:
    words = ("/wor" + "k/", "/ro" + "ot/", "pypi." + "org", "registry.npmjs" + ".org")
    tests = ROOT / "tests"
    for path in (*SOURCES, *tests.rglob("*.py"), *ROOT.glob("requirements*.txt"), *(ROOT / "bin").iterdir()):
        if path.is_file():
            assert not any(word in path.read_text(encoding="utf-8") for word in words), path


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("address", ["/", "/people/", "/settings/permissions/", "/no/such/page/"])
def test_every_answer_says_what_a_browser_may_do_with_it(db: None, address: str) -> None:
    headers = Client().get(address).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
