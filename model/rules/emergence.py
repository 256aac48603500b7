"""Emergence: matters arise with citizens.

Each village has potential matters of every topic, the same under every policy; one arises if its mark is below
hazard / cap. Hazard relative to base = need × (1 + neglect × open severity per 100 residents) × (1 − prevention × root) ×
(1 − rule) × enforcement × campaigns (`hazards`), clipped at the cap; need drifts weekly as a lognormal AR(1) with rare jumps. Matters born of others
(reopened, petition) arise on the day set for them. Levers: key_area_enforcement, campaigns, deliberation (village rules).
Essay: 最盼、最急、最怨的突出问题;重点领域执法司法.
"""

import numpy as np
import numpy.typing as npt

from cogov.model import hazards, portable
from cogov.model.chance import Luck, Purpose
from cogov.model.city import EACH_ROW, City
from cogov.model.hazards import Hazard
from cogov.model.minds import note_need
from cogov.model.numbers import number, share
from cogov.model.options import Choice, option
from cogov.model.queueing import gamma_work
from cogov.model.rule import rule
from cogov.model.rules.deliberation import Deliberation
from cogov.model.rules.mediation import Mediation
from cogov.model.rules.triage import Triage
from cogov.model.stages import Channel, Origin, Reason
from cogov.model.topics import Arriving
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ORDINALS = 1024
"""Potential matters of one topic in one village on one day that can be told apart."""


class Emergence(Arriving, Hazard):
    """How matters arise."""

    need_spread: float = number(0.25, 0, 1, "sd of log", "stationary spread of a topic's drifting need")
    need_persistence: float = number(0.9, 0, 0.999, "per week", "autocorrelation of drifting need")
    need_shift_chance: float = share(0.01, "chance a week that a topic's need jumps to a new value")
    prevention_decay_days: float = number(60, 1, 1000, "days", "how long a settled root keeps new matters away")


@rule(
    writes="city.log_need city.need tally.capped tally.displaced",
    numbers=Emergence,
    says=Text(zh="群众遇到事务", en="matters arise with citizens"),
)
def emergence(city: City, p: Emergence) -> None:
    """Citizens meet with the day's matters, new ones and those born of earlier ones."""
    if city.day % 7 == 0:
        drift_need(city)
    identity, cell = potential_matters(city)
    village = cell // len(city.topics.names)
    luck = city.chance.of(city.territory.twin[village])
    arises = luck.uniform(Purpose.ARISES, identity) < _hazard(city)[cell] / city.numbers(Emergence, villages=village).cap
    _enter_new(city, identity[arises], cell[arises])
    _enter_born(city)


def drift_need(city: City) -> None:
    """Let the need for each topic drift: `choices: need` says how."""
    city.chosen(NEED)(city)
    note_need(city)


def _drifting(city: City) -> None:
    parameters, week, topic = city.numbers(Emergence, cities=EACH_ROW), city.day // 7, np.arange(len(city.topics.names))
    luck = city.chance.of(np.arange(city.twins)[:, None])
    noise = luck.normal(Purpose.NEED, week, topic)
    jumps = luck.uniform(Purpose.NEED_SHIFT, week, topic) < parameters.need_shift_chance
    stay = np.where(jumps | (week == 0), 0.0, parameters.need_persistence)
    city.log_need = stay * city.log_need + parameters.need_spread * np.sqrt(1 - stay**2) * noise
    city.need = portable.exp(city.log_need - parameters.need_spread * parameters.need_spread / 2)


def _fixed(city: City) -> None:
    city.need = np.ones_like(city.need)


NEED = Choice(
    "need",
    drifting=option(_drifting, zh="需求每周漂移，偶有突变", en="need drifts weekly and jumps now and then"),
    fixed=option(_fixed, zh="需求不变", en="need stays at its base"),
)


def potential_matters(city: City) -> tuple[npt.NDArray[np.uint64], Ints]:
    """Return identity and (village, topic) cell of the day's potential matters: the same under every policy."""
    expected = [(seed, id(arrivals)) for seed, arrivals in zip(city.seeds, city.arrivals, strict=True)]
    drawn = {key: _clusters(city, twin) for key, twin in dict(zip(expected, range(city.twins), strict=True)).items()}
    place, size = (np.concatenate(parts) for parts in zip(*(drawn[key] for key in expected), strict=True))
    twin = np.repeat(np.arange(city.twins), [len(drawn[key][0]) for key in expected])
    cells = len(city.arrivals[0].cells[0])
    cell = np.sort(np.repeat(twin * cells + place, size))
    ordinal = np.arange(len(cell)) - np.searchsorted(cell, cell, side="left")
    at_home = (cell % cells).astype(np.uint64) + city.day * cells
    return at_home * ORDINALS + (ordinal % ORDINALS).astype(np.uint64), cell


def _clusters(city: City, twin: int) -> tuple[Ints, Ints]:
    """Draw the cells of the day's clusters of potential matters in one city, as often as they expect them, and their sizes."""
    arrivals, rng = city.arrivals[twin], city.chance.block_of(city.seeds[twin], Purpose.POTENTIAL, city.day)
    cumulative, factor = arrivals.cells[city.is_rest_day], _day_factor(arrivals.day_spread, rng)
    clusters = int(rng.poisson(arrivals.clusters(rest_day=city.is_rest_day) * factor))
    place = np.searchsorted(cumulative, rng.random(clusters) * cumulative[-1], side="right")
    sizes = rng.logseries(arrivals.log_series, clusters) if arrivals.log_series > 0 else np.ones(clusters)
    return place, sizes.astype(np.intp)


def _day_factor(spread: float, rng: np.random.Generator) -> float:
    """Return what a day multiplies all arrivals by: lognormal of mean 1.

    The variance over mean of a day's matters rises from D to D + mean · (exp(spread²) − 1).
    """
    return float(portable.exp(spread * rng.standard_normal() - spread**2 / 2)) if spread > 0 else 1.0


def _hazard(city: City) -> Floats:
    """Return each cell's hazard as a multiple of its base rate, at most the cap; let what prevents it fade."""
    hazard, cap = hazards.relative(city), city.numbers(Emergence, villages=EACH_ROW).cap
    city.fade(
        root=portable.exp(-1 / city.numbers(Emergence, villages=EACH_ROW).prevention_decay_days),
        village_rules=portable.exp(-1 / city.numbers(Deliberation, villages=EACH_ROW).rule_days),
    )
    city.tally.capped += city.by_city(hazard >= cap).mean(axis=(1, 2)) * city.is_measured
    result: Floats = np.minimum(hazard, cap).ravel()
    return result


def _enter_new(city: City, identity: npt.NDArray[np.uint64], cell: Ints) -> None:
    village, topic = np.divmod(cell, len(city.topics.names))
    hard, luck = city.numbers(Mediation, villages=village), city.chance.of(city.territory.twin[village])
    city.register.enter(
        identity=identity,
        topic=topic,
        village=village,
        level_at_birth=city.topics.level[topic],
        arose=city.day + luck.uniform(Purpose.TIME, identity),
        citizen=city.concerned_citizen(village, topic, luck.uniform(Purpose.CITIZEN, identity)),
        hardness_at_birth=hard.hardness + hard.hardness_spread * luck.normal(Purpose.HARDNESS, identity),
        collective=luck.uniform(Purpose.COLLECTIVE, identity) < city.nature.collective[city.territory.twin[village], topic],
        **_nature(city, luck, identity, village, topic),
    )


def _nature(city: City, luck: Luck, identity: npt.NDArray[np.uint64], village: Ints, topic: Ints) -> dict[str, Floats]:
    """Draw ambiguity (lognormal) and work (gamma with the topic's mean and cv)."""
    spread, kind = city.numbers(Triage, villages=village).ambiguity_spread, (city.territory.twin[village], topic)
    work = gamma_work(luck.uniform(Purpose.WORK, identity), city.nature.work_mean[kind], city.nature.work_cv[kind])
    ambiguity = city.nature.ambiguity[kind] * portable.exp(spread * luck.normal(Purpose.AMBIGUITY, identity))
    return {"ambiguity": ambiguity, "work_total": work}


def _enter_born(city: City) -> None:
    """Enter what is due of the matters born of others; a petition is known from the start."""
    births, register = city.births.due(city.day + 1), city.register
    if len(births.parent) == 0:
        return
    parent = births.parent
    topic = register.topic[parent]
    rows = register.enter(
        identity=births.identity,
        parent=parent,
        origin=births.origin,
        topic=topic,
        village=register.village[parent],
        citizen=register.citizen[parent],
        level_at_birth=births.level,
        arose=births.time,
        hardness_at_birth=register.hardness[parent],
        collective=register.collective[parent],
        **_nature(city, city.luck(parent), births.identity, register.village[parent], topic),
    )
    petitions = rows[births.origin == Origin.PETITION]
    register.know(petitions, register.arose[petitions], Channel.TOLD, at_desk=True, reason=Reason.PETITIONED)
