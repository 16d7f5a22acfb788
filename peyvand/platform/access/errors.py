"""Why a verb was not carried out, beside Django's ValidationError (the input) and PermissionDenied (the person)."""

from django.utils.functional import Promise


class Refused(Exception):
    """The state of the record forbids it; the text says why, in the user's language."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason
