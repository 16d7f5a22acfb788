"""Words that a new workspace brings along, or that formats use, and that users may replace by their own.

They are stored in English and shown in the language of whoever reads, as long as nobody has put another word in their
place: the first roles, the usual labels of contact points, the sources of size thresholds.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, override


class SeededField(models.CharField[Any, Any]):
    """A text in which known English words are translated on the way out of the database and back on the way in."""

    def __init__(self, *args: Any, seeds: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.seeds = seeds

    def deconstruct(self) -> Any:
        """To the database it is any other text."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options

    def from_db_value(self, value: Any, *_args: Any) -> Any:
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        return shown_seed(value, self.seeds)

    def get_prep_value(self, value: Any) -> Any:
        text = models.Field.get_prep_value(self, value)  # that of CharField would translate it on its way
        return stored_seed(text, self.seeds)


def shown_seed(text: Any, seeds: tuple[str, ...]) -> Any:
    """A word in the reader's language if it is a seed; any other as it is."""
    return gettext(text) if text in seeds else text


def stored_seed(text: Any, seeds: tuple[str, ...]) -> Any:
    """The English of a seed, in whichever of our languages it is written; any other word as it is."""
    return _seeds_by_word(seeds).get(text, text)


@cache
def _seeds_by_word(seeds: tuple[str, ...]) -> dict[Any, str]:
    known: dict[Any, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for seed in seeds:
                known.setdefault(gettext(seed), seed)
    return known | {seed: seed for seed in seeds}
