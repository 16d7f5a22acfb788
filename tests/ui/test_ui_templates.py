"""Globals, components and cells of the Jinja2 environment, and what every template must keep to."""

import json
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import LazySettings
from django.urls import get_resolver
from jinja2 import Environment, FileSystemLoader, nodes

import peyvand
from peyvand.platform.ui import icons, jinja
from peyvand.platform.ui.assets import asset
from peyvand.platform.ui.cells import shown

PACKAGE = Path(peyvand.__file__).parent
FRONTEND = PACKAGE.parent / "frontend"
PHYSICAL = r"(margin|padding|border|inset)-(left|right)|[{;](left|right):|text-align:(left|right)"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))


@pytest.fixture(scope="module")
def env() -> Environment:
    return jinja.environment(loader=FileSystemLoader(PACKAGE / "platform/ui/templates"))


def draw(env: Environment, source: str, **context: object) -> str:
    imports = '{% from "ui/components.html" import button, field, tie_meter %}'
    return env.from_string(imports + source).render(**context).strip()


def test_text_of_users_is_escaped(env: Environment) -> None:
    drawn = draw(env, "{{ chip(x) }}{{ shown(x) }}{{ avatar(x) }}{{ button(x) }}", x="<script>alert(1)</script>")
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " https://x", "//evil.example"])
def test_only_web_addresses_become_links(env: Environment, address: str) -> None:
    assert "<a " not in draw(env, '{{ shown(x, "url") }}', x=address)


def test_a_web_address_becomes_a_link(env: Environment) -> None:
    assert 'href="https://harbour.example"' in draw(env, '{{ shown(x, "url") }}', x="https://harbour.example")


@pytest.mark.parametrize("kind", ["text", "date", "money", "roles", "link", "phone", "list", "bool", "number", "user"])
def test_an_empty_value_of_any_kind_is_a_dash_that_is_read_as_empty(env: Environment, kind: str) -> None:
    drawn = draw(env, "{{ shown(none, kind) }}", kind=kind)
    assert "—" in drawn
    assert "empty" in drawn


def test_zero_is_a_value_and_no_dash(env: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(env.filters, "number", str)
    assert draw(env, '{{ shown(0, "number") }}') == '<span class="num">0</span>'


def test_a_phone_number_reads_from_the_left_and_can_be_called(env: Environment) -> None:
    drawn = draw(env, '{{ shown("+86 21 5588", "phone") }}')
    assert 'href="tel:+86215588"' in drawn
    assert 'dir="ltr"' in drawn


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("+31 20 123 4567 ext. 1752", "tel:+31201234567;ext=1752"),
        ("+44 20 7946 0001 x12", "tel:+442079460001;ext=12"),
        ("+51 1 1234567 Anexo 9", "tel:+5111234567;ext=9"),
        ("+598 2 123 4567 int. 8", "tel:+59821234567;ext=8"),
        ("+7 495 123-45-67#12", "tel:+74951234567;ext=12"),
        ("(1) 03.83.00.68", "tel:103830068"),
        ("۰۲۱ ۸۸۸۸ ۱۲۳۴ داخلی ۱۲", "tel:02188881234;ext=12"),
    ],
)
def test_a_number_is_dialled_without_ornaments_and_with_its_extension(
    env: Environment, number: str, address: str
) -> None:
    assert f'href="{address}"' in draw(env, '{{ shown(x, "phone") }}', x=number)


@pytest.mark.parametrize("text", ["BusinessPhone", "?", "\n"])
def test_what_has_no_digits_cannot_be_called(env: Environment, text: str) -> None:
    assert "<a " not in draw(env, '{{ shown(x, "phone") }}', x=text)


@pytest.mark.parametrize(
    ("role", "tone"), [("customer", "good"), ("supplier", "info"), ("competitor", "warn"), ("adviser", "plum")]
)
def test_a_role_has_its_fixed_colour(env: Environment, role: str, tone: str) -> None:
    assert draw(env, "{{ role_chip(role, 'x') }}", role=role) == f'<span class="chip {tone}">x</span>'


@pytest.mark.parametrize("level", range(6))
def test_the_tie_meter_lights_as_many_bars_as_the_tie_is_strong(env: Environment, level: int) -> None:
    drawn = draw(env, "{{ tie_meter(level) }}", level=level)
    assert drawn.count('class="on"') == level
    assert f'aria-label="Tie: {level} of 5"' in drawn


def test_a_wrong_field_names_its_help_and_its_error(env: Environment) -> None:
    class Sample(forms.Form):
        email = forms.EmailField(help_text="Where we write to.")

    drawn = draw(env, "{{ field(form.email) }}", form=Sample({"email": "nowhere"}))
    assert 'aria-describedby="id_email_helptext id_email_error"' in drawn
    assert 'id="id_email_helptext"' in drawn
    assert 'id="id_email_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<label for="id_email">' in drawn


def test_a_built_file_is_found_in_the_manifest(settings: LazySettings, tmp_path: Path) -> None:
    settings.DEBUG, settings.STATIC_ROOT, settings.STATIC_URL = True, tmp_path, "/static/"
    (tmp_path / "manifest.json").write_text(json.dumps({"src/app.ts": {"file": "app-1a2b3c4d.js"}}))
    assert asset("src/app.ts") == "/static/app-1a2b3c4d.js"


def test_without_a_build_pages_still_come(settings: LazySettings, tmp_path: Path) -> None:
    settings.DEBUG, settings.STATIC_ROOT, settings.STATIC_URL = True, tmp_path, "/static/"
    assert asset("src/app.ts") == "/static/src/app.ts"


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


def test_translations_fill_in_their_values(env: Environment) -> None:
    assert env.from_string('{{ _("%(number)s %%", number=71) }}').render() == "71 %"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_template_keeps_to_the_content_policy_and_to_known_icons(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r"\s(style|on\w+)=\"|<style", source), "inline styles and handlers are forbidden"
    assert not re.search(r"<script(?![^>]*(src=|application/json))", source), "inline scripts are forbidden"
    used = re.findall(r"""(?:icon\(|icon_name=)["']([\w-]+)["']""", source)
    assert set(used) <= set(icons.names())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_template_can_be_read_and_names_only_what_there_is(env: Environment, template: Path) -> None:
    source = template.read_text()
    tree = env.parse(source)
    env.compile(source)  # also finds filters and tests that there are not
    components = env.get_template("ui/components.html").module
    borrowed = {name for found in tree.find_all(nodes.FromImport) for name in found.names}
    assert {str(name) for name in borrowed if not hasattr(components, str(name))} == set()
    assert {str(name) for name in borrowed} <= names_in(env, tree), "imported and not used"
    pages = set(re.findall(r"""(?<![\w.])url\(["']([\w:-]+)["'][,)]""", source))
    assert pages <= {str(key) for key in get_resolver().reverse_dict} | namespaced()


def names_in(env: Environment, tree: nodes.Template) -> set[str]:
    """Names that a template uses, itself or in what it includes, which sees its imports."""
    included = [node.template.value for node in tree.find_all(nodes.Include) if isinstance(node.template, nodes.Const)]
    sources = [(PACKAGE / "platform/ui/templates" / name).read_text() for name in included if name.startswith("ui/")]
    trees = [tree, *map(env.parse, sources)]
    return {node.name for found in trees for node in found.find_all(nodes.Name)}


def namespaced() -> set[str]:
    """Names of pages inside a namespace, as templates write them."""
    inner = get_resolver().namespace_dict.items()
    return {f"{space}:{key}" for space, (_path, resolver) in inner for key in resolver.reverse_dict}


def test_styles_know_no_left_and_right() -> None:
    for sheet in (FRONTEND / "src/styles").glob("*.css"):
        assert not re.search(PHYSICAL, sheet.read_text()), sheet.name


def test_every_word_that_the_islands_say_is_handed_over(env: Environment) -> None:
    drawn = env.get_template("ui/words.html").render()
    handed = json.loads(re.sub(r"</?script[^>]*>", "", drawn))
    islands = "".join(file.read_text() for file in (FRONTEND / "src").glob("*.ts"))
    said = set(re.findall(r"""word\("(\w+)"\)""", islands)) | {
        "forbidden",
        "gone",
        "failed",
        "nextMonth",
        "previousMonth",
    }
    assert said == set(handed)


def test_the_design_page_has_every_macro(env: Environment) -> None:
    components = (PACKAGE / "platform/ui/templates/ui/components.html").read_text()
    shown = (PACKAGE / "platform/ui/templates/ui/design_parts.html").read_text()
    shown += (PACKAGE / "platform/ui/templates/ui/design.html").read_text()
    inner = {"attributes", "required_mark", "form_fields"}
    names = set(re.findall(r"{% macro (\w+)", components)) - inner
    assert {name for name in names if f"{name}(" not in shown} == set()


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"), ("http://example.org", "http://example.org"),
        ("example.org/shop", "https://example.org/shop"), ("www.example.org:8080", "https://www.example.org:8080"),
        ("javascript:alert(1)", ""), ("data:text/html,x.y", ""), ("example.org:alert(1)", ""), ("no address", ""),
    ],
)  # fmt: skip
def test_a_web_address_leads_to_the_web_and_nowhere_else(value: str, address: str) -> None:
    drawn = str(shown(value, "url"))
    assert f'href="{address}"' in drawn if address else "href" not in drawn
