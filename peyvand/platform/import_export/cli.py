"""`peyvand import` and `peyvand export`."""

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import SYSTEM, User
from peyvand.platform.import_export import exporting
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.importers import importer_of
from peyvand.platform.import_export.models import ImportRun
from peyvand.platform.import_export.readers.table import NoLines, Unreadable
from peyvand.platform.import_export.results import summary_of
from peyvand.platform.import_export.runs import draft, what_is_missing
from peyvand.platform.import_export.sources import preview
from peyvand.platform.import_export.writers import csv_rows, write_xlsx
from peyvand.platform.records.listing import Query
from peyvand.platform.records.record import Record, all_records, record_at
from peyvand.platform.ui.formats import format_list, format_number

_ISOLATES = re.compile("[\u2066-\u2069]")
SHOWN_PROBLEMS = 20
"""How many lines that need a look the command tells one by one."""


class CannotImport(Exception):
    """What keeps a file out, in one sentence."""


def import_file(
    path: Path,
    record: str | None = None,
    source: str | None = None,
    by: str | None = None,
    options: Mapping[str, str] | None = None,
) -> list[ImportRun]:
    """Take a file in, or every file of a folder that we have records for. Prints one line per file.

    Days are read in the calendar of the language of `by`, and what is told is told in that language.
    `options` are what the importer asks about a whole file. Raises CannotImport: no such record, user or option, or a
    file that cannot be read or in which nothing is understood.
    """
    owner = _user(by)
    files = (
        sorted(p for p in path.iterdir() if p.suffix.lower() in (".csv", ".xlsx", ".vcf")) if path.is_dir() else [path]
    )
    runs = []
    with translation.override(_language(owner)):
        for file in files:
            try:
                run = _import_one(file, _record(record or "people"), source, owner, options, guessing=path.is_dir())
            except NoLines as error:
                if not path.is_dir():
                    raise CannotImport(f"{file.name}: {error}") from error
                _say(f"{file.name}: {error}", to=sys.stderr)
                continue
            except Unreadable as error:
                raise CannotImport(f"{file.name}: {error}") from error
            except ValidationError as error:
                raise CannotImport(" ".join(error.messages)) from error
            if run is not None:
                runs.append(run)
                _tell(run)
    return runs


def export_file(record: str, path: Path) -> int:
    """Write all records of a kind into a CSV or XLSX file, the whole of it or nothing. Returns how many bytes it has.

    Raises CannotImport for an unknown kind or ending, and for what a sheet cannot hold.
    """
    declared = _record(record)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise CannotImport(_("%(file)s: files end in .csv or .xlsx.") % {"file": path.name})
    exporting.allow(declared, SYSTEM)
    header, rows = exporting.header(declared), exporting.rows(Query(declared, SYSTEM))
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            if path.suffix.lower() == ".xlsx":
                write_xlsx(file, header, rows)
            else:
                file.writelines(csv_rows(header, rows))
        unfinished.replace(path)
    except ValueError as error:
        raise CannotImport(f"{path.name}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return path.stat().st_size


def took_something(runs: Iterable[ImportRun]) -> bool:
    """Whether the files were taken in: not when one broke off, nor when lines were reported and no others came."""
    runs = list(runs)
    if any(run.status == ImportRun.Status.FAILED for run in runs):
        return False
    return not any(run.reported for run in runs) or any(run.created or run.updated or run.skipped for run in runs)


def _import_one(
    file: Path, record: Record, source: str | None, by: User, options: Mapping[str, str] | None, *, guessing: bool
) -> ImportRun | None:
    with file.open("rb") as handle:
        run = draft(record, handle, file.name, by=by, source=source, options=options)
    named = {"name", "given_name", "family_name"} & set(run.mapping.values())
    about = importer_of(record).constants(file.stem, run.mapping)
    if guessing and file.suffix.lower() != ".vcf" and not (named and about):
        _say(_("%(file)s: passed over, it is not about people or organisations.") % {"file": file.name})
        run.file.delete(save=False)
        run.delete()
        return None
    for note in preview(run.file.path, samples=0).notes:
        _say(f"{file.name}: {note}", to=sys.stderr)
    missing = what_is_missing(run)
    if missing:
        run.file.delete(save=False)
        run.delete()
        raise CannotImport(f"{file.name}: {missing}")
    return run_import(run)


def _tell(run: ImportRun) -> None:
    counts = {
        name: format_number(getattr(run, name)) for name in ("processed", "created", "updated", "skipped", "reported")
    }
    sentence = _(
        "%(file)s: %(processed)s lines, %(created)s created, %(updated)s updated, "
        "%(skipped)s unchanged, %(reported)s reported"
    )
    _say(sentence % {"file": run.filename, **counts})
    for sentence in summary_of(run):
        _say(f"  {sentence}")
    if run.message:
        _say(f"  {run.message}", to=sys.stderr)
    for problem in run.problems.all()[:SHOWN_PROBLEMS]:
        _say(f"  {format_number(problem.line)}: {problem.text}", to=sys.stderr)
    rest = run.problems.count() - SHOWN_PROBLEMS
    if rest > 0:
        words = _("and %(shown)s more, on the page of the import")
        _say(f"  … {words % {'shown': format_number(rest)}}", to=sys.stderr)


def _say(sentence: str, *, to: TextIO | None = None) -> None:
    """Print a line without the marks that keep numbers apart from words of the other direction: terminals show them."""
    print(_ISOLATES.sub("", sentence), file=to)


def _record(url: str) -> Record:
    try:
        return record_at(url)
    except KeyError:
        kinds = format_list(known.url for known in all_records())
        words = _("There is no kind of record called “%(name)s”. There are: %(kinds)s.")
        raise CannotImport(words % {"name": url, "kinds": kinds}) from None


def _language(user: User) -> str:
    return user.language if user.language in dict(settings.LANGUAGES) else "en"


def _user(email: str | None) -> User:
    users = User.objects.filter(email=email.lower()) if email else User.objects.filter(is_owner=True, is_active=True)
    user = users.order_by("joined_at").first()
    if user is None:
        raise CannotImport(_("There is no such user; create the owner first: peyvand createowner.")) from None
    return user
