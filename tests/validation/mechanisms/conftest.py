"""What the claims about mechanisms are measured by: every indicator of a run, and what the indicators do not say; runs made once."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import rankdata

from cogov.analysis.paired import PairedDifference, paired_difference
from cogov.model import twins
from cogov.model.build import build
from cogov.model.city import City
from cogov.model.day import live_through, rules_of
from cogov.model.desks import GOVERNMENT, SOCIAL, unpack
from cogov.model.goals import mean_cosine
from cogov.model.indicators.measure import measure
from cogov.model.names import AREAS, LEVELS, MEDIATION_PARTS, SECTORS
from cogov.model.rule import Doing, name_of
from cogov.model.rules.mediation import success_chance
from cogov.model.stages import Channel, Origin, Ownership, Reason, Stage
from cogov.scenarios import Policy, load_scenario

Values = dict[str, Any]
Measure = Callable[[City], float]
Floats = npt.NDArray[np.float64]

LENGTHS: dict[str, tuple[Values, range]] = {
    "brief": ({"city.population": 1200, "days": 50, "warmup": 10, "horizon_days": 30}, range(301, 305)),
    "quick": ({"city.population": 2500, "days": 80, "warmup": 15, "horizon_days": 60}, range(101, 106)),
    "long": ({"city.population": 4000, "days": 150, "warmup": 30, "horizon_days": 90}, range(201, 217)),
    "longer": ({"city.population": 4000, "days": 150, "warmup": 30, "horizon_days": 90}, range(401, 465)),
}
"""Length of a run and its seeds, fixed beforehand: in the gate (rules, levers) and in the long suite."""


# -- what is measured beside the indicators ------------------------------------------------------------------------------------------


def mean(values: npt.ArrayLike) -> float:
    """Mean, NaN of nothing."""
    found = np.asarray(values, dtype=np.float64)
    return float(found.mean()) if found.size else np.nan


def handlers_taken(city: City) -> float:
    """Handlers a day that levers keep from matters, of 1,000 residents."""
    return 1000 * city.tally.taken.item() / city.tally.measured_days / city.territory.population


def spread_of_ability(city: City) -> float:
    return float(city.institutions.ability.std())


def head_start_of_members(city: City) -> float:
    """How much earlier work begins for members of organisations, outside government: the places that they are ahead of others of 1."""
    register = city.register
    rows = np.flatnonzero(~np.isnan(register.begun[: register.size]))
    first = (register.first_holders[rows][:, None] >> np.arange(len(city.slots)).astype(np.uint64)) & np.uint64(1)
    rows = rows[~(first.astype(bool) & (city.slots.sector == GOVERNMENT)).any(axis=1)]
    place, member = rankdata(register.begun[rows] - register.arose[rows]) / len(rows), city.citizens.member[register.citizen[rows]]
    return mean(place[~member]) - mean(place[member])


def fatigue(city: City) -> float:
    return float(city.citizens.fatigue.mean())


def others_taking_part(city: City) -> float:
    """Share of citizens outside the Party who take part."""
    return float(city.tally.feelings["active"][~city.citizens.party_member].mean() / city.tally.weeks)


def days_until_found_out(city: City) -> float:
    """Mean days that a wrong owner has a matter before it is found out, by the rate of errors found."""
    triage = city.scenario.parameters.triage
    return 1 / (triage.found_base + triage.found_diversity * (1 - float(mean_cosine(city.goals.attention))))


def collective_matters_back(city: City) -> float:
    """Share of settled collective matters that came back."""
    register = city.register
    settled = np.flatnonzero((register.stage[: register.size] == Stage.SETTLED) & register.collective[: register.size])
    again = register.parent[: register.size][register.origin[: register.size] == Origin.REOPENED]
    return mean(np.isin(settled, again))


def pressed_settlements_back(city: City) -> float:
    """Share of settlements reached in mediation and kept that came back all the same."""
    register = city.register
    cut = slice(register.size)
    kept = (register.stage[cut] == Stage.SETTLED) & (register.sessions[cut] > 0) & register.performed[cut] & ~register.court[cut]
    again = register.parent[cut][register.origin[cut] == Origin.REOPENED]
    return mean(np.isin(np.flatnonzero(kept), again))


def staff_of_social_organisations(city: City) -> float:
    return float(city.institutions.staff[city.institutions.sector == SOCIAL].sum())


def openness_of_firms(city: City) -> float:
    economic = city.institutions.sector == SECTORS.index("economic")
    return float(city.institutions.free_openness[economic].mean())


def spread_of_gain(city: City) -> float:
    return float(city.citizens.gain.std())


def matters(city: City) -> float:
    return float(city.register.size)


def matters_back(city: City) -> float:
    return float((city.register.origin[: city.register.size] == Origin.REOPENED).sum())


def seen_off_list(city: City) -> float:
    """Mean number of desks that see a matter on no list as their own."""
    rows = np.flatnonzero(city.register.outcome[: city.register.size] == Ownership.NOVEL)
    return mean(np.bitwise_count(city.register.seen[rows]))


def told_at_a_desk(city: City) -> float:
    """Share of what citizens tell that comes to a hotline or centre."""
    cut = slice(city.register.size)
    return mean(city.register.at_desk[cut][city.register.channel[cut] == Channel.TOLD])


def consulted(city: City) -> float:
    """Share of collective matters that those concerned agreed on in talks."""
    cut = slice(city.register.size)
    return mean(city.register.consulted[cut][city.register.collective[cut]])


def attention_to_need(city: City) -> float:
    """Cosine of the desks' mean attention with the work that is needed."""
    nature, attention = city.nature, city.goals.attention.mean(axis=0)
    need = city.need[0] * nature.rate[0].mean(axis=0) * nature.work_mean[0] * (0.5 + city.topics.severity)
    return float(attention @ need / np.sqrt((attention @ attention) * (need @ need)))


def settled_on_the_spot(city: City) -> float:
    """Share of what grid workers found that they settled themselves."""
    found = np.count_nonzero(city.register.channel[: city.register.size] == Channel.GRID)
    return float(np.count_nonzero(city.register.moves().reason == Reason.SETTLED_IN_GRID) / found) if found else np.nan


def work_orders(city: City) -> float:
    return float(city.orders_a_day.sum())


def mean_days_of_collective(city: City) -> float:
    """Days that collective matters have been open, of those that arose, cut at the end of the run."""
    register = city.register
    rows = np.flatnonzero(register.collective[: register.size])
    return mean(np.where(np.isnan(register.ended[rows]), city.day, register.ended[rows]) - register.arose[rows])


def arisen(when: str) -> Measure:
    """Matters of the first campaign's topic that arose while it ran, or as long again afterwards."""

    def count(city: City) -> float:
        register, topics = city.register, city.topics
        if not city.policy.campaigns:
            return np.nan
        campaign = city.policy.campaigns[0]
        first = campaign.start + campaign.days * (when == "after")
        topic, arose = register.topic[: register.size], register.arose[: register.size]
        return float(((topic == topics.names.index(campaign.topic)) & (arose >= first) & (arose < first + campaign.days)).sum())

    return count


class Watched:
    """Notes what runs in company do not remember, with rules of its own that change nothing."""

    def __init__(self, runs: int) -> None:
        self.lent: Floats = np.zeros((runs, len(SECTORS)))
        """Unit-days of rival resources on loan, by run and the lender's sector."""
        self.held: list[tuple[npt.NDArray[Any], npt.NDArray[Any], Floats]] = []
        """Run, part of mediation and chance of a settlement of every session."""

    def beside(self, rules: list[Doing]) -> list[Doing]:
        """Return rules with its own among them."""
        before = [name_of(rule) for rule in rules].index("mediation") if "mediation" in map(name_of, rules) else 0
        return [*rules[:before], self._sessions, *rules[before:], self._loans]

    def _sessions(self, city: City) -> None:
        rows = city.register.at(Stage.SESSION)
        slot = unpack(city.register.holders[rows], len(city.slots)).argmax(axis=1)
        channel = city.institutions.channel[city.slots.desk_of[city.register.village[rows], slot]]
        self.held.append((city.twin_of(rows), channel * len(LEVELS) + city.register.level[rows], success_chance(city, rows)))

    def _loans(self, city: City) -> None:
        whose = city.twin_of_desk(np.arange(city.institutions.size)) * len(SECTORS) + city.institutions.sector
        lent = np.bincount(whose, weights=city.loans.lent.sum(axis=1), minlength=self.lent.size)
        self.lent += lent.reshape(self.lent.shape)

    def measured(self, run: int, city: City) -> dict[str, float]:
        """Return everything measured of one of the runs, whose city this is."""
        found = measure(city)
        found["reported_above_true"] = found["reported_resolution_rate"] - found["resolution_rate"]
        found |= {name: of(city) for name, of in MEASURES.items()}
        found |= {f"lent_by@{sector}": lent for sector, lent in zip(SECTORS, self.lent[run].tolist(), strict=True)}
        whose, part, chance = (np.concatenate(column) for column in zip(*self.held, strict=True))
        own = whose == run
        found |= {f"session@{name}": mean(chance[own & (part == index)]) for index, name in enumerate(MEDIATION_PARTS)}
        return found | {"sessions_agree": mean(chance[own])}


MEASURES: dict[str, Measure] = {
    one.__name__: one
    for one in (
        handlers_taken,
        spread_of_ability,
        head_start_of_members,
        fatigue,
        others_taking_part,
        days_until_found_out,
        collective_matters_back,
        pressed_settlements_back,
        staff_of_social_organisations,
        openness_of_firms,
        spread_of_gain,
        matters,
        matters_back,
        seen_off_list,
        told_at_a_desk,
        settled_on_the_spot,
        attention_to_need,
        work_orders,
        consulted,
    )
} | {
    "mean_days@collective": mean_days_of_collective,
    "during_the_campaign": arisen("during"),
    "after_the_campaign": arisen("after"),
}


def in_area(area: str) -> Measure:
    """Matters of a key area."""
    return lambda city: float((city.topics.area[city.register.topic[: city.register.size]] == AREAS.index(area)).sum())


def desks_at(level: str) -> Measure:
    """Handlers left for matters at a level."""
    return lambda city: float(city.institutions.handlers[city.institutions.level == LEVELS.index(level)].sum())


MEASURES |= {f"matters@{area}": in_area(area) for area in AREAS}
MEASURES |= {f"handlers@{level}": desks_at(level) for level in LEVELS}


# -- runs --------------------------------------------------------------------------------------------------------------------------------


@cache
def lived(city: str, policy: str, length: str) -> dict[str, Floats]:
    """Live through a world under all seeds of a length, in company; everything measured, one entry a seed."""
    days, seeds = LENGTHS[length]
    scenario = load_scenario("leping", {**days, **json.loads(city)})
    values = Policy.model_validate(scenario.base_policy().model_dump() | json.loads(policy))
    together = twins.together([build(scenario, values, seed) for seed in seeds])
    watched = Watched(len(seeds))
    rules = watched.beside(rules_of(scenario))
    while together.day < scenario.days:
        live_through(together, rules)
    rows = [watched.measured(run, one) for run, one in enumerate(twins.apart(together))]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


Lived = Callable[[Values, Values, str], dict[str, Floats]]
"""(city, policy, length) -> everything measured, by seed."""


@pytest.fixture(scope="session")
def live() -> Lived:
    return lambda city, policy, length: lived(json.dumps(city), json.dumps(policy), length)


Difference = Callable[..., PairedDifference]


@pytest.fixture(scope="session")
def difference(live: Lived) -> Difference:
    """What a world has of a measure more than another, each a pair of city and policy."""

    def of(on: tuple[Values, Values], off: tuple[Values, Values], measure: str, length: str) -> PairedDifference:
        return paired_difference(live(*on, length)[measure], live(*off, length)[measure])

    return of
