"""What Peyvand brings along may be given on: no library under the GPL (the LGPL, unmodified, is fine)."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements.txt"
FORBIDDEN = re.compile(r"(?<!L)\bA?GPL|Affero|(?<!Lesser )(?<!Library )General Public License", re.IGNORECASE)


def names() -> list[str]:
    return re.findall(r"^([a-z0-9._-]+)==", LOCK.read_text(), re.MULTILINE)


def licence_of(name: str) -> str:
    """What a package says of its licence: the expression, else the classifiers, else the field."""
    data = distribution(name).metadata
    classifiers = [line for line in data.get_all("Classifier") or [] if line.startswith("License ::")]
    stated = [*(data.get_all("License-Expression") or []), " ".join(classifiers), *(data.get_all("License") or [])]
    return next((text for text in stated if text), "")[:200]


def test_no_library_is_under_the_gpl() -> None:
    found = {}
    for name in names():
        try:
            found[name] = licence_of(name)
        except PackageNotFoundError:
            continue  # wanted on other systems only
    assert len(found) > 40
    assert not {name: text for name, text in found.items() if FORBIDDEN.search(text)}


def test_the_search_for_the_gpl_would_find_it() -> None:
    assert FORBIDDEN.search("GPL-3.0-only") and FORBIDDEN.search("GNU General Public License v3 (GPLv3)")
    assert not FORBIDDEN.search("LGPL-3.0-only") and not FORBIDDEN.search("GNU Lesser General Public License v3")
