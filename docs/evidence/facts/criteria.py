"""What counts as reproduced: pure functions of one signature, from the values of a claim to contrasts with intervals.

A value is one array with one entry a seed; values of a claim are paired by seed. A claim is reproduced if every contrast of its
criteria holds. Intervals are 95 % t intervals unless a criterion says otherwise. Nothing here knows a result.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cogov.analysis.paired import effect
from cogov.model.words import Text
from docs.evidence.runs import Floats

Weights = Sequence[float]


@dataclass(frozen=True)
class Contrast:
    """A weighted sum of values: its mean over seeds, the interval of the mean, and whether it is as the fact says."""

    says: Text
    estimate: float
    low: float
    high: float
    pairs: int
    is_level: bool
    """Whether it is a value as such; else a difference of values."""
    holds: bool = False
    in_logarithms: bool = False
    """Whether it compares ratios, as a difference of logarithms without a unit."""


def contrast(
    says: Text, values: Sequence[Floats], weights: Weights, holds: Callable[[Contrast], bool], confidence: float = 0.95
) -> Contrast:
    """Weigh the values of each seed and judge the mean over seeds; seeds in which a weighed value is undefined are left out.

    With fewer than two seeds nothing can be said, so it does not hold.
    """
    weighed = [weight * value for weight, value in zip(weights, values, strict=True) if weight]
    own = effect(np.sum(weighed, axis=0), confidence=confidence)
    found = Contrast(says, own.mean, own.ci_low, own.ci_high, own.n, is_level=abs(sum(weights)) > 1e-9)
    return replace(found, holds=bool(math.isfinite(own.ci_low) and holds(found)))


Values = Sequence[Floats]
Judge = Callable[[Values], list[Contrast]]


@dataclass(frozen=True)
class Criterion:
    """A name, what it asks for in words, and the function that judges."""

    name: str
    says: Text
    judge: Judge


def named(name: str, zh: str, en: str, judge: Judge) -> Criterion:
    """A criterion with its words in both languages."""
    return Criterion(name, Text(zh=zh, en=en), judge)


END_TO_END = Text(zh="末 − 首", en="last − first")
CURVATURE = Text(zh="弯曲（两端高于中间为正）", en="curvature (positive where the ends lie above the middle)")


def _step(index: int) -> Text:
    return Text(zh=f"第 {index + 2} − 第 {index + 1}", en=f"{index + 2} − {index + 1}")


def _pair(length: int, plus: int, minus: int) -> Weights:
    weights = [0.0] * length
    weights[plus], weights[minus] = 1.0, -1.0
    return weights


def _steps(values: Values) -> list[tuple[Text, Weights]]:
    """The steps between neighbours, where there are more than two values."""
    count = len(values)
    return [(_step(i), _pair(count, i + 1, i)) for i in range(count - 1)] if count > 2 else []


def rises(values: Values) -> list[Contrast]:
    """The last lies above the first, and no step clearly falls."""
    end = contrast(END_TO_END, values, _pair(len(values), -1, 0), lambda one: one.low > 0)
    return [end, *(contrast(says, values, weights, lambda one: one.high >= 0) for says, weights in _steps(values))]


def falls(values: Values) -> list[Contrast]:
    """The last lies below the first, and no step clearly rises."""
    end = contrast(END_TO_END, values, _pair(len(values), -1, 0), lambda one: one.high < 0)
    return [end, *(contrast(says, values, weights, lambda one: one.low <= 0) for says, weights in _steps(values))]


def does_not_rise(values: Values) -> list[Contrast]:
    """The last does not clearly lie above the first."""
    return [contrast(END_TO_END, values, _pair(len(values), -1, 0), lambda one: one.low <= 0)]


def differs(values: Values) -> list[Contrast]:
    """Every two of the values clearly differ."""
    count = len(values)
    pairs = [(i, j) for j in range(count) for i in range(j)]
    named = [(Text(zh=f"第 {j + 1} − 第 {i + 1}", en=f"{j + 1} − {i + 1}"), _pair(count, j, i)) for i, j in pairs]
    return [contrast(says, values, weights, lambda one: one.low > 0 or one.high < 0) for says, weights in named]


def convex(values: Values) -> list[Contrast]:
    """Equally spaced values bend upwards: the second-degree orthogonal polynomial is positive."""
    count = len(values)
    place = [index - (count - 1) / 2 for index in range(count)]
    mean = sum(one**2 for one in place) / count
    return [contrast(CURVATURE, values, [one**2 - mean for one in place], lambda one: one.low > 0)]


def saturates(values: Values) -> list[Contrast]:
    """Equally spaced values rise, and the first step gains clearly more than the last."""
    weights = [b - a for a, b in zip(_pair(len(values), -1, -2), _pair(len(values), 1, 0), strict=True)]
    says = Text(zh="首步增益 − 末步增益", en="first gain − last gain")
    return [*rises(values), contrast(says, values, weights, lambda one: one.low > 0)]


def u_shaped(values: Values) -> list[Contrast]:
    """Some value between lies clearly below both ends; the intervals allow for having looked at all that lie between."""
    count = len(values)
    confidence = 1 - 0.05 / (count - 2)
    found = []
    for middle in range(1, count - 1):
        ends = (
            (0, Text(zh=f"首 − 第 {middle + 1}", en=f"first − {middle + 1}")),
            (-1, Text(zh=f"末 − 第 {middle + 1}", en=f"last − {middle + 1}")),
        )
        found.append([contrast(says, values, _pair(count, end, middle), lambda one: one.low > 0, confidence) for end, says in ends])
    return max(found, key=lambda pair: min(one.low for one in pair))


# -- where two things are turned: values are y00, y10, y01, y11 ----------------------------------------------------------------------------


INTERACTION = Text(zh="交互（差之差）", en="interaction (difference of differences)")


def interacts(values: Values) -> list[Contrast]:
    """Of y00, y10, y01, y11: what the first does depends on the second, in whichever direction."""
    return [contrast(INTERACTION, values, (1, -1, -1, 1), lambda one: one.low > 0 or one.high < 0)]


def interacts_up(values: Values) -> list[Contrast]:
    """Of y00, y10, y01, y11: the first raises more, or lowers less, where the second is high."""
    return [contrast(INTERACTION, values, (1, -1, -1, 1), lambda one: one.low > 0)]


def interacts_down(values: Values) -> list[Contrast]:
    """Of y00, y10, y01, y11: the first raises less, or lowers more, where the second is high."""
    return [contrast(INTERACTION, values, (1, -1, -1, 1), lambda one: one.high < 0)]


def reverses(values: Values) -> list[Contrast]:
    """Of y00, y10, y01, y11: the first clearly raises at one level of the second and clearly lowers at the other."""
    low = contrast(
        Text(zh="第二因素低时的效应", en="effect where the second is low"), values, (-1, 1, 0, 0), lambda one: one.low > 0 or one.high < 0
    )
    against = (lambda one: one.high < 0) if low.estimate > 0 else (lambda one: one.low > 0)
    return [low, contrast(Text(zh="第二因素高时的效应", en="effect where the second is high"), values, (0, 0, -1, 1), against)]


def rebounds(values: Values) -> list[Contrast]:
    """Of (without, with) during and (without, with) afterwards: lower during, higher afterwards."""
    during = contrast(Text(zh="期间：有 − 无", en="during: with − without"), values, (-1, 1, 0, 0), lambda one: one.high < 0)
    return [during, contrast(Text(zh="之后：有 − 无", en="afterwards: with − without"), values, (0, 0, -1, 1), lambda one: one.low > 0)]


RATIOS = Text(zh="之比的差（对数）", en="difference of ratios (logarithms)")


def gains_more(values: Values) -> list[Contrast]:
    """Of y00, y10, y01, y11: in proportion the first lowers more where the second is high, ln(y11/y01) < ln(y10/y00)."""
    return [_of_ratios(values, lambda one: one.high < 0)]


def gains_less(values: Values) -> list[Contrast]:
    """Of y00, y10, y01, y11: in proportion the first lowers less where the second is high, ln(y11/y01) > ln(y10/y00)."""
    return [_of_ratios(values, lambda one: one.low > 0)]


def _of_ratios(values: Values, holds: Callable[[Contrast], bool]) -> Contrast:
    return replace(contrast(RATIOS, [np.log(value) for value in values], (1, -1, -1, 1), holds), in_logarithms=True)


RISES = named("rises", "末值高于首值，且没有一步明显下降", "the last lies above the first and no step clearly falls", rises)
FALLS = named("falls", "末值低于首值，且没有一步明显上升", "the last lies below the first and no step clearly rises", falls)
DOES_NOT_RISE = named("does not rise", "末值不明显高于首值", "the last does not clearly lie above the first", does_not_rise)
DIFFERS = named("differs", "两两明显不同", "every two clearly differ", differs)
CONVEX = named(
    "convex", "等距各值向上弯曲（二次正交多项式为正）", "equally spaced values bend upwards (quadratic contrast above 0)", convex
)
SATURATES = named(
    "saturates", "等距各值上升，且首步增益明显大于末步", "equally spaced values rise, the first step clearly more than the last", saturates
)
U_SHAPED = named(
    "U-shaped",
    "中间某值明显低于两端（区间已按中间值个数作 Bonferroni 校正）",
    "some value between lies clearly below both ends (intervals widened for all that lie between, Bonferroni)",
    u_shaped,
)
INTERACTS = named("interacts", "第一因素的效应明显取决于第二因素", "what the first does clearly depends on the second", interacts)
INTERACTS_UP = named(
    "interacts upwards",
    "第二因素高时，第一因素的效应明显更向上",
    "the first clearly raises more (lowers less) where the second is high",
    interacts_up,
)
INTERACTS_DOWN = named(
    "interacts downwards",
    "第二因素高时，第一因素的效应明显更向下",
    "the first clearly raises less (lowers more) where the second is high",
    interacts_down,
)
REVERSES = named("reverses", "第一因素的效应随第二因素改变正负号", "the effect of the first changes its sign with the second", reverses)
REBOUNDS = named(
    "rebounds", "期间明显低于对照，之后明显高于对照", "clearly below the control during, clearly above it afterwards", rebounds
)
GAINS_MORE = named(
    "gains more",
    "第二因素高时，第一因素按比例降低得明显更多",
    "in proportion the first clearly lowers more where the second is high",
    gains_more,
)
GAINS_LESS = named(
    "gains less",
    "第二因素高时，第一因素按比例降低得明显更少",
    "in proportion the first clearly lowers less where the second is high",
    gains_less,
)
CRITERIA: Mapping[str, Criterion] = {
    one.name: one
    for one in (
        *(RISES, FALLS, DOES_NOT_RISE, DIFFERS, CONVEX, SATURATES, U_SHAPED),
        *(INTERACTS, INTERACTS_UP, INTERACTS_DOWN, REVERSES, REBOUNDS, GAINS_MORE, GAINS_LESS),
    )
}


# -- those that state a number: a level, a band, a margin, a multiple; it is part of the claim and fixed with it ---------------------------


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


BOUNDS: Mapping[str, Callable[..., Criterion]] = {"within": within, "unchanged": unchanged, "multiplies": multiplies}
