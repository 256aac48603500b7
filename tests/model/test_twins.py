"""Twin cities that are lived through together are what each becomes alone, to the last byte of everything that a city consists of."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
import yaml

from cogov.model import citizens, twins
from cogov.model.build import build
from cogov.model.city import City
from cogov.model.city_facts import Topic
from cogov.model.cohort import episodes, matters
from cogov.model.columns import Table
from cogov.model.day import RULES, live_through, rules_of
from cogov.model.indicators import INDICATORS, Indicator
from cogov.model.indicators.measure import measure, measure_together
from cogov.model.numbers import Numbers, OfEach
from cogov.model.schema import OPTIONS, blocks_of
from cogov.scenarios import Scenario, load_scenario
from cogov.scenarios.loader import resolve_policy

STAGED = Path(__file__).parents[1] / "golden" / "staged.yaml"
"""A policy that uses all that a policy can do through time."""
POLICIES = ("staged", "as_is", "co_governance", "fengqiao", "campaign_style", "digital_first", "pilot_then_all", "slogan_alignment")
SCENARIOS = ("leping", "fragmented", "rural_county", "urban_district")
NO_STATE = {
    *("scenarios", "_numbers", "chance", "network", "_register", "handoffs", "talks"),
    *("twin", "seat", "_group_rows", "_concerned_group", "citizen_ties", "out_of", "into"),
}
"""What holds no state of its own, is told by arrays that are made of it, or is found when it is asked for."""

type Asked = tuple[str, int]
"""A policy and a seed."""


def scenario_of(name: str = "leping", population: int = 2500, days: int = 45, **overrides: Any) -> Scenario:
    staged = {"policies": {"staged": yaml.safe_load(STAGED.read_text("utf-8"))}}
    short = {"city.population": population, "days": days, "warmup": days // 5, "horizon_days": days // 2}
    return load_scenario(name, {**staged, **short, **overrides})


def built(scenario: Scenario, asked: Asked) -> City:
    return build(scenario, resolve_policy(scenario, asked[0]), asked[1])


def lived(city: City, *, check: bool = False) -> City:
    for _ in range(city.scenario.days):
        live_through(city, rules_of(city.scenario), check=check)
    return city


def state(thing: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Go through all that something consists of, down to arrays and plain values, each with its name."""
    if isinstance(thing, np.ndarray | int | float | str | None):
        yield name, thing
    elif isinstance(thing, dict):
        for key in thing:
            yield from state(thing[key], f"{name}.{key}")
    elif isinstance(thing, list | tuple):
        for place, part in enumerate(thing):
            yield from state(part, f"{name}[{place}]")
    elif isinstance(thing, Table):
        rest = {key: value for key, value in vars(thing).items() if key not in thing.columns}
        yield from state(dict(thing.arrays()) | rest, name)
    elif hasattr(thing, "__dict__"):
        yield from state({key: value for key, value in vars(thing).items() if key not in NO_STATE}, name)


def unlike(one: City, other: City) -> list[str]:
    """Name what is not the same in two cities, to the byte."""
    left, right = (dict(state([city.register.moves(), city, city.handoffs_today(), city.talks_today()])) for city in (one, other))
    return [name for name in dict.fromkeys([*left, *right]) if name not in left or name not in right or not _same(left[name], right[name])]


def told_otherwise(one: dict[str, float], other: dict[str, float]) -> list[str]:
    """Name the indicators that are not the same, to the last digit."""
    return [name for name in one if repr(one[name]) != repr(other[name])]


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()
    return repr(left) == repr(right)


def differing(scenario: Scenario | Sequence[Scenario], asked: Sequence[Asked], *, check: bool = False) -> dict[Asked, list[str]]:
    """Live through cities together, and each alone; return what differs."""
    scenarios = [scenario] * len(asked) if isinstance(scenario, Scenario) else scenario
    city = lived(twins.together([built(*one) for one in zip(scenarios, asked, strict=True)]), check=check)
    company = twins.apart(city)
    alone = [lived(built(*one), check=check) for one in zip(scenarios, asked, strict=True)]
    pairs = zip(asked, company, measure_together(city, company), alone, strict=True)
    found = {one: unlike(part, by_itself) + told_otherwise(told, measure(by_itself)) for one, part, told, by_itself in pairs}
    return {one: names for one, names in found.items() if names}


def some(count: int, policies: Sequence[str] = POLICIES) -> list[Asked]:
    """Return so many policies and seeds, in no order."""
    asked = [(policies[place % len(policies)], 1 + place // len(policies)) for place in range(count)]
    return [asked[place] for place in np.random.default_rng(count).permutation(count)]


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_city_is_what_it_would_have_become_alone(name: str, count: int) -> None:
    assert differing(scenario_of(name), some(count)) == {}


def test_fifty_cities_of_several_townships_do_not_meet() -> None:
    small = {"city.residents_per_urban_village": 400.0, "city.residents_per_rural_village": 200.0}
    scenario = scenario_of(population=2500, days=20, **small, **{"city.townships": 3})
    assert differing(scenario, some(50)) == {}


def of_ones_own(**functions: Any) -> Indicator:
    words = {"name": "own", "zh": "一", "en": "one", "definition_zh": "一", "definition_en": "one"}
    return Indicator(**words, unit="visits", direction=0, role="process", pillar="sharing", groups=("place", "need"), **functions)  # type: ignore[arg-type]


def test_an_indicator_of_ones_own_is_asked_of_one_city_and_one_group_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain number of an array, and an array of one number; of the city itself where it stands alone."""
    plain = of_ones_own(of_episodes=lambda episodes: float(episodes.visits.mean()))
    array = of_ones_own(of_matters=lambda matters: matters.city.seed * matters.share(matters.known, matters.all))
    scenario, asked = scenario_of(), some(3)
    city = lived(built(scenario, asked[0]))
    met, reported = episodes(city), matters(city)
    urban = city.territory.urban[city.register.village[met.row]]
    for indicator, value in ((plain, met.visits.mean()), (array, city.seed * reported.known.mean())):
        monkeypatch.setitem(INDICATORS, "own", indicator)
        assert differing(scenario, asked) == {}
        assert measure(city)["own"] == pytest.approx(value)
    monkeypatch.setitem(INDICATORS, "own", plain)
    assert measure(city)["own@urban"] == pytest.approx(met.visits[urban].mean())


def test_a_bystander_of_what_others_do_is_watched_under_check() -> None:
    assert differing(scenario_of(population=2000, days=30), some(4), check=True) == {}


@pytest.mark.parametrize(("choice", "option"), [(choice, option) for choice, options in OPTIONS.items() for option in options[1:]])
def test_twins_do_not_meet_whatever_is_chosen(choice: str, option: str) -> None:
    scenario = scenario_of(population=2000, days=25, **{f"choices.{choice}": option})
    assert differing(scenario, some(2, POLICIES[:2])) == {}


@pytest.mark.parametrize("rule", RULES)
def test_twins_do_not_meet_whatever_is_switched_off(rule: str) -> None:
    assert differing(scenario_of(population=2000, days=25, **{f"rules.{rule}": False}), some(2, POLICIES[:2])) == {}


def with_other_numbers(scenario: Scenario, seed: int) -> Scenario:
    """Return a scenario with another value of every number in which twins may differ, of desks' staff and of what matters are like."""
    rng, parameters = np.random.default_rng(seed), scenario.parameters
    blocks = {}
    for name in type(parameters).model_fields:
        block: Any = getattr(parameters, name)
        drawn = {field: _drawn(block, field, rng) for field in type(block).model_fields if field not in block.shared}
        blocks[name] = block.model_copy(update=drawn)
    kinds = {
        name: kind.model_copy(update={"handlers": {level: staff * rng.uniform(0.5, 2) for level, staff in kind.handlers.items()}})
        for name, kind in scenario.kinds.items()
    }
    topics = {name: _with_another_nature(topic, rng) for name, topic in scenario.topics.items()}
    changed = {
        "parameters": parameters.model_copy(update=blocks),
        "kinds": kinds,
        "topics": topics,
        "composite_share": rng.uniform(0.1, 0.6),
    }
    return scenario.model_copy(update=changed)


def _with_another_nature(topic: Topic, rng: np.random.Generator) -> Topic:
    more = {part: getattr(topic, part) * rng.uniform(0.7, 1.4) for part in ("ambiguity", "declared_priority")}
    shares = {part: getattr(topic, part) * rng.uniform() for part in ("collective", "visibility")}
    work = topic.work.model_copy(update={"mean": topic.work.mean * rng.uniform(0.7, 1.4), "cv": topic.work.cv * rng.uniform(0.7, 1.4)})
    rate = topic.rate.model_copy(
        update={"urban": topic.rate.urban * rng.uniform(0.7, 1.4), "rural": topic.rate.rural * rng.uniform(0.7, 1.4)}
    )
    return topic.model_copy(update={**more, **shares, "work": work, "rate": rate})


def _drawn(block: Any, field: str, rng: np.random.Generator) -> float:
    low, high = ends(type(block).model_fields[field])
    stands = getattr(block, field) or (high - low) / 10
    drawn = min(max(stands * rng.uniform(0.5, 2), low), high)
    return round(drawn) if isinstance(getattr(block, field), int) else drawn


def ends(field: Any) -> tuple[float, float]:
    """Return the least and the greatest value that a number may have."""
    known = {name: getattr(bound, name) for bound in field.metadata for name in ("ge", "le") if hasattr(bound, name)}
    return known["ge"], known["le"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_twins_may_differ_in_any_number(name: str) -> None:
    asked = some(7)
    scenarios = [with_other_numbers(scenario_of(name), seed) for seed in range(7)]
    assert differing(scenarios, asked) == {}


@pytest.mark.parametrize(("choice", "option"), [(choice, option) for choice, options in OPTIONS.items() for option in options[1:]])
def test_twins_may_differ_in_any_number_whatever_is_chosen(choice: str, option: str) -> None:
    scenario = scenario_of(population=2000, days=25, **{f"choices.{choice}": option})
    assert differing([with_other_numbers(scenario, seed) for seed in range(3)], some(3, POLICIES[:2])) == {}


OFF = ("learning.drift", "learning.contact", "wellbeing.neighbours", "handling.deferral", "triage.asked_anew", "sharing.training_decay")


@pytest.mark.parametrize("name", OFF)
def test_what_one_city_switches_off_leaves_no_trace_beside_one_that_does_not(name: str) -> None:
    block, number = name.split(".")
    scenarios = [scenario_of(population=2000, days=60, **{f"parameters.{block}.{number}": value}) for value in (0, 0.05)]
    assert differing(scenarios, [("co_governance", 1), ("co_governance", 1)]) == {}


@pytest.mark.parametrize("changes", [{}, {"choices.partners": "tied", "choices.congruence": "cosine", "choices.listening": "by_ties"}])
def test_what_is_worked_out_of_numbers_that_differ_is_worked_out_to_the_same_precision(
    changes: dict[str, str],
) -> None:
    """Whatever any function of the model returns, where every number is said city by city, is what it returns where all cities share it."""
    asked = [("staged", 1), ("co_governance", 1), ("campaign_style", 2)]
    scenario = with_other_numbers(scenario_of(population=2500, days=45, **changes), seed=3)
    shared, said = (twins.together([built(scenario, one) for one in asked]) for _ in range(2))
    for block in blocks_of().values():
        for one in block.__mro__[: block.__mro__.index(Numbers)]:
            said._numbers[one] = of_each(scenario.numbers(one), len(asked))
    for _ in range(scenario.days):
        plain, told = worked_out(shared), worked_out(said)
        numbers_themselves = {name for name in plain if len(plain[name]) != len(told[name])}  # an array only where each city has its own
        assert not any(name.endswith("returned") for name in numbers_themselves)
        assert [name for name in plain.keys() - numbers_themselves if not as_precise(plain[name], told[name])] == []


def of_each(block: Numbers, cities: int) -> OfEach:
    """Return a block whose numbers are said city by city, though all have the same."""
    values = {name: getattr(block, name) for name in type(block).model_fields}
    same = {name: value for name, value in values.items() if name in block.shared}
    return OfEach(same, {name: np.array([value] * cities) for name, value in values.items() if name not in same})


def worked_out(city: City) -> dict[str, list[np.ndarray]]:
    """Live through a day and return all fractions that functions of the model worked out, those they returned and those on the way, in order."""
    found: dict[str, list[np.ndarray]] = {}

    def note(frame: FrameType, event: str, arg: Any) -> None:
        code, file = frame.f_code, Path(frame.f_code.co_filename)
        if event == "return" and "model" in file.parts and file.name not in ("numbers.py", "portable.py"):
            for name, value in (*frame.f_locals.items(), ("returned", arg)):
                if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size:
                    found.setdefault(f"{file.name}: {code.co_qualname}: {name}", []).append(value.copy())

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        live_through(city, rules_of(city.scenario))
    finally:
        sys.setprofile(before)
    return found


def as_precise(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(*np.broadcast_arrays(left, right), equal_nan=True) for left, right in zip(one, other, strict=True))


def test_a_difference_of_a_billionth_would_be_seen() -> None:
    scenario = scenario_of(population=2000, days=10)
    one, other = (lived(built(scenario, ("as_is", 1))) for _ in range(2))
    assert unlike(one, other) == []
    other.need = other.need * (1 + 1e-15)
    assert unlike(one, other) == ["[1].need"]


def test_what_belongs_to_one_city_is_asked_of_one_that_lives_alone() -> None:
    scenario = scenario_of(population=2000, days=10)
    city = twins.together([built(scenario, ("as_is", seed)) for seed in (1, 2)])
    for word in ("policy", "seed"):
        with pytest.raises(ValueError, match="too many values"):
            getattr(city, word)


def test_ties_between_citizens_are_drawn_once_for_a_seed_whatever_the_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    tie, drawn = citizens.tie, list[int]()

    def noted(*asked: Any) -> Any:
        drawn.append(len(drawn))
        return tie(*asked)

    cities = [built(scenario_of(population=600), (policy, seed)) for seed in (1, 2) for policy in POLICIES[:3]]
    monkeypatch.setattr(citizens, "tie", noted)
    ties = twins.together(cities).citizen_ties
    assert len(drawn) == 2
    for city in cities:
        assert abs(ties[city.seed] - city.citizen_ties[city.seed]).sum() == 0
