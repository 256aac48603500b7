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
from cogov.model.city import City
from cogov.model.desks import GOVERNMENT, SOCIAL, unpack
from cogov.model.goals import mean_cosine
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import AREAS, LEVELS, MEDIATION_PARTS, SECTORS
from cogov.model.rules.mediation import success_chance
from cogov.model.stages import Channel, Origin, Outcome, Reason, Stage
from cogov.scenarios import Policy, load_scenario

Values = dict[str, Any]
Measure = Callable[[CoGovernanceModel], float]
Floats = npt.NDArray[np.float64]

LENGTHS: dict[str, tuple[Values, range]] = {
    "quick": ({"city.population": 2500, "days": 80, "warmup": 15, "horizon_days": 60}, range(101, 106)),
    "long": ({"city.population": 4000, "days": 150, "warmup": 30, "horizon_days": 90}, range(201, 217)),
}
"""Length of a run and its seeds, fixed beforehand: in the ordinary suite and in the long one."""


# -- what is measured beside the indicators ------------------------------------------------------------------------------------------


def mean(values: npt.ArrayLike) -> float:
    """Mean, NaN of nothing."""
    found = np.asarray(values, dtype=np.float64)
    return float(found.mean()) if found.size else np.nan


def handlers_taken(model: CoGovernanceModel) -> float:
    """Handlers a day that levers keep from matters, of 1,000 residents."""
    return 1000 * model.city.tally.taken.item() / model.city.tally.measured_days / model.city.territory.population


def spread_of_ability(model: CoGovernanceModel) -> float:
    return float(model.city.institutions.ability.std())


def head_start_of_members(model: CoGovernanceModel) -> float:
    """How much earlier work begins for members of organisations, outside government: the places that they are ahead of others of 1."""
    register = model.city.register
    rows = np.flatnonzero(~np.isnan(register.begun[: register.size]))
    first = (register.first_holders[rows][:, None] >> np.arange(len(model.city.slots)).astype(np.uint64)) & np.uint64(1)
    rows = rows[~(first.astype(bool) & (model.city.slots.sector == GOVERNMENT)).any(axis=1)]
    place, member = rankdata(register.begun[rows] - register.arose[rows]) / len(rows), model.city.citizens.member[register.citizen[rows]]
    return mean(place[~member]) - mean(place[member])


def fatigue(model: CoGovernanceModel) -> float:
    return float(model.city.citizens.fatigue.mean())


def others_taking_part(model: CoGovernanceModel) -> float:
    """Share of citizens outside the Party who take part."""
    return float(model.city.tally.feelings["active"][~model.city.citizens.party_member].mean() / model.city.tally.weeks)


def days_until_found_out(model: CoGovernanceModel) -> float:
    """Mean days that a wrong owner has a matter before it is found out, by the rate of errors found."""
    triage = model.scenario.parameters.triage
    return 1 / (triage.found_base + triage.found_diversity * (1 - float(mean_cosine(model.city.goals.attention))))


def collective_matters_back(model: CoGovernanceModel) -> float:
    """Share of settled collective matters that came back."""
    register = model.city.register
    settled = np.flatnonzero((register.stage[: register.size] == Stage.SETTLED) & register.collective[: register.size])
    again = register.parent[: register.size][register.origin[: register.size] == Origin.REOPENED]
    return mean(np.isin(settled, again))


def pressed_settlements_back(model: CoGovernanceModel) -> float:
    """Share of settlements reached in mediation and kept that came back all the same."""
    register = model.city.register
    cut = slice(register.size)
    kept = (register.stage[cut] == Stage.SETTLED) & (register.sessions[cut] > 0) & register.performed[cut] & ~register.court[cut]
    again = register.parent[cut][register.origin[cut] == Origin.REOPENED]
    return mean(np.isin(np.flatnonzero(kept), again))


def staff_of_social_organisations(model: CoGovernanceModel) -> float:
    return float(model.city.institutions.staff[model.city.institutions.sector == SOCIAL].sum())


def openness_of_firms(model: CoGovernanceModel) -> float:
    economic = model.city.institutions.sector == SECTORS.index("economic")
    return float(model.city.institutions.free_openness[economic].mean())


def spread_of_gain(model: CoGovernanceModel) -> float:
    return float(model.city.citizens.gain.std())


def matters(model: CoGovernanceModel) -> float:
    return float(model.city.register.size)


def matters_back(model: CoGovernanceModel) -> float:
    return float((model.city.register.origin[: model.city.register.size] == Origin.REOPENED).sum())


def seen_off_list(model: CoGovernanceModel) -> float:
    """Mean number of desks that see a matter on no list as their own."""
    rows = np.flatnonzero(model.city.register.outcome[: model.city.register.size] == Outcome.NOVEL)
    return mean(np.bitwise_count(model.city.register.seen[rows]))


def told_at_a_desk(model: CoGovernanceModel) -> float:
    """Share of what citizens tell that comes to a hotline or centre."""
    cut = slice(model.city.register.size)
    return mean(model.city.register.at_desk[cut][model.city.register.channel[cut] == Channel.TOLD])


def consulted(model: CoGovernanceModel) -> float:
    """Share of collective matters that those concerned agreed on in talks."""
    cut = slice(model.city.register.size)
    return mean(model.city.register.consulted[cut][model.city.register.collective[cut]])


def attention_to_need(model: CoGovernanceModel) -> float:
    """Cosine of the desks' mean attention with the work that is needed."""
    topics, attention = model.city.topics, model.city.goals.mean_attention[0]
    need = model.city.need[0] * topics.rate.mean(axis=0) * topics.work_mean * (0.5 + topics.severity)
    return float(attention @ need / np.sqrt((attention @ attention) * (need @ need)))


def settled_on_the_spot(model: CoGovernanceModel) -> float:
    """Share of what grid workers found that they settled themselves."""
    found = np.count_nonzero(model.city.register.channel[: model.city.register.size] == Channel.GRID)
    return float(np.count_nonzero(model.city.register.moves().reason == Reason.SETTLED_IN_GRID) / found) if found else np.nan


def work_orders(model: CoGovernanceModel) -> float:
    return float(model.city.orders_a_day.sum())


def mean_days_of_collective(model: CoGovernanceModel) -> float:
    """Days that collective matters have been open, of those that arose, cut at the end of the run."""
    register = model.city.register
    rows = np.flatnonzero(register.collective[: register.size])
    return mean(np.where(np.isnan(register.ended[rows]), model.city.day, register.ended[rows]) - register.arose[rows])


def arisen(when: str) -> Measure:
    """Matters of the first campaign's topic that arose while it ran, or as long again afterwards."""

    def count(model: CoGovernanceModel) -> float:
        register, topics = model.city.register, model.city.topics
        if not model.city.policy.campaigns:
            return np.nan
        campaign = model.city.policy.campaigns[0]
        first = campaign.start + campaign.days * (when == "after")
        topic, arose = register.topic[: register.size], register.arose[: register.size]
        return float(((topic == topics.names.index(campaign.topic)) & (arose >= first) & (arose < first + campaign.days)).sum())

    return count


class Watched:
    """Notes what a run does not remember, with rules of its own that change nothing."""

    def __init__(self, model: CoGovernanceModel) -> None:
        self.model = model
        self.lent: Floats = np.zeros(len(SECTORS))
        """Unit-days of rival resources on loan, by the lender's sector."""
        self.held: list[tuple[npt.NDArray[Any], Floats]] = []
        """Part of mediation and chance of a settlement of every session."""
        names = [getattr(rule, "__name__", "") for rule in model.rules]
        model.rules.insert(names.index("mediation") if "mediation" in names else 0, self._sessions)
        model.rules.append(self._loans)

    def _sessions(self, city: City) -> None:
        rows = city.register.at(Stage.SESSION)
        slot = unpack(city.register.holders[rows], len(city.slots)).argmax(axis=1)
        channel = city.institutions.channel[city.slots.desk_of[city.register.village[rows], slot]]
        self.held.append((channel * len(LEVELS) + city.register.level[rows], success_chance(city, rows)))

    def _loans(self, city: City) -> None:
        self.lent += np.bincount(city.institutions.sector, weights=city.loans.lent.sum(axis=1), minlength=len(SECTORS))

    def measured(self) -> dict[str, float]:
        """Live through the run and return everything measured."""
        model = self.model.run()
        found = model.indicators()
        found["reported_above_true"] = found["reported_resolution_rate"] - found["resolution_rate"]
        found |= {name: measure(model) for name, measure in MEASURES.items()}
        found |= {f"lent_by@{sector}": lent for sector, lent in zip(SECTORS, self.lent.tolist(), strict=True)}
        part, chance = (np.concatenate(column) for column in zip(*self.held, strict=True))
        found |= {f"session@{name}": mean(chance[part == index]) for index, name in enumerate(MEDIATION_PARTS)}
        return found | {"sessions_agree": mean(chance)}


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
    return lambda model: float((model.city.topics.area[model.city.register.topic[: model.city.register.size]] == AREAS.index(area)).sum())


def desks_at(level: str) -> Measure:
    """Handlers left for matters at a level."""
    return lambda model: float(model.city.institutions.handlers[model.city.institutions.level == LEVELS.index(level)].sum())


MEASURES |= {f"matters@{area}": in_area(area) for area in AREAS}
MEASURES |= {f"handlers@{level}": desks_at(level) for level in LEVELS}


# -- runs --------------------------------------------------------------------------------------------------------------------------------


@cache
def lived(city: str, policy: str, length: str) -> dict[str, Floats]:
    """Live through a world under all seeds of a length; everything measured, one entry a seed."""
    days, seeds = LENGTHS[length]
    scenario = load_scenario("leping", {**days, **json.loads(city)})
    values = Policy.model_validate(scenario.base_policy().model_dump() | json.loads(policy))
    rows = [Watched(CoGovernanceModel(scenario, values, seed=seed)).measured() for seed in seeds]
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
