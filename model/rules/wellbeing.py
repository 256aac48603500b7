"""Wellbeing: gain, happiness, security and trust.

Each feeling returns to its baseline at a small rate a day, x ← x + pull · (baseline − x), all between 0 and 1; a matter that ends moves its citizen's by satisfaction against expectation and
by satisfaction itself, losses weighing more. So does, less, a need that passed unmet and unknown, and what is heard of neighbours, as often
as there is something to hear. Expectation follows own experience and, less, the neighbours'. The baseline of security falls with open grave matters per 1,000 residents of the village; a grid worker's call moves trust and security a little towards
1; talks that fail cost those at the table some of their trust. Essay: 获得感、幸福感、安全感.
"""

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.city import EACH, EACH_ROW, City
from cogov.model.numbers import Numbers, number, share
from cogov.model.rounds import GridWork, of_a_call
from cogov.model.rule import rule
from cogov.model.rules.deliberation import Deliberation
from cogov.model.stages import Stage
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Single = npt.NDArray[np.float32]
Values = Single | Floats
GRAVE = 0.5
"""Severity from which an open matter weighs on the neighbours' security."""
TRUST = 0.6
"""Weight of an experience on trust against that on gain."""


class Wellbeing(Numbers):
    """Gain, happiness, security and trust of citizens, each between 0 and 1."""

    baseline: float = share(0.6, "value to which feelings return")
    pull: float = number(0.01, 0, 1, "per day", "rate of return")
    step: float = number(0.25, 0, 1, "1", "how far one experience moves a feeling")
    loss_weight: float = number(2.0, 1, 5, "1", "losses against gains", "Tversky & Kahneman 1992: 2.25")
    expectation_step: float = share(0.2, "how far expectation follows own experience")
    performance: float = share(
        0.5,
        "part of what an experience does that is performance itself and not the gap to expectation, which adapts",
        "experiments find performance alone (Van Ryzin 2013; Grimmelikhuijsen & Porumbescu 2017), surveys both (Zhang et al. 2022): half, assumed",
    )
    neighbours: float = share(
        0.25,
        "weight of an experience that one hears of from a neighbour against one's own",
        "vicarious experience counts (Rosenbaum et al. 2005); size assumed",
    )
    lapsed: float = share(0.5, "weight of a need that passed unmet and unknown against one that was given up")
    security_open: float = number(0.02, 0, 10, "per unit", "loss of security per open grave matter per 1,000 residents")
    low_gain: float = share(0.5, "sense of gain below which a resident counts as left behind, in low_gain_share")


@rule(
    writes="citizens.gain citizens.happiness citizens.security citizens.trust citizens.expectation citizens.told_of",
    numbers=Wellbeing,
    says=Text(zh="获得感、幸福感、安全感与信任变化", en="gain, happiness, security and trust move"),
)
def wellbeing(city: City, p: Wellbeing) -> None:
    """Feelings return to their baselines; citizens whose matter ended take it to heart; neighbours listen."""
    people, parameters = city.citizens, city.numbers(Wellbeing, cities=EACH_ROW)
    for feeling in (people.gain, people.happiness, people.trust):
        pull(city.by_city(feeling), parameters.baseline, parameters.pull)
    pull(city.by_city(people.security), city.by_city(np.repeat(_secure(city), city.territory.residents)), parameters.pull)
    _be_cared_for(city)
    np.multiply.at(people.trust, people.let_down, np.float32(1 - city.numbers(Deliberation, citizens=people.let_down).disappointment))
    register, rows = city.register, city.register.ended_today
    judged = rows[~np.isnan(register.satisfaction[rows])]
    _experience(city, judged, register.satisfaction[judged])
    _expect(city, judged, register.satisfaction[judged])
    lapsed = rows[register.stage[rows] == Stage.LAPSED]
    _experience(city, lapsed, np.zeros(len(lapsed)), city.numbers(Wellbeing, lapsed).lapsed)
    if city.day % 7 == 6:
        _neighbours_listen(city)


def pull(feeling: Single, baseline: float | Floats | Single, rate: float | Floats) -> None:
    """Move a feeling towards its baseline, in place: x ← x + rate · (baseline − x)."""
    feeling *= np.float32(1 - rate)
    feeling += np.float32(rate) * np.asarray(baseline, dtype=np.float32)


def _be_cared_for(city: City) -> None:
    """Move trust and security of those whom a grid worker called on today towards 1 (群众的守护神)."""
    people, citizen = city.citizens, city.grid_workers.called_on
    parameters = city.numbers(GridWork, citizens=citizen)
    step = np.float32(parameters.care * of_a_call(parameters, "guardian"))
    for feeling in (people.trust, people.security):
        feeling[citizen] += step * (1 - feeling[citizen])


def _secure(city: City) -> Single:
    """Return the baseline of security of each village."""
    register, parameters = city.register, city.numbers(Wellbeing, villages=EACH)
    rows = register.open_rows
    severity = city.topics.severity[register.topic[rows]]
    grave = np.bincount(register.village[rows], weights=severity * (severity >= GRAVE), minlength=city.territory.villages)
    level = parameters.baseline - parameters.security_open * 1000 * grave / city.territory.residents
    return np.clip(level, 0.0, 1.0).astype(np.float32)


def moved(felt: Values, expected: Values, feeling: Values, parameters: Wellbeing) -> Floats:
    """Return how far one experience moves a feeling: step · [(1 − p) V(felt − expected) + p V(felt − feeling)].

    Disconfirmation beside performance itself (Van Ryzin 2013; Zhang et al. 2022): expectation adapts, performance does not. V weighs
    losses (Tversky & Kahneman 1992).
    """
    direct = parameters.performance
    total = (1 - direct) * _weighed(felt - expected, parameters) + direct * _weighed(felt - feeling, parameters)
    return np.asarray(parameters.step * total)


def _weighed(change: Values, parameters: Wellbeing) -> Floats:
    """Weigh losses more than gains: the loss weight is at least 1, so it makes a loss the lesser of the two, and a gain the greater."""
    gain = np.asarray(change, dtype=np.float64)
    return np.asarray(np.minimum(gain, parameters.loss_weight * gain))


def _experience(city: City, rows: Ints, felt: Floats, weight: float | Floats = 1.0) -> None:
    """Let citizens take to heart how their matters ended: each as much as `weight` says."""
    people, parameters, citizen = city.citizens, city.numbers(Wellbeing, rows), city.register.citizen[rows]
    grave = city.topics.severity[city.register.topic[rows]]
    expected = people.expectation[citizen]
    parts = (people.gain, 1.0), (people.trust, TRUST), (people.happiness, 0.5), (people.security, grave)
    for feeling, part in parts:
        np.add.at(feeling, citizen, (moved(felt, expected, feeling[citizen], parameters) * part * weight).astype(np.float32))
        feeling[citizen] = np.clip(feeling[citizen], 0.0, 1.0)


def _expect(city: City, rows: Ints, felt: Floats) -> None:
    """Let expectation follow what citizens met with, and note it for the neighbours who will hear of it."""
    people, citizen = city.citizens, city.register.citizen[rows]
    step = city.numbers(Wellbeing, rows).expectation_step
    np.add.at(people.expectation, citizen, (step * (felt - people.expectation[citizen])).astype(np.float32))
    people.expectation[citizen] = np.clip(people.expectation[citizen], 0.0, 1.0)
    told, number = people.told_of.T
    np.add.at(told, people.grid[citizen], felt)
    np.add.at(number, people.grid[citizen], 1.0)


def _neighbours_listen(city: City) -> None:
    """Let everybody hear, once a week, of what ties in the grid met with, and take it as a part of an experience of their own.

    Of n experiences in a grid of R residents each hears ties · n / R. A vicarious experience moves gain, trust and expectation
    (Rosenbaum et al. 2005), as often as there was one.
    """
    people, parameters = city.citizens, city.numbers(Wellbeing, villages=city.territory.grid_village)
    told, number = people.told_of.T.copy()
    people.told_of[:] = 0.0
    residents = np.diff(city.territory.grid_first_citizen)
    heard = city.scenario.city.ties_per_citizen * number / np.maximum(residents, 1)
    follow = 1 - portable.power(1 - parameters.neighbours * parameters.expectation_step, heard)
    by_grid = told / np.maximum(number, 1), parameters.neighbours * heard, follow
    for grids, here in city.territory.stretches:
        felt, share, closer = (np.repeat(value[grids].astype(np.float32), residents[grids]) for value in by_grid)
        expected, parameters = people.expectation[here], city.numbers(Wellbeing, citizens=here)
        for feeling, part in ((people.gain[here], 1.0), (people.trust[here], TRUST)):
            feeling[:] = np.clip(feeling + part * share * moved(felt, expected, feeling, parameters), 0.0, 1.0)
        expected += closer * (felt - expected)
