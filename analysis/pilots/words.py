"""What is said of a pilot: one table an outcome, and in a sentence how far an evaluator would be off."""

import math
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.text import Text as Styled

from cogov.analysis.pilots.evaluation import Finding, Obstacle
from cogov.analysis.tables import headed_table
from cogov.analysis.values import UNDEFINED, of_changes, plain, with_minus
from cogov.experiments.townships import FOLLOW_UP, OUTCOMES, PERIOD
from cogov.model.words import Language, Text, TextLike, beside
from cogov.scenarios.words import Words

SAY = Words(__file__)

TITLES = Words(__file__, "titles")
HEADINGS = (
    SAY.quantity,
    SAY.mean,
    SAY.interval,
    SAY.seeds,
)
SAID = Words(__file__, "said")
WHY = Words(__file__, "why")
WAYS = {True: SAY.overstate, False: SAY.understate}


def pilots_tables(findings: Sequence[Finding], language: Language, obstacle: Obstacle | None = None) -> RenderableType:
    """One table an outcome; where there is no period to compare, why."""
    if obstacle is not None:
        return Styled(no_period(obstacle).in_(language))
    parts: list[RenderableType] = []
    for outcome in OUTCOMES:
        of_outcome = [one for one in findings if one.outcome == outcome]
        table = headed_table(outcome_words(outcome), HEADINGS, language, map(row_of, of_outcome))
        parts += [table, Styled(sentence(of_outcome).in_(language)), Styled("")]
    return Group(*parts)


def row_of(one: Finding) -> tuple[TextLike, ...]:
    """What a table says of a finding, under `HEADINGS`."""
    return (TITLES[one.quantity], number_words(one, one.mean), interval_words(one), str(one.replicates))


def no_period(obstacle: Obstacle) -> Text:
    """Say why there is nothing to compare."""
    words = {"period": PERIOD, "follow_up": FOLLOW_UP}
    return SAID["none"].filled(why=WHY[obstacle].filled(**words))


def sentence(findings: Iterable[Finding]) -> Text:
    """Say whether the staggered estimate misses the truth, and how far."""
    by_name = {one.quantity: one for one in findings}
    bias, true, spillover = by_name["staggered_bias"], by_name["true"], by_name["spillover"]
    if math.isnan(bias.ci_low):
        return no_period("undefined")
    if bias.ci_low <= 0 <= bias.ci_high:
        return SAID["right"]
    way = WAYS[bias.mean * true.mean > 0]
    missed, moved = number_words(bias, abs(bias.mean), sign=""), number_words(spillover, spillover.mean)
    unit = of_changes(OUTCOMES[bias.outcome].unit)
    return SAID["off"].filled(way=way, unit=unit, bias=missed, spillover=moved)


def outcome_words(outcome: str) -> Text:
    """An outcome with the unit of its effects."""
    one = OUTCOMES[outcome]
    return beside(one.title, of_changes(one.unit))


def number_words(one: Finding, value: float, sign: str = "+") -> str:
    """A number in the unit of its outcome's effects, with its sign."""
    return UNDEFINED if math.isnan(value) else with_minus(f"{plain(value, OUTCOMES[one.outcome].unit):{sign}.2f}")


def interval_words(one: Finding) -> str:
    """An interval, where there is one."""
    return UNDEFINED if math.isnan(one.ci_low) else f"{number_words(one, one.ci_low)} … {number_words(one, one.ci_high)}"
