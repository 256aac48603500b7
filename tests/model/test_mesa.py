"""The model as a Mesa user meets it: agents, agent sets, data collectors, and nothing shared between two models."""

import pickle

import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector

from cogov.model.agents import Citizen, GovernmentDepartment, GridWorker, Institution, PartyOrganization, SelfGovernanceOrganization
from cogov.model.city import City
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios import Scenario, load_scenario

SECTOR_CLASSES = {
    "PartyOrganization",
    "GovernmentDepartment",
    "MassOrganization",
    "EconomicOrganization",
    "SocialOrganization",
    "SelfGovernanceOrganization",
}


@pytest.fixture(scope="module")
def small() -> Scenario:
    return load_scenario("leping", {"city.population": 600, "days": 40, "warmup": 5, "horizon_days": 30})


def test_it_is_a_mesa_model_that_steps_day_by_day(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    assert isinstance(model, mesa.Model)
    for day in range(5):
        assert model.city.day == day
        model.step()
    assert model.city.day == 5
    assert len(model.city.tally.series["backlog"]) == 5


def test_run_for_is_stepping(small: Scenario) -> None:
    stepped, ran = CoGovernanceModel(small, seed=1), CoGovernanceModel(small, seed=1)
    for _ in range(12):
        stepped.step()
    ran.run_for(12)
    assert ran.city.day == 12
    assert ran.city.tally.series == stepped.city.tally.series


def test_all_kinds_of_agents_are_there(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    by_type = {kind.__name__: agents for kind, agents in model.agents_by_type.items()}
    assert set(by_type) == SECTOR_CLASSES | {"GridWorker", "Citizen"}
    assert sum(len(by_type[name]) for name in SECTOR_CLASSES) == model.city.institutions.size
    assert len(by_type["GridWorker"]) == len(model.city.territory.grid_village)
    assert len(by_type["Citizen"]) == 600
    assert len(model.agents) == sum(len(agents) for agents in by_type.values())
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)


def test_citizens_are_made_when_somebody_first_looks(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    for _ in range(3):
        model.step()
    assert not model._people_made
    assert len(model.agents_by_type[Citizen]) == 600
    assert model._people_made
    assert len(model.agents_by_type[Citizen]) == 600  # once


def test_looking_at_agents_changes_nothing_in_the_run(small: Scenario) -> None:
    seen, unseen = CoGovernanceModel(small, seed=1), CoGovernanceModel(small, seed=1)
    for _ in range(30):
        assert len(seen.agents) > 0
        seen.step()
        unseen.step()
    for name, column in seen.city.register.arrays():
        assert np.array_equal(column, dict(unseen.city.register.arrays())[name], equal_nan=column.dtype.kind == "f"), name


def test_attributes_are_the_columns(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    citizen = list(model.agents_by_type[Citizen])[17]
    assert citizen.row == 17
    assert isinstance(citizen.trust, float)
    assert isinstance(citizen.online, bool)
    citizen.trust = 0.25
    assert model.city.citizens.trust[17] == 0.25
    model.city.citizens.gain[17] = 0.75
    assert citizen.gain == 0.75
    assert (np.delete(model.city.citizens.trust, 17) != 0.25).all()


def test_what_an_agent_is_told_bears_on_its_city(small: Scenario) -> None:
    """A self-governance desk that loses all its handlers finishes nothing any more."""
    model = CoGovernanceModel(small, seed=1)
    for agent in model.agents_by_type[SelfGovernanceOrganization]:
        agent.handlers = 0.0
    model.run()
    idle = [agent.row for agent in model.agents_by_type[SelfGovernanceOrganization]]
    volunteers = model.city.institutions.volunteers[idle]
    assert (model.city.institutions.available[idle] <= volunteers * 40 + 1).all()


def test_institutions_tell_who_they_are(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    for agent in model.agents.select(agent_type=Institution):
        node = model.city.network.nodes[agent.row]
        assert (agent.kind, agent.sector, agent.level) == (node["kind"], node["sector"], node["level"])
        assert sum(agent.attention.values()) == pytest.approx(1.0)
        assert all(-1 <= stance <= 1 for stance in agent.stance.values())
    assert {agent.sector for agent in model.agents_by_type[PartyOrganization]} == {"party"}


def test_grid_workers_cover_all_households_and_denser_grids_are_more_workers(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    workers = list(model.agents_by_type[GridWorker])
    assert sum(worker.households for worker in workers) == pytest.approx(600 / small.city.household_size)
    assert [worker.village for worker in workers] == sorted(worker.village for worker in workers)
    larger = small.model_copy(update={"city": small.city.model_copy(update={"population": 6000})})
    usual, dense = (CoGovernanceModel(larger, larger.base_policy().model_copy(update={"grid_density": d}), 1) for d in (340.0, 100.0))
    assert len(dense.agents_by_type[GridWorker]) > len(usual.agents_by_type[GridWorker])


def test_agent_sets_select_aggregate_get_and_group(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    people, desks = model.agents_by_type[Citizen], model.agents_by_type[GovernmentDepartment]
    assert len(people.select(lambda c: c.online)) == int(model.city.citizens.online.sum())
    assert people.agg("trust", np.mean) == pytest.approx(float(model.city.citizens.trust.mean()), abs=1e-6)
    assert people.get("age_group") == model.city.citizens.age_group.tolist()
    assert len(people.get(["gain", "trust"])) == 600
    villages = people.groupby("village")
    assert {village: len(group) for village, group in villages} == dict(enumerate(model.city.territory.residents.tolist()))
    assert set(desks.groupby("level").groups) == {"township", "city"}
    people.set("gain", 0.5)
    assert (model.city.citizens.gain == 0.5).all()


def test_a_data_collector_collects_from_model_and_institutions(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    collector = DataCollector(
        model_reporters={"open": lambda m: len(m.city.register.open_rows), "day": "day"},
        agenttype_reporters={Institution: {"load": "load"}, GovernmentDepartment: {"handlers": "handlers"}, Citizen: {"trust": "trust"}},
    )
    for _ in range(4):
        model.step()
        collector.collect(model)
    frame = collector.get_model_vars_dataframe()
    assert frame["day"].tolist() == [1, 2, 3, 4]
    assert frame["open"].tolist() == [int(x) for x in model.city.tally.series["open"]]
    assert len(collector.get_agenttype_vars_dataframe(Citizen)) == 4 * 600
    handlers = collector.get_agenttype_vars_dataframe(GovernmentDepartment)["handlers"]
    assert (handlers > 0).all()


def test_agent_reporters_over_all_agents(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    collector = DataCollector(agent_reporters={"load": lambda agent: getattr(agent, "load", None)})
    model.step()
    collector.collect(model)
    loads = collector.get_agent_vars_dataframe()["load"].dropna()
    assert len(loads) == model.city.institutions.size + model.city.grid_workers.size  # matters held, matters carried


def test_two_models_share_nothing(small: Scenario) -> None:
    one, other = CoGovernanceModel(small, seed=1), CoGovernanceModel(small, seed=1)
    untouched = CoGovernanceModel(small, seed=1).run()
    for table in ("citizens", "institutions", "register"):
        for (name, mine), (_, theirs) in zip(getattr(one.city, table).arrays(), getattr(other.city, table).arrays(), strict=True):
            assert not np.shares_memory(mine, theirs), name
    for agent in one.agents:
        if isinstance(agent, Citizen):
            agent.trust = 0.0
    for _ in range(40):
        one.step()
        other.step()
    assert one.rules is not other.rules
    assert np.array_equal(other.city.citizens.trust, untouched.city.citizens.trust)
    assert other.city.tally.series == untouched.city.tally.series


def test_rules_are_a_list_of_ones_own(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    days: list[int] = []

    def remember(city: City) -> None:
        days.append(city.day)

    model.rules.append(remember)
    model.step()
    model.step()
    assert days == [0, 1]
    assert remember not in CoGovernanceModel(small, seed=1).rules


def test_a_model_survives_pickling_and_goes_on_alike(small: Scenario) -> None:
    model = CoGovernanceModel(small, seed=1)
    for _ in range(15):
        model.step()
    copy: CoGovernanceModel = pickle.loads(pickle.dumps(model))
    for _ in range(15):
        model.step()
        copy.step()
    assert repr(copy.city.tally.series) == repr(model.city.tally.series)  # by their words: a NaN that was pickled is another NaN
    assert np.array_equal(copy.city.register.stage[: copy.city.register.size], model.city.register.stage[: model.city.register.size])


def test_mesas_own_generator_is_seeded(small: Scenario) -> None:
    assert CoGovernanceModel(small, seed=5).rng.random() == CoGovernanceModel(small, seed=5).rng.random()
    assert CoGovernanceModel(small, seed=5).rng.random() != CoGovernanceModel(small, seed=6).rng.random()
