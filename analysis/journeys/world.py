"""One run of one policy, remembered: the model at its end, all events, and a witness of each triage."""

import time
import traceback
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cogov.experiments.events import events_frame
from cogov.experiments.runner import RunRequest, RunResult, time_rules
from cogov.experiments.titles import desk_titles
from cogov.model.city import CoGovernanceModel
from cogov.model.witness import Sightings, Witness, watch
from cogov.model.words import Text
from cogov.scenarios.errors import InputError

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True)
class World:
    """What a journey is told from."""

    policy: str
    model: CoGovernanceModel
    witness: Witness
    seconds: float = float("nan")
    rule_seconds: dict[str, float] = field(default_factory=dict)

    @cached_property
    def events(self) -> pd.DataFrame:
        """Everything that happened, by matter (`cogov.experiments.events`)."""
        return events_frame(self.model)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row in the register of every matter, by its code."""
        return {code: row for row, code in enumerate(self.events["matter"].unique())}

    @cached_property
    def by_identity(self) -> dict[int, str]:
        """Code of every matter, by its identity."""
        identity = self.model.register.identity[: self.model.register.size].tolist()
        return dict(zip(identity, self.rows, strict=True))

    @cached_property
    def desks(self) -> list[Text]:
        """Title of every desk."""
        return desk_titles(self.model)

    @cached_property
    def sightings(self) -> Sightings:
        """What the witness saw."""
        return self.witness.sightings()

    @cached_property
    def missing(self) -> dict[tuple[int, int], dict[int, tuple[float, float, float]]]:
        """By matter's row and day of triage: readiness, tie and congruence of each desk that was to join in."""
        absences, found = self.witness.absences(), dict[tuple[int, int], dict[int, tuple[float, float, float]]]()
        factors = zip(absences.readiness.tolist(), absences.tie.tolist(), absences.congruence.tolist(), strict=True)
        where = zip(absences.row.tolist(), absences.day.tolist(), absences.desk.tolist(), factors, strict=True)
        for row, day, desk, one in where:
            found.setdefault((row, day), {})[desk] = one
        return found

    @cached_property
    def _sighting_order(self) -> "npt.NDArray[np.int64]":
        return np.argsort(self.sightings.row, kind="stable")

    def triages_of(self, row: int) -> "npt.NDArray[np.int64]":
        """Return the sightings of one matter, oldest first."""
        ordered = self.sightings.row[self._sighting_order]
        first, end = np.searchsorted(ordered, [row, row + 1])
        return self._sighting_order[first:end]

    @cached_property
    def _bounds(self) -> "npt.NDArray[np.int64]":
        return np.append(np.flatnonzero(self.events["order"].to_numpy() == 0), len(self.events))

    def events_of(self, row: int) -> pd.DataFrame:
        """Return what happened to one matter."""
        return self.events.iloc[self._bounds[row] : self._bounds[row + 1]]


def live_through(request: RunRequest) -> World:
    """Run a policy with a witness."""
    begun = time.perf_counter()
    model = CoGovernanceModel(request.scenario, request.policy, request.seed, check=request.check)
    witness = watch(model)
    rule_seconds = time_rules(model)
    model.run()
    return World(request.policy_name, model, witness, time.perf_counter() - begun, rule_seconds)


def lived_through(request: RunRequest) -> World | RunResult:
    """Run a policy with a witness; a run that failed is a result that says so."""
    try:
        return live_through(request)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - a rule of a researcher's own may raise whatever it likes
        said = f"{type(error).__name__}: {error}"
        return RunResult(request.policy_name, request.seed, error=said, traceback=traceback.format_exc())
