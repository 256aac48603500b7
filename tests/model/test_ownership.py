"""Every column has one owner: a rule, verbs that several rules use, the morning or the evening; what trespasses is seen."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cogov.model.build import build
from cogov.model.city import City
from cogov.model.columns import State, Trespass, arrays_of, state_of, verbs_of
from cogov.model.counting import count_day
from cogov.model.day import DAY, live_through
from cogov.model.morning import begin
from cogov.model.numbers import Numbers, share
from cogov.model.rule import Rule, rule
from cogov.model.words import Text
from cogov.scenarios import Policy, Scenario, load_scenario

BIRTH = "enter"
"""The verb that makes rows: it fills all columns once, and owns those that nobody else writes."""


def scenario(days: int = 20, **overrides: object) -> Scenario:
    return load_scenario("leping", {"city.population": 1000, "days": days, "warmup": 5, "horizon_days": 10, **overrides})


@pytest.fixture(scope="module")
def city() -> City:
    """A city under a policy that keeps every part of the day busy."""
    campaign = {"topic": "traffic", "start": 2, "days": 5, "intensity": 0.8}
    phase = {"from_day": 8, "ramp_days": 4, "levers": {"grid_density": 200, "party_building": 0.9}}
    turned = dict.fromkeys(("deliberation", "joint_action", "resource_sharing", "assessment_pressure", "mobilization"), 0.8)
    chosen = scenario(60)
    policy = Policy().overlaid(chosen.policy.model_copy(update=turned))
    return build(chosen, Policy.model_validate(policy.model_dump() | {"campaigns": [campaign], "phases": [phase], "goals": "need"}), 3)


def verbs(city: City) -> dict[str, set[str]]:
    """Verbs by the column that they write."""
    found: dict[str, set[str]] = {}
    for part, state in state_of(city).items():
        for verb, names in (verbs_of(type(state)) if isinstance(state, State) else {}).items():
            for name in names:
                found.setdefault(f"{part}.{name}", set()).add(verb)
    return found


def test_a_column_is_one_rules_own_or_a_verbs(city: City) -> None:
    written = verbs(city)
    own = Counter(name for doing in (*DAY, begin, count_day) for name in doing.writes)  # type: ignore[attr-defined]
    assert [name for name, owners in own.items() if owners > 1] == []
    assert [name for name in own if written.get(name, {BIRTH}) != {BIRTH}] == []


def test_what_is_declared_is_there(city: City) -> None:
    parts = state_of(city)
    named = {name for rule in DAY for name in rule.writes} | set(verbs(city))
    assert [name for name in named if not hasattr(parts[name.split(".")[0]], name.split(".")[1])] == []


def test_every_column_of_a_table_that_changes_is_somebodys_own(city: City) -> None:
    """Lived through with everything else closed, so that nothing changes of which the declarations do not tell."""
    for _ in range(40):
        live_through(city, DAY, check=True)
    declared = {name for doing in (*DAY, begin, count_day) for name in doing.writes} | set(verbs(city))  # type: ignore[attr-defined]
    moved = {f"register.{name}" for name, column in city.register.arrays() if (column != city.register.columns[name].initial).any()}
    assert len(moved) > 40
    assert moved <= declared


def test_arrays_are_open_again_after_a_day(city: City) -> None:
    live_through(city, DAY, check=True)
    closed = [
        f"{name}.{key}"
        for name, part in state_of(city).items()
        for key, value in vars(part).items()
        for array in arrays_of(value)
        if not array.flags.writeable
    ]
    assert closed == []


def test_a_checked_run_is_the_same_run() -> None:
    plain, checked = (build(scenario(), seed=4) for _ in range(2))
    for _ in range(20):
        live_through(plain, DAY)
        live_through(checked, DAY, check=True)
    for (name, one), (_, other) in zip(plain.register.arrays(), checked.register.arrays(), strict=True):
        assert one.tobytes() == other.tobytes(), name
    assert repr(plain.tally) == repr(checked.tally)


class Rumour(Numbers):
    """What goes round."""

    rate: float = share(0.1, "part of their trust that people lose who hear it")


def rumour(writes: str, change: Callable[[City], None]) -> Rule[Rumour]:
    def spread(city: City, p: Rumour) -> None:
        """Neighbours hear and believe."""
        change(city)

    return rule(writes=writes, numbers=Rumour, says=Text(zh="传言", en="rumours"))(spread)


def _in_place(city: City) -> None:
    city.citizens.trust *= np.float32(0.9)


def _one_row(city: City) -> None:
    city.register.plan[:1] = 1.0


def _added(city: City) -> None:
    np.add.at(city.institutions.training, np.array([0]), 1.0)


def _replaced(city: City) -> None:
    city.need = city.need * 2


def _counted(city: City) -> None:
    city.tally.talk_hours += 1


def _levers(city: City) -> None:
    city.levers.deliberation[:] = 1.0


def _behind_a_verb(city: City) -> None:
    city.register.hand_on(np.arange(0))
    city.register.handoffs[:1] += 1


TRESPASSES = (_in_place, _one_row, _added, _replaced, _counted, _levers, _behind_a_verb)


@pytest.mark.parametrize("change", TRESPASSES, ids=lambda change: change.__name__.strip("_"))
def test_a_rule_that_trespasses_is_seen(change: Callable[[City], None]) -> None:
    one = build(scenario(), seed=1)
    live_through(one, DAY)
    with pytest.raises(Trespass):
        live_through(one, [*DAY, rumour("citizens.fatigue", change)], check=True)
    live_through(one, [*DAY, rumour("citizens.fatigue", change)])  # an ordinary run does not look


def test_a_rule_may_change_its_own_and_use_verbs() -> None:
    def change(city: City) -> None:
        _in_place(city)
        city.register.hand_on(city.register.open_rows[:1])

    one = build(scenario(), seed=1)
    before = one.citizens.trust.copy()
    live_through(one, [rumour("citizens.trust", change)], check=True)
    assert (one.citizens.trust < before).all()


def test_an_error_of_a_rules_own_stays_what_it_is() -> None:
    def change(city: City) -> None:
        raise ValueError("no such rumour")

    with pytest.raises(ValueError, match="no such rumour"):
        live_through(build(scenario(), seed=1), [rumour("", change)], check=True)


def test_a_rule_without_a_declaration_is_not_watched() -> None:
    one = build(scenario(), seed=1)
    doing: Any = _in_place
    live_through(one, [doing], check=True)
