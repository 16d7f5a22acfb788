"""What became of an import, for those who look at it: its figures, what is told of its lines, and the ones to mend."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Max, Min, Model, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import Actor
from peyvand.platform.import_export.importers import importer_of
from peyvand.platform.import_export.models import ImportProblem, ImportRun
from peyvand.platform.import_export.readers import open_table
from peyvand.platform.import_export.wording import cut
from peyvand.platform.records.record import record_at

SHOWN_KINDS = 30
SHOWN_LINES = 100
FEW_LINES = 10


@dataclass(frozen=True)
class Told:
    """One line: what is told of it unless the heading says just that, its cells' beginnings, and what it became."""

    line: int
    text: str
    cells: list[str]
    became: Model | None


@dataclass(frozen=True)
class Group:
    """The first lines of which the same is told but for values, with what is told of the first; how many there are."""

    heading: str
    is_example: bool  # of some lines, other values are told
    total: int
    lines: list[Told]


@dataclass(frozen=True)
class Groups:
    """What is told of lines, by kind, the most frequent first; of very many kinds not all."""

    shown: list[Group]
    are_all: bool

    @property
    def are_few(self) -> bool:
        """Whether all their lines can be seen at once."""
        return sum(group.total for group in self.shown) <= FEW_LINES


def summary_of(run: ImportRun) -> list[str]:
    """What the importer counted beside the lines, in sentences."""
    return importer_of(record_at(run.record)).summary(run.figures, run.constants)


def groups_of(run: ImportRun, by: Actor, *, taken: bool) -> Groups:
    """The lines that were not taken, or the remarks on those that were, with what of that `by` may see."""
    problems = run.problems.filter(taken=taken).order_by("pk")
    kinds = problems.order_by().values("kind").annotate(total=Count("pk"), first=Min("pk")).order_by("-total", "first")
    totals = list(kinds.values_list("kind", "total", Min("text"), Max("text"))[: SHOWN_KINDS + 1])
    found: dict[str, list[ImportProblem]] = {kind: [] for kind, *_rest in totals[:SHOWN_KINDS]}
    place = Window(RowNumber(), partition_by=F("kind"), order_by="pk")
    for problem in problems.filter(kind__in=found).annotate(place=place).filter(place__lte=SHOWN_LINES):
        found[problem.kind].append(problem)
    ids = {problem.record_id for several in found.values() for problem in several} - {None}
    rows = record_at(run.record).visible(by).filter(pk__in=ids).preloaded() if ids else ()
    became = {row.pk: row for row in rows}
    groups = [_group(found[kind], one != other, total, became) for kind, total, one, other in totals[:SHOWN_KINDS]]
    return Groups(groups, are_all=len(totals) <= SHOWN_KINDS)


def _group(problems: list[ImportProblem], is_example: bool, total: int, became: dict[UUID | None, Model]) -> Group:
    heading = problems[0].text
    lines = [
        Told(
            line=problem.line,
            text=problem.text if problem.text != heading else "",
            cells=[cut(cell) for cell in problem.cells if cell],
            became=became.get(problem.record_id),
        )
        for problem in problems
    ]
    return Group(heading, is_example, total, lines)


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
