"""One run: what decides its result, and what it leaves."""

import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import wraps
from typing import TYPE_CHECKING, Any

from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.errors import InputError

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel
    from cogov.model.rules import Rule


@dataclass(frozen=True)
class RunRequest:
    """Everything that decides the result of one run."""

    scenario: Scenario
    policy_name: str
    policy: Policy
    seed: int
    check: bool = False


@dataclass(frozen=True)
class RunResult(Mapping[str, Any]):
    """What one run leaves; also a mapping of its fields, as a row of results.

    A run that failed has the error and its traceback, and nothing else. `seconds` and `rule_seconds` are of the clock, hence
    never the same twice; all else is.
    """

    policy: str
    seed: int
    indicators: dict[str, float] = field(default_factory=dict)
    pillars: dict[str, float] = field(default_factory=dict)
    cost: float = float("nan")
    lever_cost: float = float("nan")
    series: dict[str, list[float]] = field(default_factory=dict)
    seconds: float = float("nan")
    rule_seconds: dict[str, float] = field(default_factory=dict)
    error: str | None = None
    traceback: str | None = None

    def __getitem__(self, key: str) -> Any:
        """Return a field by its name."""
        if key not in self.__dataclass_fields__:
            raise KeyError(key)
        return getattr(self, key)

    def __iter__(self) -> Iterator[str]:
        return (one.name for one in fields(self))

    def __len__(self) -> int:
        return len(fields(self))


def run_one(request: RunRequest) -> RunResult:
    """Live through one run. A failure is a result too; bad input that only the model can see is refused."""
    return run_and_keep(request)[0]


def run_and_keep(request: RunRequest) -> "tuple[RunResult, CoGovernanceModel | None]":
    """Live through one run and return the city as it stands at the end beside the result; None where the run failed."""
    try:
        return _lived(request)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a rule raises must not take the other runs with it
        said = f"{type(error).__name__}: {error}"
        return RunResult(request.policy_name, request.seed, error=said, traceback=traceback.format_exc()), None


def _lived(request: RunRequest) -> "tuple[RunResult, CoGovernanceModel]":
    """The model is imported here, so that asking for runs costs nothing before the first one."""
    from cogov.experiments.measuring import measured  # noqa: PLC0415
    from cogov.model.city import CoGovernanceModel  # noqa: PLC0415

    begun = time.perf_counter()
    model = CoGovernanceModel(request.scenario, request.policy, request.seed, check=request.check)
    rule_seconds = time_rules(model)
    model.run()
    found = measured(model)
    result = RunResult(
        policy=request.policy_name,
        seed=request.seed,
        indicators=found.indicators,
        pillars=found.pillars,
        cost=found.cost,
        lever_cost=found.lever_cost,
        series=model.tally.series,
        seconds=time.perf_counter() - begun,
        rule_seconds=rule_seconds,
    )
    return result, model


def time_rules(model: "CoGovernanceModel") -> dict[str, float]:
    """Put a stopwatch around every rule of a model and return what they will show."""
    seconds = {_name(rule): 0.0 for rule in model.rules}
    model.rules = [_timed(rule, seconds) for rule in model.rules]
    return seconds


def _name(rule: "Rule") -> str:
    return getattr(rule, "__name__", type(rule).__name__)


def _timed(rule: "Rule", seconds: dict[str, float]) -> "Rule":
    name = _name(rule)

    @wraps(rule)
    def timed(model: "CoGovernanceModel") -> None:
        begun = time.perf_counter()
        rule(model)
        seconds[name] += time.perf_counter() - begun

    timed.__name__ = name
    return timed
