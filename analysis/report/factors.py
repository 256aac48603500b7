"""Which factors matter, where a study was made to say so: Morris, Sobol', and one factor at a time."""

from collections.abc import Iterator, Mapping
from typing import Any

from cogov.analysis.comparison import Comparison
from cogov.analysis.names import factor_words, row_words
from cogov.analysis.report.parts import Block, Grid, Listing, Paragraph, Section, picture, section
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
from cogov.model.words import Language
from cogov.scenarios.errors import InputError
from cogov.scenarios.words import Words

SAY = Words(__file__)


def factors(subject: Subject, language: Language) -> list[Section]:
    """Indices with intervals and figures; nothing where a study was made for another question."""
    if subject.study.kind in DESIGNS:
        return section("factors", SAY.title, language, list(_indices(subject, language)))
    if subject.study.kind == "one_at_a_time":
        return section("factors", SAY.title, language, list(_steps(subject, language)))
    return []


def _indices(subject: Subject, language: Language) -> Iterator[Block]:
    try:
        found = sensitivity(subject.study)
    except InputError as error:  # too few complete blocks, or the library is not there
        yield Paragraph(error.text(language), strong=True)
        return
    yield Paragraph(" ".join(reading(found, language)))
    if said := warnings(found):
        yield Listing(tuple(one.in_(language) for one in said))
    for policy in subject.study.policies:
        yield from _of_policy(subject, found, policy, language)
    yield Paragraph(SAY.command.in_(language))


def _of_policy(subject: Subject, found: Sensitivity, policy: str, language: Language) -> Iterator[Block]:
    own = [one for one in found.results if one.policy == policy]
    for one in own:
        yield _grid(found.design, one, subject.name_of(policy, language), language)
    if any(not one.constant for one in own):
        words = f"{SAY.title.in_(language)} · {subject.name_of(policy, language)}"
        yield picture(sensitivity_figure(found, policy, language, words), words)


def _grid(design: str, one: Analysed, policy: str, language: Language) -> Grid:
    """A row a factor, the leading one first; heads are SALib's names."""
    rows = {(row.factor, row.index): row for row in one.estimates}
    leading = LEADING[design]
    heads = [SALIB[index] for index in COLUMNS[design]]
    cells = (
        (
            label(one, factor, language),
            *(shown(one.indicator, rows[factor, index], rows[factor, index].value) for index in COLUMNS[design]),
            *(interval_words(one.indicator, rows[factor, index]) for index in _sure(design)),
            shown(one.indicator, rows[factor, leading], rows[factor, leading].noise),
        )
        for factor in ranked(one, design)
    )
    intervals = (SAY.interval.in_(language).format(index=SALIB[index]) for index in _sure(design))
    blocks = BLOCKS[design].in_(language).format(blocks=one.blocks, replicates=one.replicates)
    caption = f"{subject_words(design, one.indicator, language)} · {policy} · {blocks}"
    return Grid((SAY.factor.in_(language), *heads, *intervals, NOISE.in_(language)), tuple(cells), caption)


def _sure(design: str) -> tuple[str, ...]:
    return ("first", "total") if design == "sobol" else ("mu_star",)


def _steps(subject: Subject, language: Language) -> Iterator[Block]:
    """Every step away from where a policy stands, against standing there, by paired differences over seeds."""
    for policy in subject.study.policies:
        found = _compared(subject, policy, language)
        if found is None:
            continue
        names = [name for name in MAIN if any(row.indicator == name for row in found.results)]
        rows = tuple((step, *(cell(found.row(name, step), language) for name in names)) for step in found.policies[1:])
        caption = SAY.step.in_(language).format(policy=subject.name_of(policy, language))
        yield Grid((SAY.factor.in_(language), *(row_words(name, language) for name in names)), rows, caption)
        yield Paragraph(interval_sentence(found, language))


def _compared(subject: Subject, policy: str, language: Language) -> Comparison | None:
    """Compare the points of one policy with the first, where it stands; None where that has no runs."""
    runs = subject.study.runs[subject.study.runs["policy"] == policy]
    own = [name for name in MAIN if name in subject.study.outputs]
    tables = {name: runs.pivot_table(index="point", columns="replicate", values=name, dropna=False) for name in own}
    values = {int(row["point"]): row for row in runs.groupby("point").first().reset_index().to_dict("records")}
    if 0 not in values or len(values) < 2:
        return None
    names = [one.name for one in subject.study.factors]
    steps = {point: _step(names, values[point], values[0], language) for point in values}
    cells = {steps[point]: {name: table.loc[[point]].to_numpy() for name, table in tables.items()} for point in values}
    return Comparison.from_cells(subject.scenario.name, list(cells), cells, drawn=False)


def _step(names: list[str], there: Mapping[Any, Any], stands: Mapping[Any, Any], language: Language) -> str:
    """Which factor a point moves, and to where."""
    moved = [name for name in names if there[name] != stands[name]]
    return ", ".join(f"{factor_words(name, language)} → {_level(there[name])}" for name in moved) or "0"


def _level(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
