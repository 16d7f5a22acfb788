"""The product's icons: one SVG sprite, drawn inline by templates and referred to by the browser islands."""

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from markupsafe import Markup

SPRITE = Path(__file__).with_name("icons.svg")
_NAMESPACE = "{http://www.w3.org/2000/svg}"


@cache
def _drawings() -> dict[str, Markup]:
    ElementTree.register_namespace("", _NAMESPACE.strip("{}"))
    drawings = {}
    for symbol in ElementTree.parse(SPRITE).getroot().iter(f"{_NAMESPACE}symbol"):
        shapes = "".join(ElementTree.tostring(shape, encoding="unicode") for shape in symbol)
        shapes = shapes.replace(' xmlns="http://www.w3.org/2000/svg"', "").strip()
        css = f"ico {symbol.get('class', '')}".strip()
        drawings[symbol.attrib["id"]] = Markup(
            f'<svg class="{css}" viewBox="{symbol.get("viewBox")}" aria-hidden="true">{shapes}</svg>'
        )
    return drawings


def names() -> list[str]:
    """Names of every icon that can be drawn."""
    return sorted(_drawings())


def icon(name: str) -> Markup:
    """Inline SVG of an icon, hidden from screen readers; the words beside it say what it means.

    Raises KeyError when there is no such icon.
    """
    return _drawings()[name]
