"""One run: what decides its result, how it is lived through, and what it leaves."""

import math
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import wraps
from typing import TYPE_CHECKING, Any

from cogov.experiments.company import alike, most_together
from cogov.experiments.measuring import Measured, measured_together, pillar_column
from cogov.experiments.plan import NO_DEADLINE, Deadline
from cogov.model.indicators import INDICATORS, PILLARS, base
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.words import seen
from cogov.scenarios.errors import InputError

if TYPE_CHECKING:
    from cogov.model.city import City
    from cogov.model.rule import Doing
    from cogov.model.witness import Witness


@dataclass(frozen=True)
class RunRequest:
    """Everything that decides the result of one run."""

    scenario: Scenario
    policy_name: str
    policy: Policy
    seed: int
    check: bool = False

    def alike(self, other: "RunRequest") -> bool:
        """Whether it can be lived through together with another."""
        return self.check == other.check and alike(self.scenario, other.scenario)


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


@dataclass(frozen=True)
class LivedRun:
    """A run that has come to its end: the city as it stands then, what it is worth in numbers, and what it took."""

    request: RunRequest
    city: "City"
    measured: Measured
    seconds: float
    rule_seconds: dict[str, float]
    witness: "Witness"
    """What desks made of every matter at triage; it saw nothing where nobody asked for it."""

    @property
    def result(self) -> RunResult:
        """What the run leaves, without its city."""
        found = self.measured
        return RunResult(
            policy=self.request.policy_name,
            seed=self.request.seed,
            indicators=found.indicators,
            pillars=found.pillars,
            cost=found.cost,
            lever_cost=found.lever_cost,
            series=self.city.tally.series,
            seconds=self.seconds,
            rule_seconds=self.rule_seconds,
        )


def live(request: RunRequest, deadline: Deadline = NO_DEADLINE, *, witnessed: bool = False) -> LivedRun:
    """Live through one run, day by day. What goes wrong in it is raised."""
    (lived,) = live_together((request,), deadline, witnessed=witnessed)
    return lived


def live_together(requests: Sequence[RunRequest], deadline: Deadline = NO_DEADLINE, *, witnessed: bool = False) -> list[LivedRun]:
    """Live through runs that are alike in one pass: the one place where cities are built for their days.

    Each becomes what it would have become alone, and what goes wrong in one ends them all. The model is imported here, so that asking for runs
    costs nothing before the first one; Mesa, which nothing here asks for, is not.
    """
    from cogov.model import twins  # noqa: PLC0415
    from cogov.model.build import build  # noqa: PLC0415
    from cogov.model.day import live_through, rules_of  # noqa: PLC0415
    from cogov.model.witness import Witness, watch  # noqa: PLC0415

    begun, count = time.perf_counter(), len(requests)
    cities = [build(request.scenario, request.policy, request.seed) for request in requests]
    city, rules = cities[0] if count == 1 else twins.together(cities), rules_of(requests[0].scenario)
    witness = watch(rules) if witnessed else Witness()
    rules, rule_seconds = timed(rules)
    while city.day < city.scenario.days:
        deadline.keep()
        live_through(city, rules, check=requests[0].check)
    cities = [city] if count == 1 else twins.apart(city)
    found = measured_together(city, cities)
    seconds = (time.perf_counter() - begun) / count
    by_rule = {name: spent / count for name, spent in rule_seconds.items()}
    return [LivedRun(*one, seconds, by_rule, witness) for one in zip(requests, cities, found, strict=True)]


def companies(requests: Sequence[RunRequest], memory: float = math.inf, share: float = math.inf) -> list[list[RunRequest]]:
    """Put neighbours that may be lived through together into companies of at most `share`, in a process that may take so many bytes."""
    found, room = list[list[RunRequest]](), math.inf
    for request in requests:
        most = min(share, most_together(request.scenario, memory))
        if found and len(found[-1]) < min(room, most) and request.alike(found[-1][-1]):
            found[-1].append(request)
            room = min(room, most)
        else:
            found.append([request])
            room = most
    return found


def live_or_fail(request: RunRequest, *, witnessed: bool = False) -> LivedRun | RunResult:
    """Live through one run. A failure is a result too; bad input that only the model can see is refused."""
    try:
        return live(request, witnessed=witnessed)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a rule raises must not take the other runs with it
        return RunResult(request.policy_name, request.seed, error=said_of(error), traceback=writable(traceback.format_exc()))


def run_one(request: RunRequest) -> RunResult:
    """Live through one run and return what it leaves, or why it failed."""
    return run_and_keep(request)[0]


def run_together(requests: Sequence[RunRequest]) -> list[RunResult]:
    """Live through runs that are alike in one pass and return what they leave; where one fails each is lived through alone."""
    try:
        return [lived.result for lived in live_together(requests)]
    except InputError:
        raise
    except Exception:  # noqa: BLE001 - it is told of the run that raises it
        return [run_one(request) for request in requests]


def run_and_keep(request: RunRequest) -> "tuple[RunResult, City | None]":
    """Live through one run and return the city as it stands at the end beside the result; None where the run failed."""
    lived = live_or_fail(request)
    return (lived, None) if isinstance(lived, RunResult) else (lived.result, lived.city)


def result_of(row: Mapping[Any, Any], policy: str) -> RunResult:
    """Return what a row of results keeps of a run that ended well, under a policy's name."""
    return RunResult(
        policy=policy,
        seed=row["seed"],
        indicators={key: value for key, value in row.items() if base(key) in INDICATORS},
        pillars={pillar: row[pillar_column(pillar)] for pillar in PILLARS},
        cost=row["cost"],
        lever_cost=row["lever_cost"],
    )


def said_of(failure: BaseException) -> str:
    """Return what a failure says of itself; one that cannot even do that is told all the same."""
    try:
        return writable(f"{type(failure).__name__}: {failure}")
    except Exception as worse:  # noqa: BLE001 - its words are somebody else's code
        return f"{type(failure).__name__}: its words raise {type(worse).__name__}"


def writable(words: str) -> str:
    """Return words with a mark for what UTF-8 cannot hold, half a character from the name of a file, say, or a terminal would obey."""
    return seen(words.encode("utf-8", "replace").decode("utf-8"))


def timed(rules: "Sequence[Doing]") -> "tuple[list[Doing], dict[str, float]]":
    """Return the rules of a day with a stopwatch around each, and what they will show."""
    from cogov.model.rule import name_of  # noqa: PLC0415

    seconds = {name_of(rule): 0.0 for rule in rules}
    return [_timed(rule, name_of(rule), seconds) for rule in rules], seconds


def _timed(rule: "Doing", name: str, seconds: dict[str, float]) -> "Doing":
    @wraps(rule)
    def timed(city: "City") -> None:
        begun = time.perf_counter()
        rule(city)
        seconds[name] += time.perf_counter() - begun

    timed.__name__ = name
    return timed
