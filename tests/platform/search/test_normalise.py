"""Search finds what people mean, however they write it."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.platform.search.normalise import fold, prefix_query, search_document, sort_key, tokens

ANY_TEXT = st.text(max_size=200) | st.text(
    "آاىيیكکهۀةئ\u200c\u200d\u0640\u064eЁёßİ①５'\"\\&|!:*() +-abAB北京123", max_size=60
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Zoë   O'Brien-Łukasz ", "zoe o brien lukasz"),
        ("Straße", "strasse"),
        ("Ёлка", "елка"),
        ("كريمي", "کریمی"),
        ("آقای مُحَمَّد", "اقای محمد"),
        ("می\u200cرود", "می رود"),
        ("پیـــوند", "پیوند"),
        ("۱۴۰۵/٠٨", "1405 08"),
        ("\u202eevil\u2066\ufeff", "evil"),
        ("ＡＢＣ　①", "abc 1"),
        ("İstanbul ISPARTA ılık", "istanbul isparta ilik"),
        ("\x00a\x00b", "a b"),
        ("", ""),
    ],
)
def test_different_ways_of_writing_fold_to_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_folded_text_holds_only_letters_digits_and_single_spaces(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split(" ")).strip()
    assert all(char == " " or unicodedata.category(char)[0] in "LNM" for char in folded)


@given(ANY_TEXT)
def test_case_and_composition_make_no_difference(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(text.casefold()) == fold(text)


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_the_fast_path_agrees_with_the_full_one(text: str) -> None:
    assert fold(text + " ä") == (fold(text) + " a").strip()


def test_an_email_is_found_by_its_parts() -> None:
    assert tokens("Sara.Karimi@Example.org") == ["sara", "karimi", "example", "org"]


def test_a_telephone_number_is_found_by_its_digits() -> None:
    assert "493012345" in tokens("+49 (30) 123-45")
    assert "9121234567" in tokens("۰۹۱۲ ۱۲۳ ۴۵۶۷")


@pytest.mark.parametrize("name", ["علی\u200cرضا کریمی", "عَلي\u200cرضا کریمی", "(علی\u200cرضا) کریمی"])
def test_a_persian_name_of_two_parts_is_found_by_each_and_by_both_as_one(name: str) -> None:
    assert set(tokens(name)) == {"علی", "رضا", "کریمی", "علیرضا"}


def test_chinese_is_found_by_every_character_and_pair() -> None:
    assert tokens("北京大学2008") == ["北", "京", "大", "学", "北京", "京大", "大学", "2008"]


def test_a_query_asks_for_every_word_as_a_prefix() -> None:
    assert prefix_query("Sar Ber") == "'sar':* & 'ber':*"
    assert prefix_query("Sar Ber", whole=["sar"]) == "'sar' & 'ber':*"
    assert prefix_query(" ?! ") == ""


def test_a_query_asks_for_ideographs_as_they_are_stored() -> None:
    assert prefix_query("北京大学") == "'北京' & '京大' & '大学'"
    assert prefix_query("Sar 大") == "'sar':* & '大'"


def test_a_query_of_digits_also_asks_for_the_whole_run() -> None:
    assert prefix_query("030 123") == "('030':* & '123':*) | '30123':*"
    assert prefix_query("0912123") == "'0912123':* | '912123':*"


@given(ANY_TEXT)
def test_no_input_breaks_out_of_the_quotes(text: str) -> None:
    query = prefix_query(text)
    term = r"'[^'\\:&|!()*\s]{1,64}'(?::\*)?"
    assert query == "" or re.fullmatch(rf"\(?{term}(?: & {term})*\)?(?: \| {term})?", query)


@given(ANY_TEXT)
def test_a_record_is_found_by_its_own_text(text: str) -> None:
    _, document = search_document([text])
    found_by = document.split(" ")
    for term, begins in re.findall(r"'([^']+)'(:\*)?", prefix_query(text).split(" | ")[0]):
        assert any(token.startswith(term) if begins else token == term for token in found_by)


@given(st.lists(ANY_TEXT, max_size=5))
def test_a_document_has_no_empty_or_repeated_token(parts: list[str]) -> None:
    text, document = search_document(parts)
    assert text == fold(text)
    words = document.split(" ") if document else []
    assert "" not in words and len(words) == len(set(words))


def test_a_huge_document_stays_within_what_the_database_takes() -> None:
    text, document = search_document(" ".join(f"w{n}" for n in range(100_000)) for _ in range(2))
    assert len(text) <= 100_000 and len(document) <= 100_000


def test_persian_names_stand_in_the_order_of_the_persian_alphabet() -> None:
    alphabet = list("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")
    assert list(map(sort_key, alphabet)) == sorted(map(sort_key, alphabet))
    assert sorted(["یزدان", "پرویز", "چنگیز", "گلنار", "كامران", "وحید", "هادی", "آرش"], key=sort_key) == [
        "آرش", "پرویز", "چنگیز", "كامران", "گلنار", "وحید", "هادی", "یزدان",
    ]  # fmt: skip


@given(ANY_TEXT)
def test_a_sort_key_fits_an_index_and_ignores_how_a_name_is_written(name: str) -> None:
    assert len(sort_key(name)) <= 200
    assert sort_key(name.casefold()) == sort_key(name)
    assert sort_key(f"  {name} ") == sort_key(name)
