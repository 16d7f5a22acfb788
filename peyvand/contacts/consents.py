"""What importing consents knows beyond the form: a consent that nobody can prove counts as unknown."""

from django.utils.translation import gettext

from peyvand.contacts.codes import ConsentStatus
from peyvand.contacts.models import Consent
from peyvand.platform.import_export.importers import Importer, Values, register
from peyvand.platform.records.record import record_of


def tidy(values: Values) -> list[str]:
    """A line with an id is about a consent that is there already: the form looks at the whole."""
    given = values.get("status", ConsentStatus.GIVEN) == ConsentStatus.GIVEN
    if not given or values.get("proof") or values.get("id"):
        return []
    values["status"] = ConsentStatus.UNKNOWN.value
    return [gettext("There is no proof that this consent was given, so it counts as unknown.")]


def install() -> None:
    """Make imports of consents use this."""
    register(record_of(Consent), Importer(tidy=tidy))
