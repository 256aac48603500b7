"""A small city in which rules are tried by hand, and matters that have come to a stage in it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cogov.experiments.runner import LivedRun, RunRequest, live_together
from cogov.model.build import build
from cogov.model.city import City
from cogov.model.stages import Reason, Stage
from cogov.scenarios import Scenario
from cogov.scenarios.loader import load_scenario, resolve_policy

Company = Callable[..., list[LivedRun]]
Small = Callable[..., City]
Enter = Callable[..., np.ndarray]
WAYS: dict[Stage, tuple[Stage, ...]] = {
    Stage.UNKNOWN: (),
    Stage.KNOWN: (Stage.KNOWN,),
    Stage.UNCLAIMED: (Stage.KNOWN, Stage.UNCLAIMED),
    Stage.PARTNERS: (Stage.KNOWN, Stage.PARTNERS),
    Stage.IN_HAND: (Stage.KNOWN, Stage.IN_HAND),
    Stage.TALKS: (Stage.KNOWN, Stage.IN_HAND, Stage.TALKS),
    Stage.SESSION: (Stage.KNOWN, Stage.IN_HAND, Stage.SESSION),
    Stage.COURT: (Stage.KNOWN, Stage.IN_HAND, Stage.SESSION, Stage.COURT),
}


@pytest.fixture(scope="session")
def company() -> Company:
    """Lives through a scenario under some seeds in one pass, a fraction of the time: each run is as if it had been alone."""

    def call(scenario: Scenario, seeds: range, **levers: Any) -> list[LivedRun]:
        policy = scenario.base_policy().model_copy(update=levers)
        return live_together([RunRequest(scenario, "as_is", policy, seed) for seed in seeds])

    return call


@pytest.fixture(scope="session")
def small() -> Small:
    """Builds a city of 1,000 residents in two villages of one township: levers by name, parameters as `rule__name`, settings by path."""

    def call(levers: dict[str, Any] | None = None, settings: dict[str, Any] | None = None, **parameters: float) -> City:
        stated = {f"parameters.{name.replace('__', '.')}": value for name, value in parameters.items()}
        length = {"city.population": 1000, "days": 30, "warmup": 2, "horizon_days": 20}
        scenario = load_scenario("leping", {**length, **(settings or {}), **stated})
        return build(scenario, resolve_policy(scenario, "as_is", levers or {}), 1)

    return call


@pytest.fixture(scope="session")
def enter() -> Enter:
    """Enters matters that came to a stage on day 0, held by their lead's desk from a claim on, and gives their rows."""

    def call(city: City, stage: Stage, matters: int = 1, topic: str = "neighbour_disputes", **columns: Any) -> np.ndarray:
        register, number = city.register, city.topics.names.index(topic)
        level = columns.pop("level", city.topics.level[number])
        lead = city.mandates.lead[level, number]
        usual: dict[str, Any] = {"village": 0, "citizen": 0, "arose": 0.0, "known": 0.0, "work_total": 2.0}
        if stage not in (Stage.UNKNOWN, Stage.KNOWN, Stage.UNCLAIMED):
            usual["holders"] = np.where(lead < 0, np.uint64(0), np.uint64(1) << lead.astype(np.uint64))
        identity = np.arange(register.size + 1, register.size + matters + 1, dtype=np.uint64)
        rows = register.enter(identity=identity, topic=number, level_at_birth=level, **(usual | columns))
        for way in WAYS[stage]:
            register.move(rows, way, 0.0, Reason.CLAIMED)
        return rows

    return call
