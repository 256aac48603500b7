"""The experiment that studies a city: a scenario, the policies tried in it, the factors laid on both, what is recorded."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cogov.experiments.company import may_differ, most_together
from cogov.experiments.designs.factors import Factor, laid_on_policy, laid_on_scenario
from cogov.experiments.plan import Deadline, Outcome, Run, Value
from cogov.experiments.recorded import every
from cogov.experiments.runner import LivedRun, RunRequest, companies, live, live_together
from cogov.model.indicators import PILLARS
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.loader import as_mapping

if TYPE_CHECKING:
    import pyarrow as pa

    from cogov.model.city import City

NOT_DECISIVE = frozenset({"name", "title", "question", "source", "policy", "policies"})
"""Parts of a scenario that no result depends on: words, and policies, which a run names and resolves by itself."""


@dataclass(frozen=True)
class CityExperiment:
    """One city under several policies, some of its settings varied from run to run."""

    scenario: Scenario
    policies: Mapping[str, Policy]
    varied: tuple[Factor, ...] = ()
    record: tuple[str, ...] = ()
    """Tables that are kept beside the numbers: `series`, `events`, `flows`, `townships`."""
    indicators: tuple[str, ...] = field(default_factory=every)
    """Indicators, with and without a group, of which a column is kept."""
    check: bool = False
    """Check the model's invariants every day."""
    memory: float = math.inf
    """Bytes that a process may take: so many runs are lived through together as that holds."""

    @property
    def factors(self) -> Mapping[str, type]:
        """Return the factors by name with the type of their values."""
        return {factor.name: factor.type for factor in self.varied}

    @property
    def outputs(self) -> tuple[str, ...]:
        """Return the indicators that are kept, the pillar scores and the costs, in the order in which a run gives them."""
        return (*self.indicators, *(f"pillar_{name}" for name in PILLARS), "cost", "lever_cost", "cost_per_resident")

    @property
    def tables(self) -> "Mapping[str, pa.Schema]":
        """Return the schemas of what is recorded."""
        if not self.record:
            return {}
        from cogov.experiments import events, flows, series, townships  # noqa: PLC0415 - nothing is recorded by most studies

        schemas = {"series": series.SCHEMA, "events": events.SCHEMA, "flows": flows.SCHEMA, "townships": townships.SCHEMA}
        return {kind: schemas[kind] for kind in self.record}

    def prepare(self) -> None:
        """Import the model, and what measures and records it."""
        import cogov.experiments.measuring  # noqa: PLC0415
        import cogov.model.build  # noqa: PLC0415
        import cogov.model.day  # noqa: PLC0415
        import cogov.model.twins  # noqa: PLC0415
        import cogov.model.witness  # noqa: F401, PLC0415

        _ = self.tables

    def live(self, run: Run, deadline: Deadline) -> Outcome:
        """Live through one run."""
        (request,) = self._requests((run,))
        return self._outcome(live(request, deadline))

    @property
    def most_together(self) -> int:
        """How many runs are lived through in one pass; only the policies of a point where something is varied in which they may not differ."""
        most = most_together(self.scenario, self.memory)
        return min(most, len(self.policies)) if any(self._divides(factor) for factor in self.varied) else most

    def within(self, memory: float) -> "CityExperiment":
        """Return the same for processes that may take so many bytes."""
        return replace(self, memory=memory)

    def live_together(self, runs: Sequence[Run], deadline: Deadline) -> list[Outcome]:
        """Live through several runs, neighbours that may live together in one pass."""
        return [self._outcome(lived) for lived in self.lived_together(runs, deadline)]

    def lived_together(self, runs: Sequence[Run], deadline: Deadline) -> Iterator[LivedRun]:
        """Yield runs that were lived through, neighbours that may live together in one pass."""
        for company in companies(self._requests(runs), self.memory):
            yield from live_together(company, deadline)

    def _divides(self, factor: Factor) -> bool:
        """Whether runs that differ in a factor are not lived through together."""
        return factor.of == "scenario" and not may_differ(self.scenario, factor.path)

    def _requests(self, runs: Sequence[Run]) -> list[RunRequest]:
        """Return what decides each of some runs; those of one point have one scenario."""
        scenarios = {values: self.settings_of(run)[0] for values, run in {run.values: run for run in runs}.items()}
        return [RunRequest(scenarios[run.values], run.policy, self._policy_of(run), run.seed, self.check) for run in runs]

    def _outcome(self, lived: LivedRun) -> Outcome:
        found = lived.measured.flat()
        return Outcome({name: found[name] for name in self.outputs}, self._recorded(lived.city))

    def settings_of(self, run: Run) -> tuple[Scenario, Policy]:
        """Return the scenario and the policy under which a run stands."""
        return laid_on_scenario(self.scenario, self._values(run)), self._policy_of(run)

    def _policy_of(self, run: Run) -> Policy:
        return laid_on_policy(self.policies[run.policy], self._values(run))

    def _values(self, run: Run) -> dict[Factor, Value]:
        return dict(zip(self.varied, run.values, strict=True))

    def _recorded(self, city: "City") -> "Mapping[str, pa.Table]":
        if not self.record:
            return {}
        from cogov.experiments import events, flows, series, townships  # noqa: PLC0415

        makers = {
            "series": series.series_table,
            "events": events.events_table,
            "flows": flows.flows_table,
            "townships": townships.townships_table,
        }
        return {kind: makers[kind](city) for kind in self.record}

    def described(self) -> Mapping[str, Any]:
        """Return the scenario without what decides nothing; policies and factors are the runs' own."""
        from cogov.experiments.own import described, only_read  # noqa: PLC0415 - the rules of the day are slow to import

        city = {key: value for key, value in as_mapping(self.scenario).items() if key not in NOT_DECISIVE}
        for name in only_read():
            city["costs"]["levers"].pop(name, None)
        return {"city": city, **described(self.scenario.day)}
