"""Who forgot the password gets a link by mail, or is told whom to ask; an owner can make the link as well."""

import re
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from peyvand.config.mail import mail_server
from peyvand.platform.accounts.jobs import mail_password_link
from peyvand.platform.accounts.models import User
from peyvand.platform.audit.models import Change
from tests.people import PASSWORD, Cast, said, sign_in
from tests.platform.accounts.post_office import post_office

RESET = "/accounts/password/reset/"
SENTENCE = "a brand new sentence"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """One address may ask five times a minute; the tests ask more often."""
    cache.clear()


@pytest.fixture
def mailing(settings: LazySettings) -> None:
    """An installation with a mail server; what it sends is in `mail.outbox`."""
    settings.EMAIL_HOST = "mail.example"


def use_link(link: str, client: Client) -> Any:
    """Follow a link and choose a new password: the last answer."""
    page = client.get(re.sub(r"^https?://[^/]+", "", link), follow=True)
    if not page.redirect_chain:
        return page
    return client.post(page.redirect_chain[-1][0], {"password1": SENTENCE, "password2": SENTENCE})


def deliver() -> None:
    """Do what waits, as the worker does."""
    for job in ProcrastinateJob.objects.filter(task_name=mail_password_link.name):
        mail_password_link.func(**job.args)


def link_in(text: str) -> str:
    (link,) = re.findall(r"https?://testserver/accounts/password/reset/key/[^\s\"]+", text)
    return str(link)


def test_a_forgotten_password_of_nobody_is_answered_without_a_mail(cast: Cast, mailing: None) -> None:
    assert Client().post(RESET, {"email": "nobody@example.org"}).status_code == 302
    deliver()
    assert mail.outbox == []


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(cast: Cast, mailing: None) -> None:
    client = Client()
    client.post(RESET, {"email": cast.alice.email})
    deliver()
    assert use_link(link_in(str(mail.outbox[0].body)), client).status_code == 302
    assert cast.alice.check_password(SENTENCE)


def test_the_link_goes_through_the_mail_server_of_the_settings(
    cast: Cast, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office("peyvand", "p/ss") as office:
        address = f"smtp://peyvand:p%2Fss@127.0.0.1:{office.port}?starttls=no"
        use_mail_server(address, settings, monkeypatch)
        answer = Client().post(RESET, {"email": cast.alice.email}, follow=True)
        assert "a link is on its way" in said(answer)
        deliver()
        (letter,) = office.mail
        assert (letter["From"], letter["To"]) == ("Peyvand <crm@firm.example>", cast.alice.email)
        assert use_link(link_in(letter.get_content()), Client()).status_code == 302
    assert cast.alice.check_password(SENTENCE)


def test_the_mail_is_in_the_language_of_who_asks(cast: Cast, mailing: None) -> None:
    Client().post(RESET, {"email": cast.alice.email}, headers={"Accept-Language": "ru"})
    deliver()
    assert re.search("[а-я]{4}", str(mail.outbox[0].body))


def test_the_link_begins_like_the_page_on_which_it_was_asked_for(cast: Cast, mailing: None) -> None:
    Client().post(RESET, {"email": cast.alice.email}, secure=True)
    deliver()
    assert link_in(str(mail.outbox[0].body)).startswith("https://testserver/")


def test_no_key_waits_in_the_queue(cast: Cast, mailing: None) -> None:
    Client().post(RESET, {"email": cast.alice.email})
    assert mail.outbox == []
    (job,) = ProcrastinateJob.objects.filter(task_name=mail_password_link.name)
    assert job.args == {"user_id": str(cast.alice.pk), "origin": "http://testserver", "language": "en"}


def test_who_may_no_longer_sign_in_when_the_mail_is_made_gets_none(cast: Cast, mailing: None) -> None:
    Client().post(RESET, {"email": cast.alice.email})
    User.objects.filter(pk=cast.alice.pk).update(is_active=False)
    deliver()
    assert mail.outbox == []


def test_neither_the_answer_nor_the_work_for_it_tells_who_has_an_account(
    cast: Cast, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mailbox of the one who has an account is refused."""
    seen = []
    with post_office("peyvand", "word") as office:
        office.stranger = cast.alice.email
        use_mail_server(f"smtp://peyvand:word@127.0.0.1:{office.port}?starttls=no", settings, monkeypatch)
        for address in (cast.alice.email, "nobody@example.org"):
            talks = office.conversations
            with CaptureQueriesContext(connection) as queries:
                answer = Client().post(RESET, {"email": address})
            seen.append((answer.status_code, answer.headers["Location"], len(queries), office.conversations - talks))
        with pytest.raises(SMTPRecipientsRefused):
            deliver()
    assert seen[0] == seen[1]
    assert seen[0][3] == 1


def use_mail_server(address: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEYVAND_EMAIL_URL", address)
    monkeypatch.setenv("PEYVAND_EMAIL_FROM", "Peyvand <crm@firm.example>")
    server = mail_server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = server.user, server.password
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = server.tls, server.starttls
    settings.DEFAULT_FROM_EMAIL = server.sender


@pytest.mark.parametrize("who", ["alice@example.org", "nobody@example.org"])
@pytest.mark.parametrize("wrong", ["password", "port", "no encryption"])
def test_a_mail_server_that_takes_nothing_is_said_to_everybody_alike(
    cast: Cast, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, who: str, wrong: str
) -> None:
    with post_office("peyvand", "other" if wrong == "password" else "word") as office:
        port = 1 if wrong == "port" else office.port
        starttls = "yes" if wrong == "no encryption" else "no"
        use_mail_server(f"smtp://peyvand:word@127.0.0.1:{port}?starttls={starttls}", settings, monkeypatch)
        answer = Client().post(RESET, {"email": who})
    assert answer.status_code == 200
    assert "The mail server does not take our mail" in said(answer)
    assert office.mail == []


def test_without_a_mail_server_nobody_is_told_that_something_was_sent(cast: Cast) -> None:
    client = Client()
    for answer in (
        client.get(RESET), client.post(RESET, {"email": cast.alice.email}, follow=True),
        client.get(f"{RESET}done/", follow=True),
    ):  # fmt: skip
        assert "This installation sends no mail. Ask an owner" in said(answer)
        assert "on its way" not in said(answer)
    assert mail.outbox == []


def make_link(cast: Cast, person: User) -> Any:
    return sign_in(cast.olga).post(f"/settings/people/{person.pk}/password-link/")


def test_an_owner_makes_a_link_that_works_once(cast: Cast) -> None:
    page = sign_in(cast.olga).get(f"/settings/people/{cast.bob.pk}/")
    assert f'action="/settings/people/{cast.bob.pk}/password-link/"' in said(page)
    answer = make_link(cast, cast.bob)
    assert "no-store" in answer.headers["Cache-Control"]
    link = link_in(said(answer))
    assert use_link(link, Client()).status_code == 302
    assert cast.bob.check_password(SENTENCE)
    assert "This link no longer works" in said(use_link(link, Client()))


def test_the_link_outlives_neither_a_new_password_nor_three_days(cast: Cast, settings: LazySettings) -> None:
    link = link_in(said(make_link(cast, cast.bob)))
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "This link no longer works" in said(use_link(link, Client()))
    settings.PASSWORD_RESET_TIMEOUT = 60
    bob = cast.bob
    bob.set_password(PASSWORD)
    bob.save()
    assert "This link no longer works" in said(use_link(link, Client()))


def test_who_made_a_link_for_whom_is_in_the_history(cast: Cast) -> None:
    Change.objects.all().delete()
    make_link(cast, cast.bob)
    deed = Change.objects.get(table="accounts_user").change_set
    assert deed is not None
    assert (deed.by, deed.verb) == (cast.olga, "password_link")
    told = said(sign_in(cast.olga).get(f"/settings/history/{cast.bob.pk}/"))
    assert "Link to choose a password made" in told


def test_only_owners_make_links_and_only_for_those_who_may_sign_in(cast: Cast) -> None:
    address = f"/settings/people/{cast.bob.pk}/password-link/"
    for name in ("alice", "rita", "dana"):
        assert sign_in(getattr(cast, name)).post(address).status_code == 403
    assert Client().post(address).status_code == 302
    olga = sign_in(cast.olga)
    assert olga.get(address).status_code == 405
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    assert olga.post(address).status_code == 404
    assert address not in said(olga.get(f"/settings/people/{cast.bob.pk}/"))
    assert not User.objects.exclude(password_link_at=None).exists()
