"""Form fields that read what people type in their own script, calendar and separators."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peyvand.platform.ui.formats import (
    calendar,
    date_placeholder,
    format_date,
    format_number,
    parse_date,
    parse_decimal,
)

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)  # controls, bidi overrides

TICKED = 16
"""Up to how many choices are shown at once."""


def cleaned(text: str) -> str:
    """Text without control characters and direction overrides, which could make one name look like another.

    Line ends as browsers send them become those that are stored: a text sent back as it was is no change.
    """
    return _INVISIBLE.sub("", text.replace("\r\n", "\n")).strip()


def joined(texts: Iterable[str]) -> str:
    """Several texts as one that a ListField takes apart again; one with a comma in it is not taken for two."""
    text = "; ".join(map(str, texts))
    return f"{text};" if "," in text and ";" not in text else text


_LIMITS: dict[str | None, Any] = {
    "min_value": gettext_lazy("Enter %(limit)s or more."),
    "max_value": gettext_lazy("Enter %(limit)s or less."),
    "max_length": gettext_lazy("This text is too long: %(length)s characters of at most %(limit)s."),
    "max_digits": gettext_lazy("Too many digits; the limit is %(limit)s."),
    "max_decimal_places": gettext_lazy("Too many digits after the decimal sign; the limit is %(limit)s."),
    "max_whole_digits": gettext_lazy("Too many digits before the decimal sign; the limit is %(limit)s."),
}
"""What is said of a limit, by the code of the validator: Django's own sentences have Latin digits in all languages."""


def _of_limits(error: ValidationError) -> ValidationError:
    """The error with its limit in the digits of the language."""
    sentence, about = _LIMITS.get(error.code), error.params or {}
    if sentence is None:
        return error
    numbers = {"limit": about.get("limit_value", about.get("max")), "length": about.get("show_value")}
    written = {name: format_number(number) for name, number in numbers.items() if number is not None}
    return ValidationError(str(sentence) % written, code=error.code)


class Typed(forms.Field):
    """What was typed comes back as it would be stored when it was refused: without marks that turn a line round.

    What is wrong with it is said once, also where column and field have the same limit.
    """

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except ValidationError as refused:
            errors = [_of_limits(error) for error in refused.error_list]
            raise ValidationError(list({error.messages[0]: error for error in errors}.values())) from refused

    def bound_data(self, data: Any, initial: Any) -> Any:
        bound = super().bound_data(data, initial)
        return cleaned(bound) if isinstance(bound, str) else bound


class TextField(Typed, forms.CharField):
    """Text in any script."""

    def __init__(self, *, long: bool = False, **options: Any) -> None:
        attrs = {"dir": "auto"}
        super().__init__(widget=forms.Textarea({**attrs, "rows": 3}) if long else forms.TextInput(attrs), **options)

    def to_python(self, value: Any) -> str:
        if value is not None and not isinstance(value, str | int | float | Decimal):
            raise ValidationError(_("Enter a text."))
        return super().to_python(cleaned(str(value)) if value is not None else None) or ""


class DateField(Typed, forms.CharField):
    """A day, in the calendar of the user's language or as 2026-11-21."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options.pop("max_length", None)
        super().__init__(**options)
        self.empty_value = None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-date": "", "inputmode": "numeric", "autocomplete": "off"}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        example = _("such as %(example)s") % {"example": date_placeholder()}
        self.widget.attrs.update({"placeholder": example, "data-calendar": calendar()})
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> Any:
        return format_date(value, style="input") if hasattr(value, "isoformat") else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if hasattr(value, "isoformat"):
            return value
        try:
            return parse_date(cleaned(str(value)))
        except ValueError as error:
            raise ValidationError(str(error), code="date") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class DecimalField(Typed, forms.DecimalField):
    """A number with any digits and the separators of the user's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}), **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_number(value))


class IntegerField(Typed, forms.IntegerField):
    """A whole number with any digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}), **options)
        self.validators += [validators.MinValueValidator(-(2**31)), validators.MaxValueValidator(2**31 - 1)]

    def to_python(self, value: Any) -> Any:
        return super().to_python(_number(value))


class ListField(Typed):
    """Several short texts: a list, or text with `;`, `,` or line ends between them. With `choices`, only those.

    choices     code and label of each, or what gives them in the reader's language
    parting     what stands between texts, and what does where a text that came as one has none of it
    """

    parting = (re.compile(r"[;\n]"), re.compile(r"[,،]"))

    def __init__(
        self,
        *,
        choices: Iterable[tuple[str, Any]] | Callable[[], Iterable[tuple[str, Any]]] | None = None,
        max_length: int = 200,
        **options: Any,
    ) -> None:
        self._choices: Any = choices if callable(choices) else tuple(choices or ())
        options.pop("base_field", None)
        super().__init__(widget=self._widget(), **options)
        self.max_length = max_length

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return list(self._choices() if callable(self._choices) else self._choices)

    def _widget(self) -> forms.Widget:
        """A box to tick for each of a few choices, a search field over many, a line of text for free ones."""
        if not self.choices:
            return forms.TextInput(attrs={"dir": "auto"})
        if len(self.choices) <= TICKED:
            return forms.CheckboxSelectMultiple(choices=self._choices)
        return forms.SelectMultiple(choices=self._choices, attrs={"data-picker": ""})

    def prepare_value(self, value: Any) -> Any:
        return value if self.choices or not isinstance(value, list | tuple) else joined(value)

    def to_python(self, value: Any) -> list[str]:
        first, second = self.parting
        if isinstance(value, str):
            value = [value] if first.search(value) else second.split(value)
        if not isinstance(value, list | tuple | None.__class__):
            raise ValidationError(_("Enter a list of texts."))
        texts = [cleaned(piece) for part in value or () for piece in first.split(str(part))]
        return list(dict.fromkeys(text for text in texts if text))

    def has_changed(self, initial: Any, data: Any) -> bool:
        if not self.choices:
            return super().has_changed(initial, data)
        return sorted(initial or ()) != sorted(self.to_python(data))  # boxes are ticked in no order

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        codes = {code for code, _label in self.choices}
        for text in value:
            if len(text) > self.max_length:
                raise ValidationError(_("“%(text)s…” is too long.") % {"text": text[:40]})
            if codes and text not in codes:
                raise ValidationError(_("“%(value)s” is not one of the choices.") % {"value": text})


def _number(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        try:
            return str(parse_decimal(cleaned(value)))
        except ValueError as error:
            raise ValidationError(str(error), code="number") from error
    return None if isinstance(value, bool) else value
