"""What counts as reproduced where two things are turned: does one change what the other does? Values are y00, y10, y01, y11."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cogov.model.words import Text
from docs.evidence.facts.contrasts import Contrast, contrast
from docs.evidence.facts.criteria import Values, named

INTERACTION = Text(zh="交互(差之差)", en="interaction (difference of differences)")


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
    during = contrast(Text(zh="期间:有 − 无", en="during: with − without"), values, (-1, 1, 0, 0), lambda one: one.high < 0)
    return [during, contrast(Text(zh="之后:有 − 无", en="afterwards: with − without"), values, (0, 0, -1, 1), lambda one: one.low > 0)]


RATIOS = Text(zh="之比的差(对数)", en="difference of ratios (logarithms)")


def gains_more(values: Values) -> list[Contrast]:
    """Of y00, y10, y01, y11: in proportion the first lowers more where the second is high, ln(y11/y01) < ln(y10/y00)."""
    return [_of_ratios(values, lambda one: one.high < 0)]


def gains_less(values: Values) -> list[Contrast]:
    """Of y00, y10, y01, y11: in proportion the first lowers less where the second is high, ln(y11/y01) > ln(y10/y00)."""
    return [_of_ratios(values, lambda one: one.low > 0)]


def _of_ratios(values: Values, holds: Callable[[Contrast], bool]) -> Contrast:
    return replace(contrast(RATIOS, [np.log(value) for value in values], (1, -1, -1, 1), holds), in_logarithms=True)


INTERACTS = named("interacts", "第一因素的效应明显取决于第二因素", "what the first does clearly depends on the second", interacts)
INTERACTS_UP = named(
    "interacts upwards",
    "第二因素高时,第一因素的效应明显更向上",
    "the first clearly raises more (lowers less) where the second is high",
    interacts_up,
)
INTERACTS_DOWN = named(
    "interacts downwards",
    "第二因素高时,第一因素的效应明显更向下",
    "the first clearly raises less (lowers more) where the second is high",
    interacts_down,
)
REVERSES = named("reverses", "第一因素的效应随第二因素改变正负号", "the effect of the first changes its sign with the second", reverses)
REBOUNDS = named("rebounds", "期间明显低于对照,之后明显高于对照", "clearly below the control during, clearly above it afterwards", rebounds)
GAINS_MORE = named(
    "gains more",
    "第二因素高时,第一因素按比例降低得明显更多",
    "in proportion the first clearly lowers more where the second is high",
    gains_more,
)
GAINS_LESS = named(
    "gains less",
    "第二因素高时,第一因素按比例降低得明显更少",
    "in proportion the first clearly lowers less where the second is high",
    gains_less,
)
