"""Declarations of the directory."""

from django.utils.translation import gettext_lazy as _

from peyvand.contacts import actions
from peyvand.contacts.codes import PartyKind
from peyvand.contacts.forms import PartyForm
from peyvand.contacts.models import Address, Consent, ContactPoint, Party, PartyRole, Position, SizeThreshold, Tie
from peyvand.platform.access.policy import owned, part_of, shared
from peyvand.platform.records.record import Nav, Record, Related, register
from peyvand.platform.ui.navigation import Section

PARTIES = owned("people")
OF_PARTY = part_of(PARTIES, "party", Party)

register(
    Record(
        model=Party,
        url="people",
        icon="people",
        nav=Nav(section=Section.RELATIONSHIPS, order=10, shortcut="p"),
        policy=PARTIES,
        columns=("name", "roles", "email", "phone", "place", "owner", "tags", "updated_at"),
        filters=(
            "kind",
            "held_roles__role",
            "held_roles__status",
            "owner",
            "country",
            "industry",
            "size_class",
            "languages",
            "tags",
            "employees",
            "turnover",
            "currency",
            "updated_at",
            "created_at",
        ),
        sorts={"name": "sort_name", "updated_at": "-updated_at", "created_at": "-created_at"},
        search=(
            "name",
            "other_names",
            "given_name",
            "family_name",
            "reference",
            "tags",
            "contact_points__value",
            "contact_points__national",
            "addresses__locality",
            "positions__organisation__name",
        ),
        sections={
            _("Key facts"): (
                "kind",
                "name",
                "given_name",
                "family_name",
                "roles",
                "organisation",
                "position",
                "emails",
                "phones",
                "not_valid",
                "owner",
                "tags",
            ),
            _("Address"): ("street", "postal_code", "locality", "district", "region", "country"),
            _("More ways to reach"): ("websites", "faxes", "languages"),
            _("About"): (
                "other_names",
                "birthday",
                "industry",
                "employees",
                "turnover",
                "balance_total",
                "currency",
                "size_class",
                "reference",
                "note",
                "unknown_properties",
            ),
        },
        read_only=("not_valid", "size_class", "unknown_properties"),
        related=(
            Related(model=PartyRole, path="party", columns=("role", "status", "owner", "since", "until")),
            Related(model=ContactPoint, path="party", columns=("value", "remark", "kind", "label")),
            Related(model=Address, path="party", columns=("lines", "kind")),
            Related(
                model=Position,
                path="person",
                columns=("organisation", "title", "since", "until"),
                may=lambda party: party.kind == PartyKind.PERSON,
            ),
            Related(
                model=Position,
                path="organisation",
                columns=("person", "title", "since", "until"),
                label=_("People"),
                may=lambda party: party.kind == PartyKind.ORGANISATION,
            ),
            Related(model=Tie, path="source", columns=("target", "content", "network", "closeness")),
            Related(
                model=Tie,
                path="target",
                columns=("source", "content", "network", "closeness"),
                label=_("Ties from others"),
            ),
            Related(model=Consent, path="party", columns=("purpose", "channel", "status", "given_on")),
        ),
        actions=(actions.assign, actions.add_tag),
        import_key="reference",
        form=PartyForm,
    )
)

register(
    Record(
        model=PartyRole,
        url="roles",
        icon="flag",
        policy=OF_PARTY,
        belongs_to="party",
        columns=("party", "role", "status", "owner", "since", "until"),
        filters=("role", "status", "owner", "since", "until", "party"),
        sections={_("Role"): ("party", "role", "status", "owner", "since", "until", "note")},
        actions=(actions.end_role,),
    )
)

register(
    Record(
        model=ContactPoint,
        url="contact-points",
        icon="phone",
        policy=OF_PARTY,
        belongs_to="party",
        columns=("value", "kind", "label", "is_valid", "party"),
        filters=("kind", "is_valid", "party"),
        sections={_("Contact point"): ("party", "kind", "value", "label", "network", "is_primary", "is_valid")},
        read_only=("is_valid",),
    )
)

register(
    Record(
        model=Address,
        url="addresses",
        icon="home",
        policy=OF_PARTY,
        belongs_to="party",
        columns=("lines", "kind", "locality", "country", "party"),
        filters=("kind", "country", "locality", "party"),
        sections={
            _("Address"): ("party", "kind", "street", "district", "locality", "region", "postal_code", "country")
        },
    )
)

register(
    Record(
        model=Position,
        url="positions",
        icon="people",
        policy=part_of(PARTIES, "person", Party),
        belongs_to="person",
        named=("organisation",),
        columns=("person", "title", "organisation", "department", "since", "until"),
        filters=("person", "organisation", "title", "since", "until"),
        sections={_("Position"): ("person", "organisation", "title", "department", "since", "until")},
    )
)

register(
    Record(
        model=Tie,
        url="ties",
        icon="net",
        policy=part_of(PARTIES, "source", Party),
        belongs_to="source",
        columns=("source", "content", "target", "network", "closeness", "trust", "since", "until"),
        filters=("source", "target", "content", "network", "closeness", "trust", "since"),
        sections={
            _("Tie"): (
                "source",
                "target",
                "content",
                "network",
                "closeness",
                "trust",
                "since",
                "until",
                "how_met",
                "note",
            )
        },
    )
)

register(
    Record(
        model=Consent,
        url="consents",
        icon="check",
        policy=OF_PARTY,
        belongs_to="party",
        columns=("party", "purpose", "channel", "status", "given_on", "withdrawn_on"),
        filters=("purpose", "channel", "status", "given_on", "party"),
        sections={_("Consent"): ("party", "purpose", "channel", "status", "given_on", "withdrawn_on", "proof")},
        actions=(actions.withdraw,),
    )
)

register(
    Record(
        model=SizeThreshold,
        url="size-thresholds",
        icon="chart",
        nav=Nav(section=Section.SETTINGS, order=90),
        policy=shared("size-thresholds"),
        columns=("country", "rule", "currency", "micro_employees", "small_employees", "medium_employees", "source"),
        filters=("country", "rule"),
        sections={
            _("Threshold"): ("country", "currency", "rule", "staff_below", "money_below", "source"),
            _("Limits"): tuple(
                f"{size}_{part}"
                for size in ("micro", "small", "medium")
                for part in ("employees", "turnover", "balance_total")
            ),
        },
    )
)
