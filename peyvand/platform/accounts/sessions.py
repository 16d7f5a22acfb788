"""Sessions in the database. Every request begins with one: a single query reads it, its user, and what they may do."""

from functools import cache
from typing import Any, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from peyvand.platform.accounts.models import Session, User

_read_along: dict[str, str] = {}


def read_along(attribute: str, sql: str) -> None:
    """Let every session read bring this, too: the value of an SQL expression over the user `u`, as their attribute."""
    _read_along[attribute] = sql
    _query.cache_clear()


class SessionStore(DatabaseStore):
    """Django's own store, which reads the user as well (`reader`; None for a stranger, or who may not sign in)."""

    reader: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to write, with the user that `login` put into the data."""
        row = cast(Session, super().create_model_instance(data))
        row.user_id = data.get(SESSION_KEY)
        return row

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing when it has ended."""
        # This very question tells whether the connection still lives, so that it need not be asked before.
        connection.health_check_done = True  # type: ignore[attr-defined]
        try:
            row = self._read()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            row = self._read()
        if row is None:
            self._session_key = None
            return {}
        data, *values = row
        columns = _columns()
        if values[columns.index("id")] is not None:
            self.reader = User.from_db(connection.alias, columns, values[: len(columns)])
            self.reader.__dict__.update(zip(_read_along, values[len(columns) :], strict=True))
        held: dict[str, Any] = self.decode(data)
        return held

    def _read(self) -> tuple[Any, ...] | None:
        with connection.cursor() as cursor:
            cursor.execute(_query(), [self.session_key])
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row


@cache
def _columns() -> tuple[str, ...]:
    return tuple(field.attname for field in User._meta.concrete_fields)


@cache
def _query() -> str:
    wanted = ["s.session_data", *(f'u."{field.column}"' for field in User._meta.concrete_fields)]
    wanted += [f"({sql})" for sql in _read_along.values()]
    return (
        f'SELECT {", ".join(wanted)} FROM "{Session._meta.db_table}" s '
        f'LEFT JOIN "{User._meta.db_table}" u ON u.id = s.user_id AND u.is_active '
        "WHERE s.session_key = %s AND s.expire_date > now()"
    )


class SignedIn(AuthenticationMiddleware):
    """Says who asks. Where the session brought its user and their password is still the same, no more is read."""

    def process_request(self, request: HttpRequest) -> None:
        """Set `request.user`: not a stand-in that asks later, since every page needs to know."""
        super().process_request(request)
        request.user = _user_of(request)


def _user_of(request: HttpRequest) -> Any:
    held = request.session.get(HASH_SESSION_KEY, "")
    reader = getattr(request.session, "reader", None)
    if reader is None or request.session.get(SESSION_KEY) != str(reader.pk):
        return get_user(request)
    if not constant_time_compare(held, reader.get_session_auth_hash()):
        return get_user(request)
    request._cached_user = reader  # type: ignore[attr-defined]  # where Django looks for it
    return reader
