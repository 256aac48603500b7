"""What counts as reproduced: pure functions of one signature, from the values of a claim to contrasts with intervals.

A value is one array with one entry a seed; values of a claim are paired by seed. A claim is reproduced if every contrast of its
criteria holds. Intervals are 95 % t intervals unless a criterion says otherwise. Nothing here knows a result.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cogov.model.words import Text
from docs.evidence.facts.contrasts import Contrast, Floats, Weights, contrast

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
CURVATURE = Text(zh="弯曲(两端高于中间为正)", en="curvature (positive where the ends lie above the middle)")


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


RISES = named("rises", "末值高于首值,且没有一步明显下降", "the last lies above the first and no step clearly falls", rises)
FALLS = named("falls", "末值低于首值,且没有一步明显上升", "the last lies below the first and no step clearly rises", falls)
DOES_NOT_RISE = named("does not rise", "末值不明显高于首值", "the last does not clearly lie above the first", does_not_rise)
DIFFERS = named("differs", "两两明显不同", "every two clearly differ", differs)
CONVEX = named("convex", "等距各值向上弯曲(二次正交多项式为正)", "equally spaced values bend upwards (quadratic contrast above 0)", convex)
SATURATES = named(
    "saturates", "等距各值上升,且首步增益明显大于末步", "equally spaced values rise, the first step clearly more than the last", saturates
)
U_SHAPED = named(
    "U-shaped",
    "中间某值明显低于两端(区间已按中间值个数作 Bonferroni 校正)",
    "some value between lies clearly below both ends (intervals widened for all that lie between, Bonferroni)",
    u_shaped,
)
