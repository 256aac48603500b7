"""The city as an ordinary Mesa model, for `mesa.batch_run`, `SolaraViz` and whatever else makes a model from keywords."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from mesa.datacollection import DataCollector

from cogov.city import Place, Rules, city_of
from cogov.model import mesa_model
from cogov.model.indicators import INDICATORS
from cogov.model.indicators.series import SERIES
from cogov.plain import plainly
from cogov.policy import MINE, Choice, with_own
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.shorter import asked
from cogov.setting import as_names


class CoGovernanceModel(mesa_model.CoGovernanceModel):
    """A city as a Mesa model: made from a city, a policy and a seed, however they are named; levers may be keywords too.

    Its data collector has every daily series on every day, and every indicator of the run on the last day (NaN before). The model
    stops (`running` is False) when the scenario's days are over. Mesa's own tools say `rng` for the seed.
    """

    @plainly
    def __init__(
        self,
        scenario: Place = "leping",
        policy: Choice = "as_is",
        seed: int | None = 1,
        *,
        rng: int | None = None,
        population: int | None = None,
        days: int | None = None,
        warmup: int | None = None,
        rules: Rules = (),
        check: bool = False,
        **levers: float,
    ) -> None:
        city = city_of(scenario, rules)
        reference, names = with_own(city.reference, policy if isinstance(policy, str | Path) else {MINE: policy})
        loaded = load_scenario(reference, asked(days, warmup, population), rules=city.rules)
        resolved = resolve_policy(loaded, as_names(names, least=1)[0], levers)
        super().__init__(loaded, resolved, next((one for one in (rng, seed) if one is not None), 1), check=check)
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


def _today(model: CoGovernanceModel, name: str) -> float:
    return model.city.tally.daily[name][-1].item() if name in model.city.tally.daily else math.nan


def _of_run(model: CoGovernanceModel, name: str) -> float:
    return model.of_run(name)
