"""An experiment whose runs leave the values of targets: indicators, and measures of the log that a run would have written.

A plan has the runs at one point side by side: they differ in their seeds only, and are lived through together whatever is fitted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cogov.analysis.calibration.question import Question
from cogov.analysis.calibration.targets import OF_LOG
from cogov.experiments.cities import CityExperiment
from cogov.experiments.company import most_together
from cogov.experiments.designs.plans import decisive
from cogov.experiments.identity import fingerprint
from cogov.experiments.plan import Deadline, Outcome, Plan, Run
from cogov.experiments.planning import Point, plan_runs
from cogov.experiments.runner import LivedRun

if TYPE_CHECKING:
    import pyarrow as pa

MEASURING = {"cogov.analysis.logs.shape": ("cases.py", "measures.py", "shape.py", "simulated.py")}
"""Code that decides what a log's measures are."""


@dataclass(frozen=True)
class Observed:
    """A city of which targets are looked at."""

    city: CityExperiment
    outputs: tuple[str, ...]
    """Names of targets."""
    seeds: int
    """Of every point: so many runs at least are lived through together."""

    @property
    def factors(self) -> Mapping[str, type]:
        """Return the unknown numbers by name."""
        return self.city.factors

    @property
    def tables(self) -> "Mapping[str, pa.Schema]":
        """Nothing is kept beside the targets."""
        return {}

    @property
    def most_together(self) -> int:
        """How many runs are lived through in one pass: those of a point, and those of many where they may differ in all that is fitted."""
        return max(self.city.most_together, min(self.seeds, most_together(self.city.scenario, self.city.memory)))

    def within(self, memory: float) -> "Observed":
        """Return the same for processes that may take so many bytes."""
        return replace(self, city=self.city.within(memory))

    @property
    def _reads_logs(self) -> bool:
        return any(name.startswith(OF_LOG) for name in self.outputs)

    def prepare(self) -> None:
        """Import what a run needs."""
        self.city.prepare()
        if self._reads_logs:
            import cogov.analysis.logs.shape.simulated  # noqa: F401, PLC0415

    def live(self, run: Run, deadline: Deadline) -> Outcome:
        """Live through one run."""
        (outcome,) = self.live_together((run,), deadline)
        return outcome

    def live_together(self, runs: Sequence[Run], deadline: Deadline) -> list[Outcome]:
        """Live through runs, neighbours that may live together in one pass."""
        return [Outcome(self._values(lived)) for lived in self.city.lived_together(runs, deadline)]

    def _values(self, lived: LivedRun) -> dict[str, float]:
        known = lived.measured.indicators | (log_of(lived) if self._reads_logs else {})
        return {name: known[name] for name in self.outputs}

    def described(self) -> Mapping[str, Any]:
        """Return the city, and what of the code beside the model decides the values."""
        return {**self.city.described(), **({"measuring": fingerprint(MEASURING)} if self._reads_logs else {})}


def log_of(lived: LivedRun) -> dict[str, float]:
    """Return the measures of the log of a run, by the names of targets."""
    from cogov.analysis.calibration.targets import log_values  # noqa: PLC0415 - pandas is slow to import
    from cogov.analysis.logs.shape.shape import shape_of  # noqa: PLC0415
    from cogov.analysis.logs.shape.simulated import simulated_log  # noqa: PLC0415
    from cogov.experiments.events import events_frame  # noqa: PLC0415

    return log_values(shape_of(simulated_log(events_frame(lived.city))))


def plan_at(asked: Question, points: Sequence[Point], seeds: int, seed: int) -> Plan:
    """Plan so many runs at every point of what is asked of one place, each with luck of its own; those of a point stand side by side."""
    names = tuple(one.measure for one in asked.targets)
    city = CityExperiment(asked.scenario, {asked.policy_name: asked.policy}, tuple(one.factor for one in asked.numbers), indicators=())
    policies = {asked.policy_name: decisive(asked.policy)}
    plan = plan_runs(Observed(city, names, seeds), points, policies, replicates=seeds, seed=seed, luck="independent")

    def by_point() -> Iterator[Run]:
        return iter(sorted(plan.runs(), key=lambda run: (run.point, run.replicate)))

    return replace(plan, make_runs=by_point)
