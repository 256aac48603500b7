"""What the figures of the report are: the codebook, of what this study recorded."""

from cogov.analysis.names import name_words
from cogov.analysis.report.parts import Block, Grid, Section, section
from cogov.analysis.subject import Subject
from cogov.analysis.values import unit_words
from cogov.experiments.codebook import COLUMNS, STATISTICS, meaning
from cogov.model.indicators import DIRECTIONS, INDICATORS, ROLES, SERIES, base
from cogov.scenarios.words import Words

SAY = Words(__file__)

HEADS = (
    SAY.indicator,
    SAY.column,
    SAY.definition,
    SAY.unit,
    SAY.differences_in,
    SAY.better,
    SAY.role,
)
OTHER_HEADS = (HEADS[0], HEADS[1], SAY.meaning, HEADS[3])
FIGURE_HEADS = (SAY.name, SAY.in_json, SAY.meaning, SAY.unit)


def codebook(subject: Subject) -> list[Section]:
    """Say of every indicator that was recorded what it is, and what the figures of a comparison are."""
    there = {base(name) for name in subject.study.outputs}
    recorded = [one for name, one in INDICATORS.items() if name in there]
    rows = [
        (
            one.title,
            one.name,
            one.definition,
            one.level_unit,
            one.change_unit,
            DIRECTIONS[one.direction],
            ROLES[one.role],
        )
        for one in recorded
    ]
    figures = [(one.title, name, one.definition, one.unit) for name, one in STATISTICS.items()]
    others = [(name_words(name), name, meaning(name).definition, unit_words(name)) for name in _others(subject)]
    blocks: list[Block] = [
        Grid(HEADS, tuple(rows), words=True),
        Grid(OTHER_HEADS, tuple(others), SAY.others, words=True),
        Grid(FIGURE_HEADS, tuple(figures), SAY.figures, words=True),
    ]
    return section("codebook", SAY.title, blocks)


def _others(subject: Subject) -> list[str]:
    """Return what else was recorded than indicators: scores and money of the runs, and the days where they were kept."""
    daily = SERIES if "series" in subject.manifest["tables"] else ()
    return [*(name for name in COLUMNS if name in subject.study.outputs), *(name for name in daily if name not in INDICATORS)]
