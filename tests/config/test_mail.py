"""PEYVAND_EMAIL_URL names the mail server; what cannot be one stops the start with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from peyvand.config.database import CannotRun
from peyvand.config.mail import MailServer, mail_server

SENDER = "crm@firm.example"


def named(monkeypatch: pytest.MonkeyPatch, address: str, sender: str = SENDER) -> MailServer:
    monkeypatch.setenv("PEYVAND_EMAIL_URL", address)
    monkeypatch.setenv("PEYVAND_EMAIL_FROM", sender)
    return mail_server()


def test_without_an_address_there_is_no_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not named(monkeypatch, "").host


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://relay", MailServer("relay", 25, sender=SENDER)),
        ("smtp://relay:2525", MailServer("relay", 2525, sender=SENDER)),
        ("smtp://[::1]:2525", MailServer("::1", 2525, sender=SENDER)),
        ("smtp://u:p@mail.example", MailServer("mail.example", 587, "u", "p", starttls=True, sender=SENDER)),
        ("smtp://u:p@mail.example?starttls=no", MailServer("mail.example", 587, "u", "p", sender=SENDER)),
        ("smtp://relay?starttls=yes", MailServer("relay", 25, starttls=True, sender=SENDER)),
        ("smtps://u:p@mail.example", MailServer("mail.example", 465, "u", "p", tls=True, sender=SENDER)),
        ("smtps://u%40x:p%23%2F@mail.example:1/", MailServer("mail.example", 1, "u@x", "p#/", tls=True, sender=SENDER)),
    ],
)
def test_a_password_travels_encrypted_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, address: str, server: MailServer
) -> None:
    assert named(monkeypatch, address) == server


@pytest.mark.parametrize(
    "address",
    [
        "mail.firm.example", "http://mail.firm.example", "smtp://", "smtp://:25", "smtp://u:secret#1@mail.example",
        "smtp://u:secret@mail.example/box", "smtp://u:secret@mail.example?tls=yes", "smtp://u:secret@mail.example:many",
        "smtp://u:secret@[mail.example", "smtp://u:secret@mail.example?starttls=perhaps",
        "smtps://u:secret@mail.example?starttls=yes",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_one_sentence_without_its_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with pytest.raises(CannotRun, match=r"^PEYVAND_EMAIL_URL.*\.$") as refused:
        named(monkeypatch, address)
    assert "secret" not in str(refused.value)


def test_mail_comes_from_the_user_of_the_server_where_nobody_else_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert named(monkeypatch, "smtp://crm%40firm.example:p@mail.example", "").sender == "crm@firm.example"
    assert named(monkeypatch, "smtp://mail.example", "Peyvand <crm@firm.example>").sender.startswith("Peyvand")


@pytest.mark.parametrize("sender", ["", "crm", "@firm.example", "crm@", "crm@firm.example\nBcc: all@firm.example"])
def test_a_sender_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, sender: str) -> None:
    with pytest.raises(CannotRun, match="PEYVAND_EMAIL_FROM must be the address"):
        named(monkeypatch, "smtp://user:p@mail.example", sender)


def test_a_wrong_address_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    own = {"PEYVAND_DATA": str(tmp_path), "PEYVAND_EMAIL_URL": "mail.firm.example"}
    start = subprocess.run(
        [sys.executable, "-m", "peyvand", "serve"],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode == 1
    assert start.stderr.startswith("PEYVAND_EMAIL_URL must look like smtp://")
    assert start.stderr.count("\n") == 1
    assert not (tmp_path / "postgres").exists()
