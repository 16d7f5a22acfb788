"""Verbs on accounts."""

from collections.abc import Iterable

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peyvand.platform.accounts import events
from peyvand.platform.accounts.deeds import deed
from peyvand.platform.accounts.models import SYSTEM, Team, User
from peyvand.platform.ui.countries import country_codes
from peyvand.platform.ui.form_fields import cleaned

LONGEST_FIRM = 200
"""Characters of the firm's name."""
_SETUP_LOCK = 7_310_001


@transaction.atomic
def create_owner(
    *,
    email: str,
    password: str,
    name: str,
    firm: str = "",
    country: str = "",
    language: str = "",
    first: bool = False,
) -> User:
    """Make an owner's account; with the first one, the firm of that name and country (ISO 3166-1 alpha-2).

    `first=True` is the door of the first run: refused as soon as there is any account, also when two ask at once.
    Raises ValidationError: address or password not acceptable, address taken, somebody was first, no such country, too
    long a name of the firm, or a firm that is there already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SETUP_LOCK])
    is_first = not User.objects.exists()
    if first and not is_first:
        raise ValidationError(_("Peyvand already has an owner. Sign in instead."))
    _require_firm(firm, country, is_first=is_first)
    email = email.strip().lower()
    validate_email(email)
    if User.objects.filter(email=email).exists():
        raise ValidationError({"email": _("There is already an account with this address.")})
    user = User(email=email, name=cleaned(name) or email.split("@")[0], is_owner=True, language=language)
    validate_password(password, user)
    user.set_password(password)
    with deed(by=user if first else SYSTEM, verb="add"):
        user.save()
        if is_first:
            events.workspace_opened.send(sender=User, owner=user, firm=cleaned(firm), country=country)
    return user


def _require_firm(firm: str, country: str, *, is_first: bool) -> None:
    if (firm or country) and not is_first:
        raise ValidationError(_("The firm is there already: change its name and country on its own page."))
    if len(firm) > LONGEST_FIRM:
        raise ValidationError({"firm": _("This text is too long.")})
    if country and country not in country_codes():
        told = _("“%(value)s” is not the code of a country: two letters are expected, such as DE for Germany.")
        raise ValidationError({"country": told % {"value": country}})


def save_person(person: User, *, teams: Iterable[Team], password: str, by: User) -> None:
    """Keep an account as `person` says, in these teams; without a `password` the present one stays.

    Raises ValidationError: the password is not acceptable, or an owner would take their own rights away.
    """
    is_new = person._state.adding
    if person.pk == by.pk and not (person.is_active and person.is_owner):
        raise ValidationError(_("You cannot take your own rights away; another owner can."))
    if password or is_new:
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise ValidationError({"password": error}) from None
        person.set_password(password)
    with deed(by=by, verb="add" if is_new else "change"):
        person.save()
        person.teams.set(teams)


def make_password_link(person: User, *, by: User) -> str:
    """The key of an address at which `person` chooses a new password: good once, and for three days at most."""
    with deed(by=by, verb="password_link"):
        person.password_link_at = timezone.now()
        person.save(update_fields=["password_link_at"])
    return f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
