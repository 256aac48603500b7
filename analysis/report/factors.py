"""Which factors matter, where a study was made to say so: Morris, Sobol', and one factor at a time."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from cogov.analysis.comparison import Comparison
from cogov.analysis.names import factor_words, row_words
from cogov.analysis.report.parts import Block, Grid, Listing, Paragraph, Picture, Section, section
from cogov.analysis.report.result import cell
from cogov.analysis.sensitivity.answer import DESIGNS, Analysed, Sensitivity, sensitivity
from cogov.analysis.sensitivity.estimate import SALIB
from cogov.analysis.sensitivity.figure import sensitivity_figure
from cogov.analysis.sensitivity.words import (
    BLOCKS,
    COLUMNS,
    LEADING,
    NOISE,
    interval_words,
    label,
    ranked,
    reading,
    shown,
    subject_words,
    warnings,
)
from cogov.analysis.subject import Subject
from cogov.analysis.tables import interval_sentence
from cogov.model.indicators import MAIN
from cogov.model.words import DOTTED, Text, TextLike
from cogov.scenarios.errors import InputError
from cogov.scenarios.words import Words

SAY = Words(__file__)


def factors(subject: Subject) -> list[Section]:
    """Indices with intervals and figures; nothing where a study was made for another question."""
    if subject.study.kind in DESIGNS:
        return section("factors", SAY.title, list(_indices(subject)))
    if subject.study.kind == "one_at_a_time":
        return section("factors", SAY.title, list(_steps(subject)))
    return []


def _indices(subject: Subject) -> Iterator[Block]:
    try:
        found = sensitivity(subject.study)
    except InputError as error:  # too few complete blocks, or the library is not there
        yield Paragraph(error.words, strong=True)
        return
    yield Paragraph(Text.same(" ").join(reading(found)))
    if said := warnings(found):
        yield Listing(tuple(said))
    for policy in subject.study.policies:
        yield from _of_policy(subject, found, policy)
    yield Paragraph(SAY.command)


def _of_policy(subject: Subject, found: Sensitivity, policy: str) -> Iterator[Block]:
    own = [one for one in found.results if one.policy == policy]
    for one in own:
        yield _grid(found.design, one, subject.name_of(policy))
    if any(not one.constant for one in own):
        words = DOTTED.join((SAY.title, subject.name_of(policy)))
        yield Picture(partial(sensitivity_figure, found, policy, caption=words), words)


def _grid(design: str, one: Analysed, policy: Text) -> Grid:
    """A row a factor, the leading one first; heads are SALib's names."""
    rows = {(row.factor, row.index): row for row in one.estimates}
    leading = LEADING[design]
    heads = [SALIB[index] for index in COLUMNS[design]]
    cells: Iterator[tuple[TextLike, ...]] = (
        (
            label(one, factor),
            *(shown(one.indicator, rows[factor, index], rows[factor, index].value) for index in COLUMNS[design]),
            *(interval_words(one.indicator, rows[factor, index]) for index in _sure(design)),
            shown(one.indicator, rows[factor, leading], rows[factor, leading].noise),
        )
        for factor in ranked(one, design)
    )
    intervals = (SAY.interval.filled(index=SALIB[index]) for index in _sure(design))
    blocks = BLOCKS[design].filled(blocks=one.blocks, replicates=one.replicates)
    caption = DOTTED.join((subject_words(design, one.indicator), policy, blocks))
    return Grid((SAY.factor, *heads, *intervals, NOISE), tuple(cells), caption)


def _sure(design: str) -> tuple[str, ...]:
    return ("first", "total") if design == "sobol" else ("mu_star",)


def _steps(subject: Subject) -> Iterator[Block]:
    """Every step away from where a policy stands, against standing there, by paired differences over seeds."""
    for policy in subject.study.policies:
        steps, found = _compared(subject, policy)
        if found is None:
            continue
        names = [name for name in MAIN if any(row.indicator == name for row in found.results)]
        rows = tuple((step, *(cell(found.row(name, step.en)) for name in names)) for step in steps[1:])
        caption = SAY.step.filled(policy=subject.name_of(policy))
        yield Grid((SAY.factor, *(row_words(name) for name in names)), rows, caption)
        yield Paragraph(interval_sentence(found))


def _compared(subject: Subject, policy: str) -> tuple[list[Text], Comparison | None]:
    """Return the steps, and the points of one policy compared with the first, where it stands; None where that has no runs."""
    runs = subject.study.runs[subject.study.runs["policy"] == policy]
    own = [name for name in MAIN if name in subject.study.outputs]
    tables = {name: runs.pivot_table(index="point", columns="replicate", values=name, dropna=False) for name in own}
    values = {int(row["point"]): row for row in runs.groupby("point").first().reset_index().to_dict("records")}
    if 0 not in values or len(values) < 2:
        return [], None
    names = [one.name for one in subject.study.factors]
    steps = {_step(names, values[point], values[0]): point for point in values}
    cells = {step.en: {name: table.loc[[point]].to_numpy() for name, table in tables.items()} for step, point in steps.items()}
    return list(steps), Comparison.from_cells(subject.scenario.name, list(cells), cells, drawn=False)


def _step(names: list[str], there: Mapping[Any, Any], stands: Mapping[Any, Any]) -> Text:
    """Which factor a point moves, and to where."""
    moved = [name for name in names if there[name] != stands[name]]
    return Text.same(", ").join(factor_words(name) + f" → {_level(there[name])}" for name in moved) if moved else Text.same("0")


def _level(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
