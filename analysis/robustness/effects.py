"""The effects that a conclusion may be about: what a policy does, what a lever does alone, both together, and their interaction.

An effect is a sum of arms with weights: an arm is a policy with the levels of the levers that the design varies.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cogov.analysis.names import factor_words
from cogov.analysis.study import Factor, Study
from cogov.model.levers import LEVERS
from cogov.model.words import Text

Arm = tuple[str, tuple[float | str, ...]]
"""A policy, and the levels of the levers in the design's order."""

ALONE = Text(zh="{lever}(其余不变)", en="{lever} alone")
BOTH = Text(zh="{first}与{second}一起", en="{first} with {second}")
INTERACTION = Text(zh="{first}与{second}的交互", en="{first} and {second}: interaction")
FOUR = ("as_is", "clear_boundaries", "aligned_goals", "clear_and_aligned")
"""Policies that are the two levers, low and high, without a factor."""


@dataclass(frozen=True)
class Effect:
    """A difference between arms: its name on the screen, and the weight of each arm."""

    key: str
    title: Text
    weights: Mapping[Arm, float]
    interaction: bool = False


def lever_factors(study: Study) -> list[Factor]:
    """Return the factors that are somebody's choice: levers and goals."""
    return [one for one in study.factors if one.name.partition(".")[0] in (*LEVERS, "goals")]


def effects(study: Study) -> list[Effect]:
    """Return the effects that the arms of a study can show, single ones first."""
    levers = lever_factors(study)
    ends = [_ends(study, one) for one in levers]
    low = tuple(pair[0] for pair in ends)
    found = [*_of_policies(study, low), *_of_levers(study.policies[0], levers, ends, low)]
    if set(FOUR) <= set(study.policies):
        found.append(_interaction([(name, low) for name in FOUR], "boundary_clarity", "goal_alignment"))
    return found


def _of_policies(study: Study, low: tuple[float | str, ...]) -> Iterator[Effect]:
    """Yield what each policy does against the first, with all levers that are varied at their low ends."""
    baseline = study.policies[0]
    for name in study.policies[1:]:
        yield Effect(name, study.titles.get(name, Text(zh=name, en=name)), {(name, low): 1.0, (baseline, low): -1.0})


def _of_levers(
    policy: str, levers: Sequence[Factor], ends: Sequence[tuple[float | str, float | str]], low: tuple[float | str, ...]
) -> Iterator[Effect]:
    """Yield under the first policy what each lever does alone, what two do together, and the rest that is their interaction."""

    def arm(*raised: int) -> Arm:
        return policy, tuple(pair[place in raised] for place, pair in enumerate(ends))

    for place, lever in enumerate(levers):
        title = Text(**{language: ALONE.in_(language).format(lever=factor_words(lever.name, language)) for language in ("zh", "en")})
        yield Effect(lever.name, title, {arm(place): 1.0, (policy, low): -1.0})
    for first, second in combinations(range(len(levers)), 2):
        names = levers[first].name, levers[second].name
        yield Effect("+".join(names), _pair_title(BOTH, *names), {arm(first, second): 1.0, (policy, low): -1.0})
        yield _interaction([(policy, low), arm(first), arm(second), arm(first, second)], *names)


def _interaction(arms: Sequence[Arm], first: str, second: str) -> Effect:
    """Return both together less what each does alone: arms without any, with the first, with the second, with both."""
    weights = dict(zip(arms, (1.0, -1.0, -1.0, 1.0), strict=True))
    return Effect(f"{first}×{second}", _pair_title(INTERACTION, first, second), weights, interaction=True)


def _pair_title(text: Text, first: str, second: str) -> Text:
    return Text(
        zh=text.zh.format(first=factor_words(first, "zh"), second=factor_words(second, "zh")),
        en=text.en.format(first=factor_words(first, "en"), second=factor_words(second, "en")),
    )


def _ends(study: Study, factor: Factor) -> tuple[float | str, float | str]:
    """Return the lowest and the highest level that was run; of names the first and the last."""
    levels = list(dict.fromkeys(study.runs[factor.name]))
    ordered = levels if isinstance(levels[0], str) else sorted(levels)
    return ordered[0], ordered[-1]
