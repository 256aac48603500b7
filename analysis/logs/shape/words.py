"""Logs in words: what one is like, and a log beside simulated ones."""

import math
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.logs.reading.columns import MEANING
from cogov.analysis.logs.shape.compared import DISTANCES, Beside, Compared
from cogov.analysis.logs.shape.measures import CURVES, MEASURES, Curve, Measure
from cogov.analysis.logs.shape.shape import ANALOGUE, TIMES, Shape
from cogov.analysis.tables import footer, plain_table
from cogov.analysis.values import UNDEFINED
from cogov.model.words import Language, Text

SIZE = Text(
    zh="{cases:,} 件案件,{events:,} 个事件(到办结为止),{desks:,} 个单位",
    en="{cases:,} cases, {events:,} events until settled, {desks:,} desks",
)
READ_AS = Text(zh="读作:{columns}", en="read as: {columns}")
EXTRA = {
    "known_by": Text(zh="知晓的环节", en="made known by"),
    "settled_by": Text(zh="办结的环节", en="settled by"),
    "levels": Text(zh="层级自低至高", en="levels from the lowest"),
}
LAST_EVENT = Text(zh="最后一个事件", en="the last event")
MEASURE, VALUE, MEANS = (
    Text(zh="度量", en="Measure"),
    Text(zh="数值", en="Value"),
    Text(zh="定义(分子 ÷ 分母)", en="Definition (what over what)"),
)
LOG, SIMULATED = Text(zh="日志", en="Log"), Text(zh="模拟", en="Simulated")
INTERVAL = Text(zh="95% 区间", en="95% interval")
DISTANCE, LUCK = Text(zh="距离", en="Distance"), Text(zh="种子之间", en="Between seeds")
NOTE = Text(
    zh="区间:模拟均值的 95% t 区间,基于 {n} 个种子;不含日志自身的抽样误差。“种子之间”:模拟日志彼此的平均距离,只由运气造成。",
    en="Intervals: 95 % t interval of the simulated mean over {n} seeds; the log's own sampling error is not in them. Between seeds: the mean "
    "distance of simulated logs from one another, which luck alone makes.",
)
NONE_MOVED = Text(zh="{share:.0%} 的案件从未流转", en="{share:.0%} of the cases are never handed on")
MEMORY = {
    1: Text(
        zh="再次流转的概率随已流转次数上升({first:.2f} → {last:.2f}):无记忆的误派(几何尾)给不出这一点",
        en="the chance of another hand-off rises with the number so far ({first:.2f} → {last:.2f}): memoryless misrouting, a geometric tail, cannot give that",
    ),
    -1: Text(
        zh="再次流转的概率随已流转次数下降({first:.2f} → {last:.2f})",
        en="the chance of another hand-off falls with the number so far ({first:.2f} → {last:.2f})",
    ),
    0: Text(
        zh="再次流转的概率大致不随已流转次数变化({first:.2f} → {last:.2f})",
        en="the chance of another hand-off hardly changes with the number so far ({first:.2f} → {last:.2f})",
    ),
}
SPREAD = Text(
    zh="用时高度分散:99% 分位是中位数的 {ratio:,.1f} 倍,对数标准差 {sigma:.2f}",
    en="times spread widely: the 99th percentile is {ratio:,.1f} times the median, the standard deviation of log time {sigma:.2f}",
)
HARDLY = 0.05
"""A change of the chance below this is called none."""


def described(shape: Shape, language: Language, caption: str) -> RenderableType:
    """One log: its size, how it was read, its measures with their definitions, its curves, and what they say."""
    table = plain_table(caption)
    for heading, justify in ((MEASURE, "left"), (VALUE, "right"), (MEANS, "left")):
        table.add_column(heading.in_(language), justify=justify, overflow="fold")  # type: ignore[arg-type]
    for one in MEASURES:
        table.add_row(one.title.in_(language), number(one, shape.measures[one.name]), one.definition.in_(language))
    curves = [_steps(one, [shape.curves[one.name].tolist()], (VALUE,), language) for one in CURVES if _is_known(shape, one)]
    return Group(*_head(shape, language), table, *curves, *_sentences(shape, language), _analogue(language))


def beside_table(found: Compared, language: Language, caption: str) -> RenderableType:
    """The log beside the simulated ones: measures, distances, curves, and the footer that every simulation bears."""
    table = plain_table(caption)
    _headings(table, (MEASURE, LOG, SIMULATED, INTERVAL), language)
    for measure, one in zip(MEASURES, found.measures(), strict=True):
        table.add_row(measure.title.in_(language), number(measure, one.log), number(measure, one.mean), _interval(measure, one))
    apart = plain_table("")
    _headings(apart, (DISTANCE, SIMULATED, INTERVAL, LUCK), language)
    for distance, one in zip(DISTANCES, found.distances(), strict=True):
        apart.add_row(distance.title.in_(language), _plain(one.mean), f"{_plain(one.low)} … {_plain(one.high)}", _plain(one.log))
    curves = [_curve(found, one, language) for one in CURVES if _is_known(found.log, one)]
    note = Styled(NOTE.filled(n=len(found.runs)).in_(language), style="dim")
    return Group(*_head(found.log, language), table, apart, *curves, note, _analogue(language), footer(language))


def _headings(table: Table, headings: Sequence[Text], language: Language) -> None:
    for place, heading in enumerate(headings):
        table.add_column(heading.in_(language), justify="right" if place else "left", overflow="fold")


def _head(shape: Shape, language: Language) -> list[RenderableType]:
    words = {"cases": shape.cases, "events": shape.events, "desks": shape.desks}
    lines = [SIZE.in_(language).format(**words) + (";" if language == "zh" else "; ") + TIMES.in_(language)]
    if shape.read_as:
        said = [f"{_column(name, language)} = {_head_words(head, language)}" for name, head in shape.read_as.items()]
        lines.append(READ_AS.in_(language).format(columns=(",", ", ")[language == "en"].join(said)))
    return [Styled("\n".join(lines))]


def _column(name: str, language: Language) -> str:
    return (MEANING | EXTRA)[name].in_(language) if name in MEANING or name in EXTRA else name


def _head_words(head: str, language: Language) -> str:
    return LAST_EVENT.in_(language) if head == LAST_EVENT.en.removeprefix("the ") else head


def number(measure: Measure, value: float) -> str:
    """A measure's value: shares in per cent."""
    if math.isnan(value):
        return UNDEFINED
    return f"{100 * value:.1f}%" if measure.unit == "share" else _plain(value)


def _plain(value: float) -> str:
    return UNDEFINED if math.isnan(value) else f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _interval(measure: Measure, one: Beside) -> str:
    return f"{number(measure, one.low)} … {number(measure, one.high)}" if one.seeds > 1 else UNDEFINED


def _is_known(shape: Shape, curve: Curve) -> bool:
    return not all(math.isnan(value) for value in shape.curves[curve.name])


def _curve(found: Compared, curve: Curve, language: Language) -> RenderableType:
    steps = found.curve(curve)
    return _steps(curve, [[one.log for one in steps], [one.mean for one in steps]], (LOG, SIMULATED), language)


def _steps(curve: Curve, rows: Sequence[Sequence[float]], names: Sequence[Text], language: Language) -> RenderableType:
    table = plain_table("")
    table.add_column("")
    for step in curve.steps:
        table.add_column(step, justify="right")
    for name, row in zip(names, rows, strict=True):
        table.add_row(name.in_(language), *(_plain(value) for value in row))
    return Group(Styled(f"{curve.title.in_(language)} · {curve.definition.in_(language)}"), table)


def _sentences(shape: Shape, language: Language) -> list[RenderableType]:
    """What stands out, in words."""
    said = [*_of_handoffs(shape, language), *_of_time(shape, language)]
    stop = "。" if language == "zh" else ". "
    return [Styled(stop.join(one[0].upper() + one[1:] for one in said) + stop.rstrip() + "\n")] if said else []


def _of_handoffs(shape: Shape, language: Language) -> list[str]:
    shares, again = shape.curves["handoff_shares"], [value for value in shape.curves["another_handoff"] if not math.isnan(value)]
    said = [] if math.isnan(shares[0]) else [NONE_MOVED.in_(language).format(share=shares[0])]
    if len(again) > 2:
        first, last = again[0], again[-1]
        turn = 0 if abs(last - first) < HARDLY else 1 if last > first else -1
        said.append(MEMORY[turn].in_(language).format(first=first, last=last))
    return said


def _of_time(shape: Shape, language: Language) -> list[str]:
    tail, sigma = shape.measures["tail_ratio"], shape.measures["tail_sigma"]
    return [] if math.isnan(tail) else [SPREAD.in_(language).format(ratio=tail, sigma=sigma)]


def _analogue(language: Language) -> Styled:
    return Styled(ANALOGUE.in_(language), style="dim")
