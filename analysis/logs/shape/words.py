"""Logs in words: what one is like, and a log beside simulated ones."""

import math
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text as Styled

from cogov.analysis.logs.reading.columns import LAST_EVENT, MEANING
from cogov.analysis.logs.shape.compared import DISTANCES, Beside, Compared
from cogov.analysis.logs.shape.measures import CURVES, MEASURES, LogCurve, Measure
from cogov.analysis.logs.shape.shape import ANALOGUE, TIMES, Shape
from cogov.analysis.tables import footer, headed_table, plain_table
from cogov.analysis.values import UNDEFINED
from cogov.model.words import CLAUSES, EMPTY, LINES, Language, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

EXTRA = Words(__file__, "extra")
LOG, SIMULATED = SAY.log, SAY.simulated
MEMORY = {
    1: SAY.chance_rises,
    -1: SAY.chance_falls,
    0: SAY.chance_stays,
}
HARDLY = 0.05
"""A change of the chance below this is called none."""


def described(shape: Shape, language: Language, caption: str) -> RenderableType:
    """One log: its size, how it was read, its measures with their definitions, its curves, and what they say."""
    table = plain_table(caption)
    for heading, justify in ((SAY.measure, "left"), (SAY.value, "right"), (SAY.means, "left")):
        table.add_column(heading.in_(language), justify=justify, overflow="fold")  # type: ignore[arg-type]
    for one in MEASURES:
        table.add_row(one.title.in_(language), number(one, shape.measures[one.name]), one.definition.in_(language))
    curves = [_steps(one, [shape.curves[one.name].tolist()], (SAY.value,), language) for one in CURVES if _is_known(shape, one)]
    said = [Styled(words.in_(language))] if (words := _sentences(shape)) else []
    return Group(Styled(_head(shape).in_(language)), table, *curves, *said, _analogue(language))


def beside_table(found: Compared, language: Language, caption: str) -> RenderableType:
    """The log beside the simulated ones: measures, distances, curves, and the footer that every simulation bears."""
    rows = (
        (measure.title, number(measure, one.log), number(measure, one.mean), _interval(measure, one))
        for measure, one in zip(MEASURES, found.measures(), strict=True)
    )
    table = headed_table(caption, (SAY.measure, LOG, SIMULATED, SAY.interval), language, rows)
    apart_rows = (
        (distance.title, _plain(one.mean), f"{_plain(one.low)} … {_plain(one.high)}", _plain(one.log))
        for distance, one in zip(DISTANCES, found.distances(), strict=True)
    )
    apart = headed_table("", (SAY.distance, SIMULATED, SAY.interval, SAY.luck), language, apart_rows)
    curves = [_curve(found, one, language) for one in CURVES if _is_known(found.log, one)]
    note = Styled(SAY.note.filled(n=len(found.runs)).in_(language), style="dim")
    return Group(Styled(_head(found.log).in_(language)), table, apart, *curves, note, _analogue(language), footer(language))


def _head(shape: Shape) -> Text:
    """The size of a log, and which columns were read as what."""
    size = CLAUSES.join((SAY.size.filled(cases=shape.cases, events=shape.events, desks=shape.desks), TIMES))
    if not shape.read_as:
        return size
    meanings = {**MEANING, **EXTRA}
    columns = (
        meanings.get(name, Text.same(name)) + " = " + (SAY.last_event if head == LAST_EVENT else head)
        for name, head in shape.read_as.items()
    )
    return LINES.join((size, SAY.read_as.filled(columns=SAY.comma.join(columns))))


def number(measure: Measure, value: float) -> str:
    """A measure's value: shares in per cent."""
    if math.isnan(value):
        return UNDEFINED
    return f"{100 * value:.1f}%" if measure.unit == "share" else _plain(value)


def _plain(value: float) -> str:
    return UNDEFINED if math.isnan(value) else f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _interval(measure: Measure, one: Beside) -> str:
    return f"{number(measure, one.low)} … {number(measure, one.high)}" if one.seeds > 1 else UNDEFINED


def _is_known(shape: Shape, curve: LogCurve) -> bool:
    return not all(math.isnan(value) for value in shape.curves[curve.name])


def _curve(found: Compared, curve: LogCurve, language: Language) -> RenderableType:
    steps = found.curve(curve)
    return _steps(curve, [[one.log for one in steps], [one.mean for one in steps]], (LOG, SIMULATED), language)


def _steps(curve: LogCurve, rows: Sequence[Sequence[float]], names: Sequence[Text], language: Language) -> RenderableType:
    table = plain_table("")
    table.add_column("")
    for step in curve.steps:
        table.add_column(step, justify="right")
    for name, row in zip(names, rows, strict=True):
        table.add_row(name.in_(language), *(_plain(value) for value in row))
    return Group(Styled(f"{curve.title.in_(language)} · {curve.definition.in_(language)}"), table)


def _sentences(shape: Shape) -> Text:
    """What stands out, in words."""
    said = [one.each(lambda words: words[0].upper() + words[1:]) for one in (*_of_handoffs(shape), *_of_time(shape))]
    return SAY.stop.join(said) + SAY.stop.each(str.rstrip) + LINES if said else EMPTY


def _of_handoffs(shape: Shape) -> list[Text]:
    shares, again = shape.curves["handoff_shares"], [value for value in shape.curves["another_handoff"] if not math.isnan(value)]
    said = [] if math.isnan(shares[0]) else [SAY.none_moved.filled(share=shares[0])]
    if len(again) > 2:
        first, last = again[0], again[-1]
        turn = 0 if abs(last - first) < HARDLY else 1 if last > first else -1
        said.append(MEMORY[turn].filled(first=first, last=last))
    return said


def _of_time(shape: Shape) -> list[Text]:
    tail, sigma = shape.measures["tail_ratio"], shape.measures["tail_sigma"]
    return [] if math.isnan(tail) else [SAY.spread.filled(ratio=tail, sigma=sigma)]


def _analogue(language: Language) -> Styled:
    return Styled(ANALOGUE.in_(language), style="dim")
