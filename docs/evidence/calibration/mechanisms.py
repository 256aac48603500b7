"""The simulated log beside the real ones: the city as it was assumed, each mechanism that it left off alone, and all together.

How strong a mechanism is turned on was fixed before anything was run: a share at one half, a spread at one half or twice what it was, a count
at twice what it was. Townships' differences (`township_staff`, `township_pace`) are left out, since a city of this size has one; `burden` changes
an indicator and no log.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from cogov.analysis.calibration.targets import log_values
from cogov.analysis.logs.shape.compared import DISTANCES
from cogov.analysis.logs.shape.shape import Shape, shape_of
from cogov.analysis.logs.shape.simulated import simulated_log
from cogov.analysis.paired import t_interval
from cogov.experiments.events import events_frame
from cogov.experiments.pool import each
from cogov.experiments.runner import RunRequest, live_together
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.calibration.fit import Fit
from docs.evidence.validation.logs import ALIKE, real_log


@dataclass(frozen=True)
class Mechanism:
    """What the city as assumed leaves off or weak, turned on."""

    name: str
    title: Text
    settings: Mapping[str, object] = field(default_factory=dict)


ALONE = (
    Mechanism("sigma_max", Text(zh="误解加倍", en="misunderstandings × 2"), {"parameters.triage.sigma_max": 0.7}),
    Mechanism("sigma_0", Text(zh="误判加倍", en="misjudged facts × 2"), {"parameters.triage.sigma_0": 0.24}),
    Mechanism("asked_anew", Text(zh="退单者再被询问", en="asked anew ½"), {"parameters.triage.asked_anew": 0.5}),
    Mechanism("giving_up", Text(zh="每次转出重新计数", en="counted each search"), {"choices.giving_up": "each_search"}),
    Mechanism("give_up_attempts", Text(zh="放弃前次数加倍", en="attempts × 2"), {"parameters.triage.give_up_attempts": 12}),
    Mechanism("day_spread", Text(zh="各日差异", en="days differ ½"), {"parameters.emergence.day_spread": 0.5}),
    Mechanism("rest_day_fall", Text(zh="休息日减少", en="rest days ½"), {"parameters.emergence.rest_day_fall": 0.5}),
    Mechanism("deferral", Text(zh="临期才办", en="deferral ½"), {"parameters.handling.deferral": 0.5}),
)
TOGETHER = Mechanism("together", Text(zh="全部", en="all together"), {path: value for one in ALONE for path, value in one.settings.items()})


@dataclass(frozen=True)
class Measured:
    """A measure of a real log, and that of the simulated ones of a city: their mean and its 95 % interval over seeds."""

    mechanism: str
    name: str
    log: float
    mean: float
    low: float
    high: float

    @property
    def alike(self) -> bool:
        """Whether the mean lies within a quarter of the real log's value."""
        return abs(self.mean - self.log) <= ALIKE * abs(self.log)


def cities(fit: Fit) -> tuple[Mechanism, ...]:
    """Return the city as it was assumed, those with mechanisms, and the calibrated one, which is the default city."""
    assumed, calibrated = Text(zh="校准前", en="as assumed"), Text(zh="默认城市（校准后）", en="default city (calibrated)")
    return Mechanism("assumed", assumed), *ALONE, TOGETHER, Mechanism("calibrated", calibrated, fit.central)


def measured(fit: Fit, size: Mapping[str, object], replicates: int, workers: int) -> list[Measured]:
    """Live through every city and measure its logs as the targets ask."""
    found = cities(fit)
    logs = each([partial(shapes, {**size, **fit.assumed, **one.settings}, replicates) for one in found], workers)
    incidents = real_log("incidents")
    return [
        row
        for city, runs in zip(found, logs, strict=True)
        for row in (*_targets(city, fit.targets, runs), *_distances(city, incidents, runs))
    ]


def shapes(settings: Mapping[str, object], replicates: int) -> list[Shape]:
    """Return the shape of the log of a city with some settings, a seed each."""
    scenario = load_scenario("leping", settings)
    policy = resolve_policy(scenario, "as_is", {})
    requests = [RunRequest(scenario, "as_is", policy, seed) for seed in range(1, replicates + 1)]
    return [shape_of(simulated_log(events_frame(one.city))) for one in live_together(requests)]


def _targets(city: Mechanism, targets: Sequence[Mapping[str, Any]], runs: Sequence[Shape]) -> Iterator[Measured]:
    values = [log_values(run) for run in runs]
    for one in targets:
        yield _row(city.name, one["name"], one["value"], [run[one["name"]] for run in values])


def _distances(city: Mechanism, log: Shape, runs: Sequence[Shape]) -> Iterator[Measured]:
    """Yield how far the distributions of hand-offs are apart; 0 is the log itself."""
    for one in DISTANCES[:2]:
        yield _row(city.name, one.name, 0.0, [one.between(log, run) for run in runs])


def _row(city: str, name: str, log: float, simulated: Sequence[float]) -> Measured:
    known = np.array([value for value in simulated if not np.isnan(value)])
    low, high, _ = t_interval(known)
    return Measured(city, name, log, float(known.mean()) if known.size else float("nan"), low, high)
