"""A tie is a relationship between two parties: who knows, advises, owns, reports to whom."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peyvand.contacts.codes import NetworkKind, TieContent
from peyvand.contacts.days import refuse_term
from peyvand.contacts.models.party import Party
from peyvand.platform.records.models import RecordModel

_CHAIN = """
WITH RECURSIVE above AS (
    SELECT target_id FROM contacts_tie
    WHERE source_id = %(target)s AND content = %(content)s AND until IS NULL AND id <> %(own)s
    UNION
    SELECT tie.target_id FROM contacts_tie tie JOIN above ON tie.source_id = above.target_id
    WHERE tie.content = %(content)s AND tie.until IS NULL AND tie.id <> %(own)s
) SELECT EXISTS (SELECT 1 FROM above WHERE target_id = %(source)s)
"""


class Tie(RecordModel):
    """From `source` to `target`: the source's friend, banker, superior … is the target."""

    source = models.ForeignKey(Party, models.CASCADE, verbose_name=_("From"), related_name="ties")
    target = models.ForeignKey(Party, models.CASCADE, verbose_name=_("To"), related_name="ties_in")
    network = models.CharField(_("Network"), max_length=10, choices=NetworkKind, default=NetworkKind.BUSINESS)
    content = models.CharField(_("Content"), max_length=16, choices=TieContent)
    closeness = models.IntegerField(
        _("Closeness"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 distant to 5 very close"),
    )
    trust = models.IntegerField(
        _("Trust"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 little to 5 complete"),
    )
    since = models.DateField(_("Since"), null=True, blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    how_met = models.CharField(_("How they met"), max_length=300, blank=True)
    note = models.TextField(_("Note"), blank=True, max_length=5_000)

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("Ties")
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="tie_between_two",
                violation_error_message=_("A tie needs two different parties."),
            ),
            models.UniqueConstraint(
                fields=["source", "target", "content"],
                condition=Q(until__isnull=True),
                name="tie_once",
                violation_error_message=_("This tie is already there."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="tie_dates",
                violation_error_message=_("A tie cannot end before it began."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_content_display())

    def clean(self) -> None:
        refuse_term(self, gettext("A tie cannot end before it began."))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the tie. Raises ValidationError when each would, in the end, report to the other."""
        with transaction.atomic():
            if self.content == TieContent.REPORTS_TO and not self.until:
                self._refuse_a_circle()
            super().save(*args, **kwargs)

    def _refuse_a_circle(self) -> None:
        """One at a time, until the transaction ends: of two ties that close a circle together, neither does alone."""
        chain: dict[str, Any] = {
            "source": self.source_id,
            "target": self.target_id,
            "content": TieContent.REPORTS_TO.value,
            "own": self.pk,  # what is stored of this tie is about to be replaced
        }
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('who reports to whom', 0))")
            cursor.execute(_CHAIN, chain)
            if cursor.fetchone()[0]:
                told = gettext(
                    "This would make a circle: “%(superior)s” reports, directly or through others, to “%(person)s”."
                )
                raise ValidationError({"target": told % {"person": self.source, "superior": self.target}})
