"""What importing consents knows beyond the form: a consent that nobody can prove counts as unknown."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from peyvand.contacts.codes import ConsentStatus
from peyvand.contacts.models import Consent
from peyvand.platform.import_export.importers import Importer, Values, register
from peyvand.platform.records.record import record_of


def tidy(values: Values) -> list[str]:
    """A line about a consent that is there already says what it changes; the form looks at the whole."""
    given = values.get("status", ConsentStatus.GIVEN) == ConsentStatus.GIVEN
    if not given or values.get("proof") or _is_there(values.get("id")):
        return []
    values["status"] = ConsentStatus.UNKNOWN.value
    return [gettext("There is no proof that this consent was given, so it counts as unknown.")]


def _is_there(number: Any) -> bool:
    """Whether it is the id of a consent of ours; files of other systems have ids too."""
    try:
        return bool(number) and Consent.objects.filter(pk=number).exists()
    except ValidationError:  # it is no UUID
        return False


def install() -> None:
    """Make imports of consents use this."""
    register(record_of(Consent), Importer(tidy=tidy))
