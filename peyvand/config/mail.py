"""Where mail is handed in: the server that PEYVAND_EMAIL_URL names. Without it Peyvand sends none, and says so."""

import os
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import parse_qsl, unquote, urlsplit

from peyvand.config.database import CannotRun


@dataclass(frozen=True)
class MailServer:
    """How to reach it; without a `host` there is none. `tls` begins at once, `starttls` after the greeting."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False
    sender: str = ""


def mail_server() -> MailServer:
    """What PEYVAND_EMAIL_URL and PEYVAND_EMAIL_FROM say. A password travels encrypted unless `?starttls=no` is said.

    Raises CannotRun: one of them is not what it should be.
    """
    given = os.environ.get("PEYVAND_EMAIL_URL", "")
    if not given:
        return MailServer()
    wrong = CannotRun(
        "PEYVAND_EMAIL_URL must look like smtp://user:password@mail.firm.example:587, with smtps:// for a server that "
        "begins with TLS; signs such as @ : / # in a password are written as %40 %3A %2F %23."
    )
    try:
        url = urlsplit(given)
        query = dict(parse_qsl(url.query))
        port = url.port or {"smtps": 465}.get(url.scheme, 587 if url.password else 25)
    except ValueError:  # its words may hold a part of the password
        raise wrong from None
    starttls = query.pop("starttls", "yes" if url.password and url.scheme == "smtp" else "no")
    if url.scheme not in ("smtp", "smtps") or not url.hostname or url.path.strip("/") or query or url.fragment:
        raise wrong
    if starttls not in ("yes", "no") or (starttls == "yes" and url.scheme == "smtps"):
        raise CannotRun("PEYVAND_EMAIL_URL: starttls is yes or no, and only with smtp://.")
    user = unquote(url.username or "")
    return MailServer(
        url.hostname, port, user, unquote(url.password or ""), url.scheme == "smtps", starttls == "yes", _sender(user)
    )


def _sender(user: str) -> str:
    """Whom mail comes from: what PEYVAND_EMAIL_FROM says, else the user of the server where that is an address."""
    sender = os.environ.get("PEYVAND_EMAIL_FROM") or user
    name, _at, domain = parseaddr(sender)[1].partition("@")
    if not name or not domain or "\n" in sender:
        raise CannotRun("PEYVAND_EMAIL_FROM must be the address that mail comes from, such as crm@firm.example.")
    return sender
