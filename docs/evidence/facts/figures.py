"""The figures of a claim: the value in each setting, every contrast with its interval, and the table behind the page."""

from collections.abc import Iterator, Sequence

import pandas as pd

from cogov.analysis.paired import effect
from cogov.analysis.values import UNDEFINED, difference_text, interval_text, value_text
from cogov.model.indicators import title
from cogov.model.indicators.series import SERIES
from docs.evidence.facts.claim import Measure, Value
from docs.evidence.facts.contrasts import Contrast, Floats
from docs.evidence.facts.endings import ENDINGS
from docs.evidence.facts.judgement import Seen, Tried

CHECKED = {True: "✓", False: "✗"}
COLUMNS = ["fact", "claim", "verdict", "criterion", "holds", "measure", "what", "setting", "estimate", "ci_low", "ci_high", "seeds"]


def measure_text(measure: Measure) -> str:
    """A measure in both languages."""
    if measure in ENDINGS:
        return f"{ENDINGS[measure].zh} {ENDINGS[measure].en}"
    if isinstance(measure, str):
        return f"{title(measure, 'zh')} {title(measure, 'en')}"
    words = SERIES[measure.series].title
    days = f"{measure.first}–{measure.last}"
    return f"{words.zh}(第 {days} 天日均)  {words.en} (mean of days {days})"


def _unit(value: Value) -> str:
    """The name by which numbers of a value are formatted."""
    measure = value.measure
    return measure if isinstance(measure, str) else measure.series


def figures(seen: Seen) -> Iterator[tuple[str, str, str]]:
    """Rows of the page: values by setting, then contrasts."""
    several = len({str(value.measure) for value in seen.look.asked}) > 1
    for index, (value, found) in enumerate(zip(seen.look.asked, seen.found, strict=True)):
        said = f"{value.setting.says.zh} {value.setting.says.en}"
        yield str(index + 1), f"{said}: {measure_text(value.measure)}" if several else said, _level(_unit(value), found)
    unit = _unit(seen.look.asked[0])
    yield from ((CHECKED[one.holds], f"{one.says.zh} {one.says.en}", _contrast(unit, one)) for one in seen.contrasts)


def _level(unit: str, values: Floats) -> str:
    own = effect(values)
    return f"{value_text(unit, own.mean)} [{value_text(unit, own.ci_low)} … {value_text(unit, own.ci_high)}]" if own.n else UNDEFINED


def _contrast(unit: str, one: Contrast) -> str:
    if one.pairs == 0:
        return UNDEFINED
    if one.in_logarithms:
        return f"{one.estimate:+.3f} [{one.low:+.3f} … {one.high:+.3f}]".replace("-", "−")
    if one.is_level:
        return f"{value_text(unit, one.estimate)} [{value_text(unit, one.low)} … {value_text(unit, one.high)}]"
    return f"{difference_text(unit, one.estimate, 'en')} [{interval_text(unit, one.low, one.high)}]"


def frame(tried: Sequence[Tried]) -> pd.DataFrame:
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
            yield (*start, name, None, _plain(value.measure), "value", value.setting.says.en, own.mean, own.ci_low, own.ci_high, own.n)
        measure = _plain(seen.look.asked[0].measure)
        for contrast in seen.contrasts:
            figure = (contrast.estimate, contrast.low, contrast.high, contrast.pairs)
            yield (*start, name, contrast.holds, measure, contrast.says.en, None, *figure)


def _plain(measure: Measure) -> str:
    return measure if isinstance(measure, str) else f"{measure.series}[{measure.first}..{measure.last}]"
