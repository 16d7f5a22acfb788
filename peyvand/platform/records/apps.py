from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from peyvand.platform.access.matrix import RecordType
    from peyvand.platform.records.record import Nav, Record


class RecordsConfig(AppConfig):
    name = "peyvand.platform.records"
    label = "records"

    def ready(self) -> None:
        from peyvand.platform.access.matrix import declare
        from peyvand.platform.audit.triggers import track
        from peyvand.platform.files.models import Attachment
        from peyvand.platform.records.checks import check_records
        from peyvand.platform.records.record import all_records

        autodiscover_modules("records")
        track(Attachment, "object_id")
        for record in all_records():
            track(record.model, f"{record.belongs_to}_id" if record.belongs_to else "id")
            if not record.belongs_to:
                declare(_record_type(record))
            if record.nav:
                _show_in_navigation(record, record.nav)
        _show_deleted()
        checks.register(check_records, "records")


def _record_type(record: "Record") -> "RecordType":
    """Its row group in the permission matrix: the verbs of the record itself.

    Parts have none: who may change the whole may do every verb of its parts (`access.policy.part_of`).
    """
    from peyvand.platform.access.matrix import COMMON_VERBS, RecordType
    from peyvand.platform.records.actions import verb_of

    verbs = COMMON_VERBS | {verb_of(run).name: verb_of(run).label for run in record.actions}
    has_owner = any(column.name == "owner" for column in record.model._meta.concrete_fields)
    return RecordType(record.url, record.label_plural, verbs, has_owner)


def _show_deleted() -> None:
    from peyvand.platform.records.record import all_records
    from peyvand.platform.ui.navigation import NavEntry, Section, register

    register(
        NavEntry(
            label=_("Deleted records"),
            url_name="deleted",
            icon="trash",
            section=Section.SETTINGS,
            order=4,
            shown=lambda user: any(record.tells_deleted_to(user) for record in all_records()),
        )
    )


def _show_in_navigation(record: "Record", nav: "Nav") -> None:
    from peyvand.platform.ui.navigation import NavEntry, register

    register(
        NavEntry(
            label=record.label_plural,
            url_name=f"{record.url}:list",
            icon=record.icon,
            section=nav.section,
            order=nav.order,
            shown=lambda user: record.allows(user, "view"),
            shortcut=nav.shortcut,
        )
    )
