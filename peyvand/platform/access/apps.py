from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "peyvand.platform.access"
    label = "access"

    def ready(self) -> None:
        from peyvand.platform.access import subscribers  # noqa: F401 — listens from now on
        from peyvand.platform.access.rights import GRANTS, TEAMMATES, why_all_is_closed
        from peyvand.platform.accounts.sessions import read_along
        from peyvand.platform.ui.errors import explain_forbidden_with
        from peyvand.platform.ui.navigation import NavEntry, Section, register

        explain_forbidden_with(why_all_is_closed)
        read_along("grants", GRANTS)
        read_along("mates", TEAMMATES)

        def owner(user: object) -> bool:
            return bool(getattr(user, "is_owner", False))

        settings = {
            "people_settings": (_("Users and teams"), "person"),
            "roles": (_("Roles"), "shield"),
            "matrix": (_("Permissions"), "lock"),
        }
        for order, (name, (label, icon)) in enumerate(settings.items()):
            register(
                NavEntry(label=label, url_name=name, icon=icon, section=Section.SETTINGS, order=order, shown=owner)
            )
        register(NavEntry(label=_("Your profile"), url_name="profile", icon="settings", section=Section.ME, order=0))
