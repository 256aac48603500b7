"""What a study asks for: an experiment, and the runs of it.

An experiment says how one run is lived through; it knows nothing of files, processes or other runs. A run is what is different
from one to the next. Whatever keeps, repeats, spreads or resumes runs works on these two alone, so a city and a formula are the same
to it.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from cogov.model.words import Text

if TYPE_CHECKING:
    import pyarrow as pa

Value = float | str
"""A factor's value: a number, or a name where it is a choice."""


TIMED_OUT = "the run took longer than its timeout"


class TimedOut(Exception):
    """A run took longer than it may."""


@dataclass(frozen=True)
class Deadline:
    """When a run must have ended, on the clock of `time.monotonic`."""

    at: float = float("inf")

    @classmethod
    def after(cls, seconds: float | None) -> "Deadline":
        """Return the deadline so many seconds from now; None is no deadline."""
        return cls() if seconds is None else cls(time.monotonic() + seconds)

    def keep(self) -> None:
        """Raise `TimedOut` when it has passed; asked between the days of a run."""
        if time.monotonic() > self.at:
            raise TimedOut(TIMED_OUT)


NO_DEADLINE = Deadline()


@dataclass(frozen=True)
class Run:
    """One run that a study asks for. `run_id` is a hash of everything that decides its result."""

    run_id: str
    point: int
    """Place of the design point, from 0."""
    values: tuple[Value, ...]
    """Of the experiment's factors, in their order."""
    policy: str
    replicate: int
    seed: int


@dataclass(frozen=True)
class Outcome:
    """What a run leaves: a number for each of the experiment's outputs (missing is NaN), and tables where they are recorded."""

    values: Mapping[str, float]
    tables: "Mapping[str, pa.Table]" = field(default_factory=dict)
    """By kind: `series`, `events`; without the run_id, which the store adds."""


class Experiment(Protocol):
    """What the runs of a study share. Small and picklable: every worker gets it once."""

    @property
    def factors(self) -> Mapping[str, type]:
        """Factors by name with the type of their values, `float` or `str`."""

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of the numbers that a run leaves."""

    @property
    def tables(self) -> "Mapping[str, pa.Schema]":
        """Schemas of the tables that are recorded, by kind."""

    def prepare(self) -> None:
        """Import what a run needs: asking for runs costs nothing, and no run's clock counts what is imported once for all."""

    def live(self, run: Run, deadline: Deadline) -> Outcome:
        """Live through one run; an exception is the run's failure."""

    def described(self) -> Mapping[str, Any]:
        """Return everything that all runs share and that decides their results, as plain JSON values in a fixed order."""


@runtime_checkable
class InCompany(Experiment, Protocol):
    """An experiment whose runs can be lived through several in one pass, each as if it were alone."""

    @property
    def most_together(self) -> int:
        """How many at most; 1 where each has to be alone."""

    def within(self, memory: float) -> Experiment:
        """Return the same for processes that may take so many bytes, which decides how many runs are lived through together and no result."""

    def live_together(self, runs: Sequence[Run], deadline: Deadline) -> list[Outcome]:
        """Live through runs; what goes wrong in one is raised, and says nothing of the others."""


def most_together(experiment: Experiment) -> int:
    """Return how many runs of an experiment are lived through in one pass."""
    return experiment.most_together if isinstance(experiment, InCompany) else 1


@dataclass(frozen=True)
class Plan:
    """An experiment and its runs. Runs are made when asked for, always in the same order: a plan of a million runs is small."""

    experiment: Experiment
    count: int
    make_runs: Callable[[], Iterator[Run]]
    design: Mapping[str, Any] = field(default_factory=dict)
    """The design as it was read, for the manifest."""
    timeout: float | None = None
    """Seconds a run may take."""
    notes: tuple[Text, ...] = ()
    """What a person should know before the runs."""
    request: Mapping[str, Any] = field(default_factory=dict)
    """What was asked for, with the files of one's own (`request.py`); empty where the study came from Python code."""
    points: int = 0
    """Design points, copies included; 0 where policies have points of their own."""
    copies: Mapping[int, int] = field(default_factory=dict)
    """Points that are copies, each with the earlier one whose runs are theirs, too."""
    prices: tuple[Mapping[str, Any], ...] = ()
    """Of a comparison: which policies stand at each price of the levers, and how they were brought to one budget."""

    def within(self, memory: float) -> "Plan":
        """Return the same for workers that may take so many bytes each."""
        one = self.experiment
        return replace(self, experiment=one.within(memory)) if isinstance(one, InCompany) else self

    def runs(self) -> Iterator[Run]:
        """Every run, in order of replicate first, so that a study that is stopped early has whole replications."""
        return self.make_runs()
