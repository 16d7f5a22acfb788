"""What a line may do to a record that is only alike: add to lists and fill what is empty, never replace what is there.

Two people can share a name and a telephone. So a line that names its record by no identifier overwrites nothing; what
it says otherwise is told.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import Actor
from peyvand.platform.import_export.importers import Values, importer_of
from peyvand.platform.import_export.mapping import targets
from peyvand.platform.import_export.wording import cut, kept
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import Record
from peyvand.platform.search.normalise import fold
from peyvand.platform.ui.formats import format_date

_NOTHING: tuple[Any, ...] = (None, "")


def spare(record: Record, present: Model, values: Values, by: Actor) -> list[str]:
    """Take out of `values` whatever would replace something in `present`. Returns what is kept, one sentence each.

    Fields that mean something only together (the parts of an address) are filled together or not at all.
    """
    fields, stored = form_of(record).base_fields, form_of(record).values_of(present, by)
    single = [name for name in values if name in fields and not isinstance(stored[name], list | tuple)]
    held = [name for name in single if stored[name] not in _NOTHING]
    differing = {name for name in held if _differs(fields[name], stored[name], values[name])}
    clashing = {name for group in importer_of(record).together if differing & {*group} for name in group}
    labels = targets(record)
    remarks = []
    for name in [name for name in values if name in held or name in clashing]:
        said = values.pop(name)
        if name in differing:
            remarks.append(kept(labels[name], _shown(fields[name], stored[name]), _shown(fields[name], said)))
        elif name not in held:
            words = _("%(field)s not taken, because what belongs to it differs; the file says “%(said)s”.")
            remarks.append(words % {"field": labels[name], "said": cut(_shown(fields.get(name), said))})
    return remarks


def _differs(field: forms.Field, stored: Any, said: Any) -> bool:
    if isinstance(stored, str) and fold(stored) == fold(str(said)) != "":
        return False
    return field.has_changed(stored, said)


def _shown(field: forms.Field | None, value: Any) -> str:
    """A value in words, as far as the field knows them; else as it is written."""
    try:
        clean = field.clean(value) if field is not None else value
    except ValidationError:
        clean = value
    if isinstance(clean, Model):
        return str(clean)
    if isinstance(clean, date):
        return format_date(clean)
    choices: Iterable[Any] = getattr(field, "choices", ())
    return str(dict(choices).get(clean, clean) if isinstance(field, forms.ChoiceField) else clean)
