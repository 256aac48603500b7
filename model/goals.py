"""Attention and stance: what each institution cares for, what the city declares, and how congruent two of them are."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.chance import Chance, Purpose
from cogov.model.desks import Institutions, Slots
from cogov.model.mandates import Mandates
from cogov.model.numbers import Numbers, number
from cogov.model.options import Choice, option
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Aims(Numbers):
    """Attention and stance of institutions and of the city."""

    concentration: float = number(3.0, 0.1, 100, "1", "evenness of an institution's own attention around its duties")
    duty_weight: float = number(4.0, 0, 100, "weight", "weight of a topic that is one's duty against one that is not")
    stance_spread: float = number(0.5, 0, 1, "1", "spread of institutions' stances around their sector's")
    gamma: float = number(1.0, 0, 10, "1", "γ: how fast congruence falls with the distance of stances")
    floor: float = number(0.05, 0, 1, "1/topics", "least attention to any topic")
    far_tilt: float = number(1.0, 0, 3, "exponent", "how strongly goals `far` turn need upside down")
    survey_days: float = number(0.01, 0, 1, "share of handler-days", "what it costs everybody to keep goals at `need`")


@dataclass(frozen=True)
class Goals:
    """Attention (weights over topics that sum to 1) and stance (−1 to 1) of every desk, by (desk, topic)."""

    attention: Floats
    stance: Floats
    city: Floats
    """(cities, topics): the goals of each city, weights over topics that sum to 1."""
    care: Floats
    """(desks, topics): attention to a topic against the mean over the desks of the city, 1 at most."""

    @property
    def topics(self) -> int:
        """Number of topics."""
        return int(self.city.shape[-1])


def shares(weights: Floats) -> Floats:
    """Return weights that sum to 1, even ones where all are 0."""
    return weights / weights.sum() if weights.any() else np.full(len(weights), 1 / len(weights))


def floored(weights: Floats, floor: float | Floats) -> Floats:
    """Return weights that sum to 1, none below `floor` / topics before renormalising."""
    weights = weights / weights.sum(axis=-1, keepdims=True)
    weights = np.maximum(weights, floor / weights.shape[-1])
    result: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return result


def citys_goals(scenario: Scenario, policy: Policy, need: Floats) -> Floats:
    """Return the city's goals under a policy, given what is needed now (weights over topics that sum to 1)."""
    floor = scenario.numbers(Aims).floor
    if isinstance(policy.goals, dict):
        return floored(np.array([policy.goals.get(name, 0.0) for name in scenario.topics]) + 1e-12, floor)
    if policy.goals == "need":
        return floored(need, floor)
    if policy.goals == "far":
        return floored(portable.power(np.maximum(need, floor / len(need)), -scenario.numbers(Aims).far_tilt), floor)
    return floored(np.array([topic.declared_priority for topic in scenario.topics.values()]) + 1e-12, floor)


def own_goals(scenario: Scenario, institutions: Institutions, slots: Slots, mandates: Mandates, chance: Chance) -> tuple[Floats, Floats]:
    """Draw every desk's own attention and stance: weight on its duties, a sector's colour, a desk's own mark."""
    parameters = scenario.numbers(Aims)
    desks, topics = institutions.size, len(scenario.topics)
    rightful = np.zeros((len(slots.kinds), topics), dtype=bool)
    for slot, kind in enumerate(slots.kind):
        rightful[kind] |= mandates.rightful[:, :, slot].any(axis=0)
    base = np.where(rightful, parameters.duty_weight, 1.0)[institutions.kind]
    desk, topic = np.arange(desks)[:, None], np.arange(topics)[None, :]
    mark = chance.normal(Purpose.ATTENTION, desk, topic)
    attention = base * portable.exp(mark / parameters.concentration)
    colour = chance.normal(Purpose.STANCE, 10**9 + institutions.sector[:, None], topic)
    stance = parameters.stance_spread * (0.7 * colour + 0.7 * chance.normal(Purpose.STANCE, desk, topic))
    return floored(attention, parameters.floor), np.clip(stance, -1.0, 1.0)


def geometric_pool(own: Floats, city: Floats, alignment: Floats) -> Floats:
    """Return weights ∝ g · (K G)^A: duties survive and the city's goals reorder within them.

    Differentiation and integration at once (Lawrence & Lorsch 1967). A topic of average weight in the city's goals stays as it is.
    """
    weights: Floats = own * portable.power(city.shape[-1] * city, alignment)
    return weights


def linear_pool(own: Floats, city: Floats, alignment: Floats) -> Floats:
    """Return weights (1 − A) g + A G: at A = 1 everybody cares for the same, whatever its duties (Stone 1961)."""
    weights: Floats = (1.0 - alignment) * own + alignment * city
    return weights


Pool = Callable[[Floats, Floats, Floats], Floats]
ALIGNMENT = Choice[Pool](
    "alignment",
    geometric=option(
        geometric_pool,
        zh="职责不变，按城市目标重排轻重",
        en="duties survive, the city's goals reorder within them: p ∝ g · (K G)^A",
    ),
    linear=option(linear_pool, zh="以城市目标逐步取代自身目标", en="the city's goals take the place of one's own: p = (1 − A) g + A G"),
)
"""How a desk's own goals and the city's become one; both are its own goals at A = 0."""


def aligned(own: tuple[Floats, Floats], city: Floats, alignment: Floats, floor: float | Floats, pool: Pool) -> Goals:
    """Move every desk towards its city's goals by its alignment A: attention by the pool, stance to (1 − A) s; the city's stance is 0."""
    strength, desks = alignment[:, None], len(alignment) // len(city)
    attention = floored(pool(own[0], np.repeat(city, desks, axis=0), strength), floor)
    return Goals(attention, (1.0 - strength) * own[1], city, cared(attention, len(city)))


def cared(attention: Floats, cities: int) -> Floats:
    """Return attention against the mean over the desks of each city, 1 at most: specialising is caring, neglecting is not."""
    by_city = attention.reshape(cities, -1, attention.shape[-1])
    return np.minimum(1.0, by_city / by_city.mean(axis=1, keepdims=True)).reshape(attention.shape)


def congruence_topic(goals: Goals, first: Ints, second: Ints, topic: Ints, gamma: float | Floats) -> Floats:
    """Return `exp(−γ |s_i − s_j|) · sqrt(min(1, p_i/p̄) min(1, p_j/p̄))` on each topic.

    Specialisation is no conflict; neglect and opposite stances are.
    """
    distance = np.abs(goals.stance[first, topic] - goals.stance[second, topic])
    care = goals.care[first, topic] * goals.care[second, topic]
    result: Floats = portable.exp(-gamma * distance) * np.sqrt(care)
    return result


def congruence_cosine(goals: Goals, first: Ints, second: Ints, topic: Ints, gamma: float | Floats) -> Floats:
    """Return `exp(−γ |s_i − s_j|)` times the cosine of the two attention vectors."""
    one, other = goals.attention[first], goals.attention[second]
    cosine = (one * other).sum(axis=-1) / np.sqrt((one**2).sum(axis=-1) * (other**2).sum(axis=-1))
    result: Floats = cosine * portable.exp(-gamma * np.abs(goals.stance[first, topic] - goals.stance[second, topic]))
    return result


Congruence = Callable[[Goals, Ints, Ints, Ints, float | Floats], Floats]
CONGRUENCE = Choice[Congruence](
    "congruence",
    topic=option(congruence_topic, zh="按事项的立场与关注", en="stances and attention on the topic"),
    cosine=option(congruence_cosine, zh="按注意力向量的余弦", en="stances, and the cosine of the attention vectors"),
)


def mean_cosine(attention: Floats) -> Floats:
    """Return the mean cosine of the attention vectors over all pairs of different desks, of each city from (cities, desks, topics)."""
    unit = attention / np.sqrt((attention**2).sum(axis=-1, keepdims=True))
    n = unit.shape[-2]
    total: Floats = (unit.sum(axis=-2) ** 2).sum(axis=-1)
    return (total - n) / (n * (n - 1)) if n > 1 else np.ones_like(total)
