"""The catalogues of Persian, Russian and Chinese: whole, well-formed, and what readers of these languages see."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import LazySettings, settings
from django.test import Client

import peyvand
from peyvand.platform.accounts.actions import create_owner
from peyvand.platform.accounts.models import User

PACKAGE = Path(peyvand.__file__).parent
PLURALS = {"fa": 2, "ru": 3, "zh_Hans": 1}
"""Language to its number of plural forms."""

LANGUAGES = pytest.mark.parametrize("language", PLURALS)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w+\}")
PERSIAN = re.compile(r"[آ-ی]{2,}")
WORD = re.compile(r"[A-Za-z]{3,}")


@cache
def catalogue(language: str) -> Catalog:
    """The translations of a language, as they are committed."""
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@cache
def strings_of_the_code() -> dict[tuple[str | None, str], str]:
    """Context and text of every string that the code offers for translation, with the place where it stands."""
    root = PACKAGE.parent
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(root, methods, options, DEFAULT_KEYWORDS, directory_filter=_is_ours)
    return {
        (context, text if isinstance(text, str) else text[0]): f"{place}:{line}"
        for place, line, text, _comments, context in found
    }


def _is_ours(folder: str) -> bool:
    return Path(folder).name not in ("node_modules", "static") and not Path(folder).name.startswith((".", "_"))


def test_the_code_is_searched_in_python_and_in_templates() -> None:
    places = {place.partition(":")[0] for place in strings_of_the_code().values()}
    assert "peyvand/contacts/codes.py" in places
    assert "peyvand/platform/ui/templates/ui/words.html" in places


@LANGUAGES
def test_every_string_of_the_code_is_translated(language: str) -> None:
    done = {(message.context, originals(message)[0]) for message in messages(language) if all(translations(message))}
    missing = {place: text for (context, text), place in strings_of_the_code().items() if (context, text) not in done}
    assert not missing, f"run bin/translate and write what is missing in {language}"


@LANGUAGES
def test_nothing_is_translated_that_the_code_no_longer_says(language: str) -> None:
    known = strings_of_the_code()
    left = [message.id for message in messages(language) if (message.context, originals(message)[0]) not in known]
    assert not left, "run bin/translate"
    assert not catalogue(language).obsolete


@LANGUAGES
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in messages(language) if message.fuzzy] == []


@LANGUAGES
def test_every_translation_keeps_the_placeholders(language: str) -> None:
    for message in messages(language):
        wanted = set(PLACEHOLDER.findall(originals(message)[-1].replace("%%", "")))
        for text in translations(message):
            assert set(PLACEHOLDER.findall(text.replace("%%", ""))) == wanted, message.id
            if message.python_format:
                assert not re.search(r"%(?![(%a-z])", text.replace("%%", "")), message.id


@LANGUAGES
def test_every_translation_begins_and_ends_with_the_same_blanks(language: str) -> None:
    for message in messages(language):
        if not (message.context or "").startswith("between "):  # some languages need no blank there
            for text in translations(message):
                assert (text[:1].isspace(), text[-1:].isspace()) == (message.id[0].isspace(), message.id[-1].isspace())


@LANGUAGES
def test_plurals_have_the_forms_of_their_language(language: str) -> None:
    assert catalogue(language).num_plurals == PLURALS[language]
    assert [m.id for m in messages(language) if m.pluralizable and len(translations(m)) != PLURALS[language]] == []


@LANGUAGES
def test_catalogues_are_ordered_and_carry_no_places_so_that_they_merge(language: str) -> None:
    ids = [originals(message) for message in messages(language)]
    assert ids == sorted(ids)
    assert not [message.id for message in messages(language) if message.locations]


def test_persian_is_written_with_persian_letters_and_marks() -> None:
    for message in messages("fa"):
        for text in translations(message):
            assert not re.search("[يىكة٠-٩]", text), f"Arabic letters in {text}"
            assert not re.search(r"[آ-ی][,;?]|[“”]", text), f"Latin punctuation in {text}"
            assert not re.search("\\bن?می [آ-ی]| ها\\b| های\\b|\u200c[ \u200c]|[ \u200c]\u200c", text), (
                f"joined wrongly: {text}"
            )


def test_chinese_and_russian_are_written_in_their_letters() -> None:
    for language, letters in (("ru", "[А-Яа-яЁё]"), ("zh_Hans", "[\u4e00-\u9fff]")):
        for message in messages(language):
            words = WORD.findall(PLACEHOLDER.sub("", originals(message)[0]))
            if words and set(words) - {"API", "Peyvand"}:
                assert all(re.search(letters, text) for text in translations(message)), message.id


@pytest.fixture
def compiled(tmp_path: Path, settings: LazySettings) -> Iterator[None]:
    """The committed catalogues compiled afresh and in use."""
    for language in PLURALS:
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "django.mo").open("wb") as file:
            write_mo(file, catalogue(language))
    settings.LOCALE_PATHS = [tmp_path]
    yield


@pytest.fixture
def persian(compiled: None, client: Client) -> Client:
    client.cookies["language"] = "fa"
    return client


def seen(page: str) -> list[str]:
    """The texts of a page that a reader sees or hears, one per element or label; but for names in other languages."""
    body = re.sub(r"(?s)<(script|style|svg|template)\b.*?</\1>", " ", page.partition("<body")[2])
    body = re.sub(r'<(\w+)\b[^>]* lang="[^"]*"[^>]*>.*?</\1>', " ", body)
    labels = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', body)
    return [text.strip() for text in re.split(r"<[^>]*>", body) + labels if text.strip()]


def untranslated(page: str) -> set[str]:
    """Texts of a page that the catalogue would have translated."""
    english = {originals(m)[0] for m in messages("fa") if m.string != m.id and WORD.search(originals(m)[0])}
    return english & set(seen(page))


@pytest.mark.django_db
def test_the_sign_in_page_speaks_persian(persian: Client) -> None:
    create_owner(email="alice@firm.example", password="a long enough one", name="Alice", firm="Firm", first=True)
    page = persian.get("/accounts/login/").content.decode()
    assert 'lang="fa" dir="rtl"' in page
    assert "گذرواژه را فراموش کرده‌اید؟" in seen(page)
    assert not untranslated(page)


@pytest.mark.django_db
def test_the_list_of_people_speaks_persian(persian: Client) -> None:
    create_owner(
        email="alice@firm.example", password="a long enough one", name="Alice", firm="Firm", language="fa", first=True
    )
    persian.force_login(User.objects.get(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = persian.get("/people/").content.decode()
    assert 'lang="fa" dir="rtl"' in page
    assert "اشخاص و سازمان‌ها" in seen(page)
    assert len([text for text in seen(page) if PERSIAN.search(text)]) > 20
    assert not untranslated(page)


@pytest.mark.django_db
def test_a_password_that_is_too_short_is_refused_in_persian(persian: Client) -> None:
    answer = persian.post(
        "/setup/",
        {"firm": "Firm", "country": "IR", "name": "Alice", "email": "alice@firm.example", "password": "short"},
    )
    assert answer.status_code == 422
    assert "این گذرواژه کوتاه است" in answer.content.decode()
