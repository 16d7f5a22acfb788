"""Days that cannot be are refused by form and API in the words of the reader; an import reports or remarks them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django.utils.translation import override

from peyvand.contacts import actions
from peyvand.contacts.models import Consent, Party, Position
from peyvand.platform.access.errors import Refused
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.records.record import record_at, record_of
from tests.contacts.conftest import JSON
from tests.imports import counts, prepared, take_in
from tests.people import Cast, said, sign_in

TOMORROW = localdate() + timedelta(days=2)  # beyond today in every time zone
READ_AS_GREGORIAN = (
    "1403-12-30 is too long ago. Its year is read in the Gregorian calendar: write the day like 2025-03-20."
)


def errors(answer: Any) -> Any:
    assert answer.status_code == 422, answer.content
    return answer.json()["errors"]


def send(client: Client, cast: Cast, url: str, **sent: Any) -> Any:
    return client.patch(f"/api/{url}/{cast.rows[url].pk}/", sent, content_type=JSON)


@pytest.mark.parametrize(
    ("birthday", "told"),
    [
        ("3000-01-01", "Jan 1, 3000 has not come yet."),
        ("1849-12-31", "Dec 31, 1849 is too long ago. The first day that can be is Jan 1, 1850."),
        ("1403-12-30", READ_AS_GREGORIAN),
    ],
)
def test_a_birthday_lies_between_1850_and_today(olga: Client, birthday: str, told: str) -> None:
    sent = {"kind": "person", "name": "Sara", "birthday": birthday}
    assert errors(olga.post("/api/people/", sent, content_type=JSON)) == {"birthday": [told]}
    assert olga.post("/people/new/", sent).status_code == 422
    assert not Party.objects.filter(name="Sara").exists()


@pytest.mark.parametrize("birthday", ["1850-01-01", "1985-06-21", None])
def test_any_other_is_taken(olga: Client, birthday: str | None) -> None:
    sent = {"kind": "person", "name": "Sara", "birthday": birthday}
    assert olga.post("/api/people/", sent, content_type=JSON).json()["birthday"] == birthday


def test_a_jalali_day_that_is_none_of_ours_is_refused_with_the_calendar_of_the_api(cast: Cast) -> None:
    client = sign_in(cast.olga, language="fa")
    for day in ("1403-12-31", "1403-02-31"):
        sent = {"kind": "person", "name": "Sara", "birthday": day}
        (told,) = errors(client.post("/api/people/", sent, content_type=JSON))["birthday"]
        assert told
    (told,) = errors(sign_in(cast.alice).post("/api/people/", sent, content_type=JSON))["birthday"]
    assert told == "Enter a day of the Gregorian calendar, such as 2026-11-21."


@pytest.mark.parametrize("day", ["1403-12-31", "۱۴۰۳/۱۳/۰۱"])
def test_a_persian_form_says_which_jalali_day_does_not_exist(cast: Cast, day: str) -> None:
    client = sign_in(cast.olga, language="fa")
    answer = client.post("/people/new/", {"kind": "person", "name": "Sara", "birthday": day})
    assert answer.status_code == 422 and day in said(answer) and "وجود ندارد" in said(answer)
    answer = client.post("/people/new/", {"kind": "person", "name": "Sara", "birthday": "1364/03/31"})
    assert answer.status_code == 302 and Party.objects.get(name="Sara").birthday == date(1985, 6, 21)


@pytest.mark.parametrize("url", ["roles", "positions", "ties"])
@pytest.mark.parametrize(
    ("days", "field", "told"),
    [
        ({"since": "2020-01-02", "until": "2020-01-01"}, "until", "cannot end before it began."),
        ({"since": "1403-12-30"}, "since", READ_AS_GREGORIAN),
        ({"until": "3000-01-01"}, "until", "Jan 1, 3000 is too far away. The last day that can be is "),
    ],
)
def test_what_lasts_has_days_that_can_be(
    olga: Client, cast: Cast, url: str, days: dict[str, str], field: str, told: str
) -> None:
    found = errors(send(olga, cast, url, **{"since": None, "until": None} | days))
    assert list(found) == [field] and told in found[field][0]


@pytest.mark.parametrize("url", ["roles", "positions", "ties"])
def test_what_lasts_may_begin_and_end_in_years_to_come(olga: Client, cast: Cast, url: str) -> None:
    assert send(olga, cast, url, since="1790-01-01", until=TOMORROW.isoformat()).status_code == 200


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"given_on": TOMORROW.isoformat()}, "given_on"),
        ({"given_on": "1403-12-30"}, "given_on"),
        ({"given_on": None}, "given_on"),
        ({"proof": " "}, "proof"),
        ({"withdrawn_on": TOMORROW.isoformat()}, "withdrawn_on"),
        ({"given_on": "2024-02-02", "withdrawn_on": "2024-02-01"}, "withdrawn_on"),
    ],
)
def test_a_consent_that_was_given_has_a_day_that_has_been_and_a_proof(
    olga: Client, cast: Cast, sent: dict[str, Any], found: str
) -> None:
    given = {"status": "given", "given_on": "2024-02-02", "withdrawn_on": None, "proof": "Letter"}
    assert list(errors(send(olga, cast, "consents", **given | sent))) == [found]
    assert send(olga, cast, "consents", **given).status_code == 200
    consent = cast.row(record_of(Consent))
    whole = {"party": str(consent.party_id), "purpose": consent.purpose, "channel": consent.channel}
    entered = {name: value or "" for name, value in (whole | given | sent).items()}
    answer = olga.post(f"/consents/{consent.pk}/edit/", entered)
    assert answer.status_code == 422 and f'id="id_{found}_error"' in said(answer)
    assert said(answer).count('class="field-error"') == 1


def test_a_consent_that_is_unknown_needs_neither(olga: Client, cast: Cast) -> None:
    unknown = {"status": "unknown", "given_on": None, "withdrawn_on": None, "proof": ""}
    assert send(olga, cast, "consents", **unknown).status_code == 200


def test_verbs_take_no_day_that_cannot_be(cast: Cast) -> None:
    consent = Consent.objects.filter(pk=cast.rows["consents"].pk)
    consent.update(status="given", withdrawn_on=None)
    with pytest.raises(Refused, match="has not come yet"):
        actions.withdraw(consent, by=cast.olga, on=TOMORROW)
    role = type(cast.rows["roles"])._default_manager.filter(pk=cast.rows["roles"].pk)
    role.update(status="active", until=None)
    with pytest.raises(Refused, match="too far away"):
        actions.end_role(role, by=cast.olga, on=date(3000, 1, 1))


# What is stored already may stay: what else is changed does not wait for it.


def store(cast: Cast, url: str, **stored: Any) -> Any:
    row = cast.row(record_at(url))
    type(row)._default_manager.filter(pk=row.pk).update(**stored)
    return cast.row(record_at(url))


def test_a_stored_birthday_that_cannot_be_holds_up_no_other_change(olga: Client, cast: Cast) -> None:
    party = store(cast, "people", birthday=date(1700, 1, 1))
    assert send(olga, cast, "people", note="by the API").status_code == 200
    assert send(olga, cast, "people", note="sent along", birthday="1700-01-01").status_code == 200
    line = f"id,name,note\n{party.pk},{party.name},by a file\n"
    assert counts(take_in(line, by=cast.olga)) == (0, 1, 0, 0)
    party = cast.row(record_at("people"))
    assert (party.note, party.birthday) == ("by a file", date(1700, 1, 1))
    assert list(errors(send(olga, cast, "people", birthday="1701-01-01"))) == ["birthday"]


def test_a_stored_birthday_that_cannot_be_comes_back_from_the_page(olga: Client, cast: Cast) -> None:
    old = Party.objects.create(name="Old", kind="person", birthday=date(1700, 1, 1))
    answer = olga.post(
        f"/people/{old.pk}/edit/", {"kind": "person", "name": "Older", "birthday": "1700-01-01", "began": "{}"}
    )
    assert answer.status_code == 302, said(answer)
    assert Party.objects.get(pk=old.pk).name == "Older"


@pytest.mark.parametrize("url", ["roles", "positions", "ties"])
def test_stored_days_of_what_lasts_hold_up_no_other_change(olga: Client, cast: Cast, url: str) -> None:
    store(cast, url, since=date(1500, 1, 1), until=date(3000, 1, 1))
    field = "title" if url == "positions" else "note"
    assert send(olga, cast, url, **{field: "new"}).status_code == 200
    assert list(errors(send(olga, cast, url, since="1501-01-01"))) == ["since"]
    assert list(errors(send(olga, cast, url, until="3001-01-01"))) == ["until"]
    store(cast, url, since=date(2020, 1, 1), until=date(2020, 1, 2))
    assert list(errors(send(olga, cast, url, since="2020-01-03"))) == ["until"]


def test_stored_days_of_a_consent_hold_up_no_other_change(olga: Client, cast: Cast) -> None:
    days = {"given_on": date(1700, 1, 1), "withdrawn_on": date(1800, 1, 1)}
    store(cast, "consents", status="given", proof="Letter", **days)
    assert send(olga, cast, "consents", proof="Call").status_code == 200
    assert send(olga, cast, "consents", status="refused").status_code == 200
    assert list(errors(send(olga, cast, "consents", given_on="1701-01-01"))) == ["given_on"]
    assert list(errors(send(olga, cast, "consents", given_on="2020-01-01"))) == ["withdrawn_on"]


def test_a_stored_consent_without_day_or_proof_holds_up_no_other_change(olga: Client, cast: Cast) -> None:
    store(cast, "consents", status="given", given_on=None, withdrawn_on=None, proof="")
    assert send(olga, cast, "consents", withdrawn_on="2024-02-02").status_code == 200
    assert list(errors(send(olga, cast, "consents", channel="sms"))) == ["given_on", "proof"]
    store(cast, "consents", status="unknown")
    assert list(errors(send(olga, cast, "consents", status="given"))) == ["given_on", "proof"]


def test_only_a_problem_costs_a_query(cast: Cast) -> None:
    party = store(cast, "people", birthday=date(1985, 6, 21))
    with CaptureQueriesContext(connection) as queries:
        party.clean()
        with pytest.raises(ValidationError):
            Party(name="New", birthday=date(1700, 1, 1)).clean()
    assert len(queries) == 0
    party = store(cast, "people", birthday=date(1700, 1, 1))
    with CaptureQueriesContext(connection) as queries:
        party.clean()
    assert len(queries) == 1


# What an import brings.


def test_a_line_with_a_day_that_cannot_be_is_reported(cast: Cast) -> None:
    run = take_in("name,kind,birthday\nSara,person,3000-01-01\nReza,person,1985-06-21\n", by=cast.olga)
    assert counts(run) == (1, 0, 0, 1)
    assert run.problems.get().text == "Birthday: Jan 1, 3000 has not come yet."


def test_the_first_day_of_a_position_that_cannot_be_is_kept_as_a_remark(cast: Cast) -> None:
    run = take_in("name,organisation,hire_date\nSara,Mehr Stone,1403-12-30\n", by=cast.olga)
    assert counts(run) == (1, 0, 0, 0)
    assert run.problems.get().text == f"{READ_AS_GREGORIAN} It was kept as a remark."
    assert Position.objects.get(person__name="Sara").since is None
    assert Party.objects.get(name="Sara").unknown_properties == ["position_since: 1403-12-30"]


def test_a_card_that_leaves_the_year_of_birth_out_keeps_its_day_as_it_came(cast: Cast) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sara\r\nN:;Sara;;;\r\nBDAY:1604-02-03\r\nEND:VCARD\r\n"
    assert counts(take_in(card, by=cast.olga, name="cards.vcf")) == (1, 0, 0, 0)
    sara = Party.objects.get(name="Sara")
    assert (sara.birthday, sara.unknown_properties) == (None, ["BDAY:1604-02-03"])


def consents(cast: Cast, *lines: str) -> str:
    party = cast.rows["people"].pk
    return "\n".join(["party,purpose,channel,status,given_on,proof", *(f"{party},{line}" for line in lines)])


def test_a_consent_without_proof_is_imported_as_unknown_with_a_remark(cast: Cast) -> None:
    lines = consents(
        cast, "survey,email,given,2024-02-02,", "survey,sms,given,2024-02-02,Letter", "survey,post,refused,,"
    )
    run = take_in(lines, by=cast.olga, name="consents.csv", record="consents")
    assert counts(run) == (3, 0, 0, 0)
    assert [(problem.line, problem.text) for problem in run.problems.all()] == [
        (2, "There is no proof that this consent was given, so it counts as unknown.")
    ]
    found = Consent.objects.filter(purpose="survey", party=cast.rows["people"].pk).order_by("pk")
    assert list(found.values_list("status", flat=True)) == ["unknown", "given", "refused"]


def test_a_consent_with_the_number_of_another_system_needs_a_proof_as_any_other(cast: Cast) -> None:
    party = cast.rows["people"].pk
    lines = f"id,party,purpose,channel,status,given_on\nC-17,{party},survey,email,given,2024-02-02\n"
    run = take_in(lines, by=cast.olga, name="consents.csv", record="consents")
    assert counts(run) == (1, 0, 0, 0)
    assert run.problems.get().text == "There is no proof that this consent was given, so it counts as unknown."
    assert Consent.objects.get(purpose="survey", party=party).status == "unknown"


def test_our_own_export_of_a_consent_keeps_its_status(cast: Cast) -> None:
    consent = Consent.objects.get(pk=cast.rows["consents"].pk)
    line = f"id,status,note\n{consent.pk},given,\n"
    assert counts(take_in(line, by=cast.olga, record="consents")) == (0, 0, 1, 0)


def test_jalali_days_of_a_persian_file_are_read_as_such(cast: Cast) -> None:
    with override("fa"):
        run = prepared("name,kind,birthday\nSara,person,۱۳۶۴/۰۳/۳۱\nReza,person,۱۴۹۹/۰۱/۰۱\n", by=cast.olga)
    run_import(run)
    assert counts(run) == (1, 0, 0, 1)
    assert Party.objects.get(name="Sara").birthday == date(1985, 6, 21)
    assert "۱ فروردین ۱۴۹۹" in run.problems.get().text
