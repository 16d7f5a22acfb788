from typing import Any
from uuid import uuid4

from django.db import connection, migrations

from peyvand.platform.ui.seeds import stored_seed

FIRST_ROLES = ("Manager", "Member", "Reader")
REASON = "The first roles are told in the language of whoever reads, and members change no settings."


def bring_up_to_date(apps: Any, schema_editor: Any) -> None:
    """Keep the first roles in English, and take from untouched Members what a new workspace would not give them.

    What has no owner, such as size thresholds, is a setting: members may see it and no more. A role counts as
    untouched if its history says that neither its name nor a right was changed after it was made; where history began
    later than the role, nobody can know, and the role is left alone.
    """
    Role, Grant = apps.get_model("access", "Role"), apps.get_model("access", "Grant")
    roles = {role.pk: stored_seed(role.name, FIRST_ROLES) for role in Role.objects.all()}
    too_much = (
        Grant.objects.filter(record_type="size-thresholds")
        .exclude(verb="view")
        .filter(role__in=[pk for pk, name in roles.items() if name == "Member" and _is_untouched(apps, pk)])
    )
    renamed = [role for role in Role.objects.all() if roles[role.pk] != role.name and roles[role.pk] in FIRST_ROLES]
    taken = set(Role.objects.values_list("name", flat=True))
    if not renamed and not too_much.exists():
        return
    _open_deed(apps)
    too_much.delete()
    for role in renamed:
        if roles[role.pk] not in taken:
            Role.objects.filter(pk=role.pk).update(name=roles[role.pk])
            taken.add(roles[role.pk])


def _is_untouched(apps: Any, role: Any) -> bool:
    changes = apps.get_model("audit", "Change").objects.filter(
        table__in=("access_role", "access_grant"), record_id=role
    )
    made = changes.filter(table="access_role", operation="I").first()
    if made is None or made.change_set_id is None:
        return False
    return not changes.exclude(change_set=made.change_set_id).exists()


def _open_deed(apps: Any) -> None:
    """Until the migration's transaction ends, history puts what is changed down to the system, with the reason."""
    deed = apps.get_model("audit", "ChangeSet").objects.create(
        id=uuid4(), by=None, door="command", verb="upgrade", reason=REASON
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('peyvand.change_set', %s, true)", [str(deed.pk)])


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("audit", "0002_access_history"),
    ]

    operations = [migrations.RunPython(bring_up_to_date, migrations.RunPython.noop)]
