"""Verbs on accounts."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _

from peyvand.platform.accounts import events
from peyvand.platform.accounts.models import User

_SETUP_LOCK = 7_310_001


@transaction.atomic
def create_owner(
    *, email: str, password: str, name: str, firm: str = "", language: str = "", first: bool = False
) -> User:
    """Make an owner's account.

    `first=True` is the door of the first run: refused as soon as there is any account, also when two ask at once.
    Raises ValidationError: address or password not acceptable, address taken, or somebody was first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SETUP_LOCK])
    is_first = not User.objects.exists()
    if first and not is_first:
        raise ValidationError(_("Peyvand already has an owner. Sign in instead."))
    email = email.strip().lower()
    validate_email(email)
    if User.objects.filter(email=email).exists():
        raise ValidationError({"email": _("There is already an account with this address.")})
    user = User(email=email, name=name.strip() or email.split("@")[0], is_owner=True, language=language)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    if is_first:
        events.workspace_opened.send(sender=User, owner=user, firm=firm)
    return user
