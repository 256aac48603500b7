"""Criteria that state a number: a level, a band, a margin, a multiple. The number is part of the claim and fixed with it."""

import math

from cogov.model.words import Text
from docs.evidence.facts.contrasts import Contrast, contrast
from docs.evidence.facts.criteria import END_TO_END, Criterion, Values


def within(low: float = -math.inf, high: float = math.inf) -> Criterion:
    """Every value's interval lies above `low` and at or below `high`."""

    def judge(values: Values) -> list[Contrast]:
        return [
            contrast(
                Text(zh=f"第 {index + 1} 个水平", en=f"level {index + 1}"),
                values,
                [float(index == other) for other in range(len(values))],
                lambda one: one.low > low and one.high <= high,
            )
            for index in range(len(values))
        ]

    return Criterion("within", _band(low, high), judge)


def _band(low: float, high: float) -> Text:
    if math.isinf(high):
        return Text(zh=f"区间高于 {low:g}", en=f"the interval lies above {low:g}")
    if math.isinf(low):
        return Text(zh=f"区间不高于 {high:.3g}", en=f"the interval lies at or below {high:.3g}")
    return Text(zh=f"区间高于 {low:g} 且不高于 {high:.3g}", en=f"the interval lies above {low:g} and at or below {high:.3g}")


def unchanged(margin: float) -> Criterion:
    """The interval of last − first lies within ± margin: shown to be alike, not merely not shown to differ."""

    def judge(values: Values) -> list[Contrast]:
        weights = [-1.0, *[0.0] * (len(values) - 2), 1.0]
        return [contrast(END_TO_END, values, weights, lambda one: -margin < one.low and one.high < margin)]

    return Criterion(
        "unchanged", Text(zh=f"末 − 首的区间在 ±{margin:g} 之内", en=f"the interval of last − first lies within ±{margin:g}"), judge
    )


def multiplies(times: float) -> Criterion:
    """The last is clearly more than so many times the first."""
    says = Text(zh=f"末 − {times:.3g} × 首", en=f"last − {times:.3g} × first")

    def judge(values: Values) -> list[Contrast]:
        found = contrast(says, values, [-times, *[0.0] * (len(values) - 2), 1.0], lambda one: one.low > 0)
        return [Contrast(found.says, found.estimate, found.low, found.high, found.pairs, is_level=False, holds=found.holds)]

    return Criterion(
        "multiplies", Text(zh=f"末值明显大于首值的 {times:.3g} 倍", en=f"the last is clearly more than {times:.3g} times the first"), judge
    )
