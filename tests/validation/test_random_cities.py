"""What must hold every day holds in cities drawn at random: levers, sizes, topics, networks, choices, rules, phases, campaigns."""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogov.model.day import RULES
from cogov.model.indicators import INDICATORS, base
from cogov.model.levers import LEVERS
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import FORMS, LEVELS, RESOURCES
from cogov.model.schema import OPTIONS as CHOICES
from cogov.model.schema import scenario_of
from cogov.model.tied import TIE_KINDS
from cogov.scenarios import Policy, Scenario, load_scenario

LEPING = load_scenario("leping").model_dump(by_alias=True)
TOPICS, KINDS = LEPING["topics"], LEPING["kinds"]
SHARE = st.sampled_from((0.0, 0.3, 1.0)) | st.floats(0, 1)
PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large]


def value_of(lever: str) -> st.SearchStrategy[Any]:
    declared = LEVERS[lever]
    if lever == "grid_density":
        return st.floats(declared.low, declared.high)
    return st.fixed_dictionaries(dict.fromkeys(declared.parts, SHARE)) if declared.parts else SHARE


def mandates() -> st.SearchStrategy[dict[str, Any]]:
    """Nobody's duty, one desk's, or a lead's with its supporters."""
    kinds = st.sampled_from(sorted(KINDS))
    several = st.lists(kinds, min_size=2, max_size=4, unique=True)
    return st.one_of(
        st.just({"desk": None, "lead": None, "supporters": ()}),
        kinds.map(lambda kind: {"desk": kind, "lead": None, "supporters": ()}),
        several.map(lambda owners: {"desk": None, "lead": owners[0], "supporters": tuple(owners[1:])}),
    )


@st.composite
def topics(draw: st.DrawFn) -> dict[str, Any]:
    """Some of the default city's topics, of which some are changed in everything that a scenario may change."""
    chosen = draw(st.lists(st.sampled_from(sorted(TOPICS)), min_size=1, unique=True))
    return {name: draw(st.just(TOPICS[name]) | changed(TOPICS[name])) for name in chosen}


@st.composite
def changed(draw: st.DrawFn, topic: dict[str, Any]) -> dict[str, Any]:
    rate = st.sampled_from((0.0, 1.0, 60.0))
    fields = {
        "form": st.sampled_from(FORMS),
        "level": st.sampled_from(LEVELS),
        "rate": st.fixed_dictionaries({"urban": rate, "rural": rate}),
        "work": st.fixed_dictionaries({"mean": st.floats(0.01, 20), "cv": st.floats(0, 3)}),
        "needs": st.dictionaries(st.sampled_from(RESOURCES), st.floats(0, 3), max_size=3),
        "escalates_to": st.none() | st.sampled_from(sorted(KINDS)),
        "ambiguity": st.floats(0.05, 5),
        "collective": SHARE,
        "severity": SHARE,
        "visibility": SHARE,
        "deadline_days": st.floats(0.5, 60),
        "declared_priority": st.floats(0, 100),
    }
    return topic | draw(mandates()) | {name: draw(field) for name, field in fields.items()}


@st.composite
def networks(draw: st.DrawFn) -> dict[str, Any] | None:
    """No network of its own, or a few ties between desks of all places or of one, instead of the city's or beside them."""
    if draw(st.booleans()):
        return None
    desks = [(kind, level) for kind, values in sorted(KINDS.items()) for level in values["handlers"]]
    roles = draw(st.lists(st.sampled_from(desks), min_size=2, max_size=8, unique=True))
    nodes = [
        {
            "name": f"n{index}",
            "kind": kind,
            "level": level,
            "jurisdiction": draw(st.none() if level == "city" else st.none() | st.integers(1, 3)),
        }
        for index, (kind, level) in enumerate(roles)
    ]
    names = st.sampled_from([node["name"] for node in nodes])
    tie = st.fixed_dictionaries(
        {"a": names, "b": names, "kind": st.sampled_from(TIE_KINDS), "strength": st.none() | st.floats(0.05, 1)}
    ).filter(lambda tie: tie["a"] != tie["b"])
    ties = draw(st.lists(tie, min_size=1, max_size=8, unique_by=lambda tie: frozenset((tie["a"], tie["b"]))))
    return {"replace": draw(st.booleans()), "nodes": nodes, "ties": ties}


def phases(days: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    moved = st.lists(st.sampled_from(sorted(LEVERS)), min_size=1, max_size=4, unique=True)
    phase = st.fixed_dictionaries(
        {
            "from_day": st.integers(0, days),
            "ramp_days": st.integers(0, 30),
            "where": st.sampled_from(("all", (1,))) | SHARE.map(lambda share: {"share": share}),
            "levers": moved.flatmap(lambda names: st.fixed_dictionaries({name: value_of(name) for name in names})),
        }
    )
    return st.lists(phase, max_size=2)


@st.composite
def policies(draw: st.DrawFn, names: list[str], days: int) -> dict[str, Any]:
    campaign = st.fixed_dictionaries(
        {"topic": st.sampled_from(names), "start": st.integers(0, days), "days": st.integers(1, days), "intensity": SHARE}
    )
    weights = st.dictionaries(st.sampled_from(names), st.floats(0, 10), min_size=1)
    return {
        **{lever: draw(value_of(lever)) for lever in LEVERS},
        "goals": draw(st.sampled_from(("declared", "need", "far")) | weights),
        "campaigns": draw(st.lists(campaign, max_size=2)),
        "phases": draw(phases(days)),
    }


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Scenario, Policy, int]:
    """A city, a policy and a seed."""
    days = draw(st.integers(10, 70))
    of_city = {
        "population": draw(st.integers(300, 3000)),
        "urban_share": draw(SHARE),
        "residents_per_rural_village": draw(st.integers(200, 1500)),
        "residents_per_urban_village": draw(st.integers(200, 3000)),
    }
    chosen = draw(topics())
    values = LEPING | {
        "days": days,
        "warmup": days // 4,
        "horizon_days": days / 2,
        "city": LEPING["city"] | of_city,
        "topics": chosen,
        "network": draw(networks()),
        "choices": {name: draw(st.sampled_from(options)) for name, options in CHOICES.items()},
        "rules": {name: draw(st.sampled_from((True, True, True, False))) for name in RULES},
        "composite_share": draw(st.sampled_from((None, None, 0.0, 0.7))),
    }
    policy = draw(policies(sorted(chosen), days))
    return scenario_of().model_validate(values), Policy.model_validate(policy), draw(st.integers(0, 10_000))


def lives(world: tuple[Scenario, Policy, int]) -> None:
    """Live through a world with every invariant checked every day; its indicators stay within what is declared of them."""
    scenario, policy, seed = world
    model = CoGovernanceModel(scenario, policy, seed=seed, check=True).run()
    outside = {name: value for name, value in model.indicators().items() if not within(name, value)}
    assert outside == {}


def within(name: str, value: float) -> bool:
    """Say whether an indicator is undefined or lies where it is declared to lie; an inequity has a sign, its `low` is where scores begin."""
    declared = INDICATORS[base(name)]
    if declared.unit == "inequity":
        return math.isnan(value) or abs(value) <= 1 + 1e-9
    high = declared.high if declared.bounded else math.inf
    return math.isnan(value) or (math.isfinite(value) and declared.low - 1e-9 <= value <= high + 1e-9)


@given(world=worlds())
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=PATIENT)
def test_invariants_hold_every_day_in_a_dozen_cities(world: tuple[Scenario, Policy, int]) -> None:
    lives(world)


@pytest.mark.slow("test_invariants_hold_every_day_in_a_dozen_cities")
@given(world=worlds())
@settings(max_examples=200, deadline=None, suppress_health_check=PATIENT)
def test_invariants_hold_every_day_in_two_hundred_cities(world: tuple[Scenario, Policy, int]) -> None:
    lives(world)
