"""The Party network joined to the grids: a tie in every grid, convening of talks, and cadres in two roles as the price."""

from typing import Any

import numpy as np
import pytest

from cogov.model.agents import GridWorker
from cogov.model.day import RULES
from cogov.model.desks import SELF_GOVERNANCE, VILLAGE
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.partners import _commits
from cogov.model.scenario import Scenario
from cogov.model.schema import scenario_of
from cogov.model.stages import Channel, Reason, Stage
from cogov.scenarios import load_scenario

Rules = scenario_of().model_fields["rules"].annotation


def city(days: int = 30, population: int = 4000, **parameters: float) -> Scenario:
    moved = {f"parameters.{name}": value for name, value in parameters.items()}
    return load_scenario("leping", {"city.population": population, "days": days, "warmup": 5, "horizon_days": 20, **moved})


def under(scenario: Scenario, party_building: float, seed: int = 1, **levers: Any) -> CoGovernanceModel:
    policy = scenario.base_policy().model_copy(update={"party_building": party_building, **levers})
    return CoGovernanceModel(scenario, policy, seed=seed)


def test_every_grid_has_a_party_tie_as_strong_as_party_building() -> None:
    scenario = city(**{"network.grid": 0.6})
    for party_building in (0.0, 0.5, 1.0):
        model = under(scenario, party_building)
        assert model.city.grid_ties == pytest.approx(np.full(model.city.territory.villages, 0.6 * party_building))
        workers = model.agents_by_type[GridWorker]
        assert [worker.party_tie for worker in workers] == pytest.approx([0.6 * party_building] * len(workers))


def test_a_city_whose_villages_have_no_party_organisation_has_none() -> None:
    scenario = load_scenario("leping", {"city.population": 4000})
    party = scenario.kinds["party"].model_copy(update={"handlers": {"township": 0.6, "city": 0.3}})
    without = scenario.model_copy(update={"kinds": scenario.kinds | {"party": party}})
    assert not under(without, 1.0).city.grid_ties.any()


def waiting_for_partners(model: CoGovernanceModel, channel: Channel, matters: int = 400) -> np.ndarray:
    """Enter alike composite matters of which the lead has taken hold, all found through one channel, and return their rows."""
    topic = model.city.topics.names.index("bride_price")
    lead = int(model.city.mandates.lead[0, topic])
    rows = model.city.register.enter(
        identity=np.arange(1, matters + 1, dtype=np.uint64), topic=topic, village=0, citizen=0, arose=0.0, known=0.0, level=0,
        channel=channel, work_total=1.0, holders=np.uint64(1 << lead),
    )  # fmt: skip
    model.city.register.move(rows, Stage.KNOWN, 0.0, Reason.REPORTED)
    model.city.register.move(rows, Stage.PARTNERS, 0.0, Reason.CLAIMED)
    return rows


def commits(party_building: float, channel: Channel) -> np.ndarray:
    """Say which missing partners commit today to 400 alike matters that became known through a channel; the same luck in all calls."""
    model = under(city(**{"network.grid": 1.0, "network.party_rise": 0.0}), party_building)
    rows = waiting_for_partners(model, channel)
    rightful = model.city.mandates.rightful[0, model.city.register.topic[rows[0]]]
    lead = int(model.city.mandates.lead[0, model.city.register.topic[rows[0]]])
    missing = np.flatnonzero(rightful & (np.arange(len(rightful)) != lead))
    matter, slot = np.repeat(np.arange(len(rows)), len(missing)), np.tile(missing, len(rows))
    return np.asarray(_commits(model.city, rows, matter, slot, np.full(len(rows), lead)))


def test_partners_commit_more_readily_over_what_a_grid_worker_found() -> None:
    """Under Party-building whoever commits without the tie in the grid commits with it, and others too; without, it makes no difference."""
    told, found = commits(1.0, Channel.TOLD), commits(1.0, Channel.GRID)
    assert (found | ~told).all()
    assert found.sum() > 1.05 * told.sum() > 0
    assert np.array_equal(commits(0.0, Channel.TOLD), commits(0.0, Channel.GRID))


def talks_of(model: CoGovernanceModel) -> int:
    return int((model.run().city.register.moves().reason == Reason.TO_TALKS).sum())


def test_the_party_organisation_convenes_talks() -> None:
    """Paired by seed: more matters come to talks where the Party convenes, by interval; none where there are no platforms."""
    more, talking = [], Rules(**{name: name in {"emergence", "discovery", "triage", "deliberation"} for name in RULES})
    for seed in range(1, 7):
        scenarios = (city(40, 2500, **{"deliberation.party_convening": rise}) for rise in (0.0, 1.0))
        without, convened = (under(one.model_copy(update={"rules": talking}), 1.0, seed, deliberation=0.4) for one in scenarios)
        more.append(talks_of(convened) - talks_of(without))
    half = 2.571 * np.std(more, ddof=1) / np.sqrt(len(more))  # t, 5 degrees of freedom, 95 %
    assert np.mean(more) - half > 0
    assert talks_of(under(city(40, **{"deliberation.party_convening": 9.0}), 1.0, deliberation=0.0)) == 0


def test_cadres_in_two_roles_are_missing_at_their_own_desks() -> None:
    """Handlers = staff · (1 − shares): a double role of .2 takes just that share of the village committees' staff, and of nobody else's."""
    once, twice = (under(city(**{"handling.double_role": share}), 1.0).city.institutions for share in (0.0, 0.2))
    doubles = (once.sector == SELF_GOVERNANCE) & (once.level == VILLAGE)
    assert once.handlers[doubles] - twice.handlers[doubles] == pytest.approx(0.2 * once.staff[doubles])
    assert np.array_equal(once.handlers[~doubles], twice.handlers[~doubles])


def test_others_take_part_less_where_the_party_does_more() -> None:
    """Paired by seed: with the crowding-out of the model, participation outside the Party is lower than without it, by interval."""
    less, alone = [], Rules(**{name: name == "participation" for name in RULES})
    for seed in range(1, 7):
        scenarios = (city(60, **{"participation.crowding_out": loss}).model_copy(update={"rules": alone}) for loss in (0.0, 0.1))
        spontaneous, crowded = (under(scenario, 1.0, seed).run() for scenario in scenarios)
        others = ~spontaneous.city.citizens.party_member
        less.append((spontaneous.city.tally.feelings["active"] - crowded.city.tally.feelings["active"])[others].mean())
    half = 2.571 * np.std(less, ddof=1) / np.sqrt(len(less))
    assert np.mean(less) - half > 0
