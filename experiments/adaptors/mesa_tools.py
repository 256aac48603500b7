"""The city as an ordinary Mesa model, for `mesa.batch_run`, `SolaraViz` and whatever else makes a model from keywords."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from mesa.datacollection import DataCollector

from cogov.model.indicators import INDICATORS
from cogov.model.indicators.series import SERIES
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.shorter import asked


class MesaCity(CoGovernanceModel):
    """A city from names and numbers: scenario, policy and levers are keywords, the seed is Mesa's `rng`.

    Its data collector has every daily series on every day, and every indicator of the run on the last day (NaN before). The model
    stops (`running` is False) when the scenario's days are over.
    """

    def __init__(
        self,
        scenario: str = "leping",
        policy: str = "as_is",
        *,
        rng: int | None = 1,
        population: int | None = None,
        days: int | None = None,
        warmup: int | None = None,
        **levers: float,
    ) -> None:
        loaded = load_scenario(scenario, asked(days, warmup, population))
        super().__init__(loaded, resolve_policy(loaded, policy, levers), 1 if rng is None else int(rng))
        self.datacollector = DataCollector(model_reporters=_reporters())
        self._measured: dict[str, float] = {}

    def step(self) -> None:
        """Live through one day and collect what it showed."""
        super().step()
        if self.city.day >= self.scenario.days:
            self._measured = self.indicators()
            self.running = False
        self.datacollector.collect(self)

    def of_run(self, name: str) -> float:
        """Return an indicator of the whole run, NaN before its end."""
        return self._measured.get(name, math.nan)


def _reporters() -> Mapping[str, Callable[[Any], float]]:
    series = {f"daily_{name}": partial(_today, name=name) for name in SERIES}
    return series | {name: partial(_of_run, name=name) for name in INDICATORS}


def _today(model: MesaCity, name: str) -> float:
    return float(model.city.tally.series[name][-1]) if name in model.city.tally.series else math.nan


def _of_run(model: MesaCity, name: str) -> float:
    return model.of_run(name)
