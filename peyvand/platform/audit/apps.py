from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "peyvand.platform.audit"
    label = "audit"

    def ready(self) -> None:
        from peyvand.platform.access.models import Grant, Role
        from peyvand.platform.accounts.deeds import keep_deeds_with
        from peyvand.platform.accounts.models import Team, User
        from peyvand.platform.audit.changing import change_set
        from peyvand.platform.audit.triggers import install, track
        from peyvand.platform.ui.navigation import NavEntry, Section, register

        keep_deeds_with(change_set)
        track(User, whole=True, leaving_out=("last_login", "language", "theme", "time_zone"))
        track(Team, whole=True)
        track(Role, whole=True)
        track(Team.members.through, "user_id", record="team_id", whole=True)
        track(Role.members.through, "user_id", record="role_id", whole=True)
        track(Grant, "role_id", record="role_id", whole=True)
        post_migrate.connect(install, sender=self)
        register(
            NavEntry(
                label=_("Access history"),
                url_name="access_history",
                icon="history",
                section=Section.SETTINGS,
                order=3,
                shown=lambda user: user.is_owner,
            )
        )
