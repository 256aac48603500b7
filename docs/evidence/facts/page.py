"""The page of the stylised facts: verdicts at a glance, then every claim with its experiment, criterion and figures; and the table behind it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import pandas as pd

from cogov.analysis.paired import effect
from cogov.analysis.values import UNDEFINED, difference_text, interval_text, value_text, with_minus
from cogov.model.indicators import title
from cogov.model.indicators.series import SERIES
from cogov.model.words import Text
from docs.evidence.facts.claim import Measure, Setting, Value
from docs.evidence.facts.criteria import Contrast
from docs.evidence.facts.endings import ENDINGS
from docs.evidence.facts.judgement import Seen, Tried, Verdict
from docs.evidence.pages import about, table, write
from docs.evidence.runs import Cell, Floats

VERDICTS: dict[Verdict, Text] = {
    "reproduced": Text(zh="再现", en="reproduced"),
    "not reproduced": Text(zh="未再现", en="not reproduced"),
    "out of scope": Text(zh="不在范围内", en="out of scope"),
}
TITLE = "典型事实 Stylised facts"
HOW = """每条事实拆成若干断言，每条断言的实验与判据在看到结果之前写定；后来改了判据或指标的，该条写明，一览中标 †。没有任何参数为此调整。判定只有三种：再现（全部判据成立）、未再现（某个判据不成立，
包括区间太宽而无法分辨）、不在范围内（模型没有所说的量，理由见该条）。有的事实直接来自规则的假设：引用“再现”之前，请先看 [odd.md](../odd.md) 中的规则。未另作说明的设置，只在所写之处不同于默认城市和现状。
方括号内为 95% t 区间：水平按种子，对比按配对种子。区间按单条断言给出，未作多重比较校正：方向性断言即使毫无根据，约四十条中也有一条偶然成立；“不明显更高”一类判据，区间宽时也会成立。
✓ ✗ 表示各项对比是否符合判据。

Every fact is split into claims; experiment and criterion of each were written before its results. Where a criterion or a measure was changed
afterwards, the claim says so, and † marks it at a glance. No parameter was adjusted for them.
There are three verdicts: reproduced (all criteria hold), not reproduced (some criterion does not, also where the interval is too wide to
tell), out of scope (the model lacks what it is about; the reason is given). In brackets stand 95 % t intervals, of a level over seeds, of a
contrast over paired seeds. Intervals are per claim, without adjustment for their number:
about one in forty claims of a direction that is not there would hold by chance, and "does not rise" also holds where intervals are wide.
✓ ✗: whether a contrast is as its criterion asks. Some facts follow from what the rules assume: see the rules in [odd.md](../odd.md) before
taking "reproduced" for evidence. Where nothing else is said, settings differ from the default city and status quo in what they name alone.
"""
CHECKED = {True: "✓", False: "✗"}
CHANGED = " †"
COLUMNS = ["fact", "claim", "verdict", "criterion", "holds", "measure", "what", "setting", "estimate", "ci_low", "ci_high", "seeds"]


def write_page(tried: Sequence[Tried], cells: Mapping[Setting, Cell], folder: Path) -> Path:
    """Put the page together and write it with its CSV."""
    some = next(iter(cells.values()))
    runs = len({cell.name for cell in cells.values()}) * some.replicates
    command = f"facts --replicates {some.replicates} --population {some.scenario.city.population}"
    parts = [
        about(command, some.scenario, f"{runs} runs in all, {some.replicates}", differences=False),
        HOW,
        "## 一览 At a glance\n",
        _counts(tried),
        _overview(tried),
        *_facts(tried),
    ]
    return write(folder, "stylised_facts", TITLE, parts, _frame(tried))


def _counts(tried: Sequence[Tried]) -> str:
    found = Counter(one.verdict for one in tried)
    whole = [list(claims) for _, claims in groupby(tried, key=lambda one: one.fact.number)]
    tested = sum(any(one.seen for one in claims) for claims in whole)
    said = "; ".join(f"{words.zh} {words.en}: **{found[verdict]}**" for verdict, words in VERDICTS.items())
    changed = [one for one in tried if one.claim.changed is not None]
    still = sum(one.verdict == "reproduced" for one in changed)
    return (
        f"{len(whole)} 条事实、{len(tried)} 条断言 facts, claims. {said}. 至少一条断言受检的事实 facts with at least one claim tried: {tested}. "
        f"判据或指标后来改过（†）criterion or measure changed since: {len(changed)}，其中再现 of these reproduced: {still}.\n"
    )


def _overview(tried: Sequence[Tried]) -> str:
    rows = [
        (
            f"[{one.claim.key}](#{one.claim.key})",
            one.claim.says.zh,
            one.claim.says.en,
            f"{_verdict(one)}{CHANGED if one.claim.changed else ''}",
        )
        for one in tried
    ]
    return table(("", "断言", "claim", "判定 verdict"), rows)


def _verdict(one: Tried) -> str:
    words = VERDICTS[one.verdict]
    return f"**{words.zh} {words.en}**" if one.verdict == "reproduced" else f"{words.zh} {words.en}"


def _facts(tried: Sequence[Tried]) -> Iterator[str]:
    for number, claims in groupby(tried, key=lambda one: one.fact.number):
        own = list(claims)
        fact = own[0].fact
        yield f"## {number} {fact.says.zh}\n\n{fact.says.en}.\n\n*{fact.references}*\n"
        for one in own:
            yield f'### <a id="{one.claim.key}"></a>{one.claim.key} {one.claim.says.zh}\n'
            yield "\n".join(_claim(one))


def _claim(one: Tried) -> Iterator[str]:
    yield f"{one.claim.says.en[:1].upper()}{one.claim.says.en[1:]}. — {_verdict(one)}\n"
    if one.claim.note is not None:
        yield f"{one.claim.note.zh}。{one.claim.note.en[:1].upper()}{one.claim.note.en[1:]}.\n"
    if one.claim.changed is not None:
        yield f"判据改动 criterion changed: {one.claim.changed.zh}。{one.claim.changed.en[:1].upper()}{one.claim.changed.en[1:]}.\n"
    for seen in one.seen:
        yield from _look(seen)
    if one.verdict == "not reproduced" and (needed := one.claim.needed) is not None:
        yield f"需要什么机制 what would be needed: {needed.zh}。{needed.en[:1].upper()}{needed.en[1:]}.\n"


def _look(seen: Seen) -> Iterator[str]:
    criterion = seen.look.criterion
    met = "成立 holds" if seen.holds else "不成立 does not hold"
    measures = dict.fromkeys(_measure_text(value.measure) for value in seen.look.asked)
    yield f"{'；'.join(measures)}。判据 criterion: *{criterion.says.zh} {criterion.says.en}*: {met}.\n"
    yield table(("", "设置 setting", "测得 measured [95 %]"), _figures(seen))


def _measure_text(measure: Measure) -> str:
    """A measure in both languages."""
    if measure in ENDINGS:
        return f"{ENDINGS[measure].zh} {ENDINGS[measure].en}"
    if isinstance(measure, str):
        return f"{title(measure).zh} {title(measure).en}"
    words = SERIES[measure.series].title
    days = f"{measure.first}–{measure.last}"
    return f"{words.zh}（第 {days} 天日均）  {words.en} (mean of days {days})"


def _unit(value: Value) -> str:
    """The name by which numbers of a value are formatted."""
    measure = value.measure
    return measure if isinstance(measure, str) else measure.series


def _figures(seen: Seen) -> Iterator[tuple[str, str, str]]:
    """Rows of the page: values by setting, then contrasts."""
    several = len({str(value.measure) for value in seen.look.asked}) > 1
    for index, (value, found) in enumerate(zip(seen.look.asked, seen.found, strict=True)):
        said = f"{value.setting.says.zh} {value.setting.says.en}"
        yield str(index + 1), f"{said}: {_measure_text(value.measure)}" if several else said, _level(_unit(value), found)
    unit = _unit(seen.look.asked[0])
    yield from ((CHECKED[one.holds], f"{one.says.zh} {one.says.en}", _contrast(unit, one)) for one in seen.contrasts)


def _level(unit: str, values: Floats) -> str:
    own = effect(values)
    return f"{value_text(unit, own.mean)} [{value_text(unit, own.ci_low)} … {value_text(unit, own.ci_high)}]" if own.n else UNDEFINED


def _contrast(unit: str, one: Contrast) -> str:
    if one.pairs == 0:
        return UNDEFINED
    if one.in_logarithms:
        return with_minus(f"{one.estimate:+.3f} [{one.low:+.3f} … {one.high:+.3f}]")
    if one.is_level:
        return f"{value_text(unit, one.estimate)} [{value_text(unit, one.low)} … {value_text(unit, one.high)}]"
    return f"{difference_text(unit, one.estimate).en} [{interval_text(unit, one.low, one.high)}]"


def _frame(tried: Sequence[Tried]) -> pd.DataFrame:
    """One row a value and a contrast of every claim; a claim out of scope has one row without figures."""
    return pd.DataFrame([row for one in tried for row in _rows(one)], columns=COLUMNS)


def _rows(one: Tried) -> Iterator[tuple[object, ...]]:
    start = (one.fact.number, one.claim.key, one.verdict)
    if not one.seen:
        yield (*start, *[None] * (len(COLUMNS) - len(start)))
    for seen in one.seen:
        name = seen.look.criterion.name
        for value, found in zip(seen.look.asked, seen.found, strict=True):
            own = effect(found)
            yield (*start, name, None, str(value.measure), "value", value.setting.says.en, own.mean, own.ci_low, own.ci_high, own.n)
        measure = str(seen.look.asked[0].measure)
        for contrast in seen.contrasts:
            figure = (contrast.estimate, contrast.low, contrast.high, contrast.pairs)
            yield (*start, name, contrast.holds, measure, contrast.says.en, None, *figure)
