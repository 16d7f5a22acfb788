"""What became of an import, for those who look at it: what is shown of its lines, and the ones to mend as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from peyvand.platform.import_export.models import ImportProblem, ImportRun
from peyvand.platform.import_export.readers import open_table
from peyvand.platform.import_export.wording import cut

SHOWN_LINES = 100


@dataclass(frozen=True)
class Lines:
    """The first lines of one kind, with the beginnings of their cells, and how many there are in all."""

    shown: list[tuple[ImportProblem, list[str]]]
    total: int


def lines_of(run: ImportRun, *, taken: bool) -> Lines:
    """Lines that were not taken, or remarks on those that were."""
    problems = run.problems.filter(taken=taken)
    first = list(problems[:SHOWN_LINES])
    total = problems.count() if len(first) == SHOWN_LINES else len(first)
    return Lines([(problem, [cut(cell) for cell in problem.cells if cell]) for problem in first], total)


def lines_to_mend(run: ImportRun) -> Iterator[list[str]]:
    """The lines that were not taken, whole, as they stand in the file, each with the reason; first the columns.

    The file is read along with what was reported, both in the order of the file, so that any number needs no memory.
    """
    problems = run.problems.filter(taken=False).order_by("pk").iterator()
    problem = next(problems, None)
    with open_table(run.file.path) as table:
        width = len(table.columns)
        yield [*table.columns, _("Problem")]
        for row in table.rows:
            if problem is None:
                return
            if row.line == problem.line:
                yield [*row.cells, *[""] * (width - len(row.cells)), problem.text]
                problem = next(problems, None)
