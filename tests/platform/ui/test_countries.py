"""Countries are offered by their names, in the order of the reader's alphabet."""

from django.utils.translation import override

from peyvand.platform.ui.countries import country_choices, country_codes


def test_every_country_has_a_name_in_every_language() -> None:
    for language in ("en", "fa", "ru", "zh-hans"):
        with override(language):
            unnamed = [code for code, name in country_choices() if code == name]
        assert unnamed == [], language


def test_countries_stand_in_the_order_of_the_persian_alphabet() -> None:
    with override("fa"):
        places = {code: place for place, (code, _name) in enumerate(country_choices())}
    assert places["DE"] < places["IR"] < places["BR"] < places["PK"] < places["TR"] < places["GA"] < places["YE"]


def test_what_is_no_country_of_its_own_is_not_offered() -> None:
    assert {"IR", "DE", "CN", "XK"} <= set(country_codes())
    assert not {"EU", "UN", "CQ", "IC"} & set(country_codes())


def test_accents_do_not_send_a_country_to_the_end() -> None:
    with override("en"):
        codes = [code for code, _name in country_choices()]
    assert codes.index("CR") < codes.index("CI") < codes.index("HR") and codes.index("AX") < codes.index("AL")
