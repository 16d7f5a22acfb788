"""A mail server, small but real: it asks for a password and keeps what it is given."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast


class PostOffice(socketserver.ThreadingTCPServer):
    """Takes mail on a free port of this machine from whoever knows user and password, for all but one `stranger`."""

    daemon_threads = True

    def __init__(self, user: str, password: str) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.key = f"\0{user}\0{password}".encode()
        self.mail: list[EmailMessage] = []
        self.conversations = 0
        self.stranger = ""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Clerk(socketserver.StreamRequestHandler):
    """One conversation in the Simple Mail Transfer Protocol (RFC 5321, RFC 4954)."""

    def handle(self) -> None:
        office = cast(PostOffice, self.server)
        office.conversations += 1
        known = False
        self._say("220 post office")
        while line := self.rfile.readline().decode().strip():
            word = line.split(maxsplit=2)[0].upper()
            if word == "EHLO":
                self._say("250-post office", "250 AUTH PLAIN")
            elif word == "AUTH":
                known = base64.b64decode(line.split()[2]) == office.key
                self._say("235 welcome" if known else "535 who are you?")
            elif word == "RCPT" and office.stranger and office.stranger in line:
                self._say("550 no such mailbox")
            elif word == "DATA" and known:
                self._say("354 go on")
                office.mail.append(self._letter())
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 farewell")
                return
            else:
                self._say("250 well" if known else "530 sign in first")

    def _letter(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        return message_from_bytes(b"".join(lines), policy=default)

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def post_office(user: str, password: str) -> Iterator[PostOffice]:
    """The mail server while it is open."""
    with PostOffice(user, password) as office:
        serving = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        try:
            yield office
        finally:
            office.shutdown()
            serving.join()
