"""One run of one policy, remembered: the city at its end, all events, and a witness of each triage."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cogov.experiments.events import events_frame
from cogov.experiments.runner import LivedRun, RunRequest, RunResult, live, live_or_fail
from cogov.experiments.titles import desk_titles
from cogov.model.witness import Sightings, Witness
from cogov.model.words import Text

if TYPE_CHECKING:
    import numpy.typing as npt

    from cogov.model.city import City


@dataclass(frozen=True)
class World:
    """What a journey is told from."""

    lived: LivedRun

    @property
    def policy(self) -> str:
        """Name of the policy."""
        return self.lived.request.policy_name

    @property
    def city(self) -> "City":
        """The city at its end."""
        return self.lived.city

    @property
    def witness(self) -> Witness:
        """Who saw each triage."""
        return self.lived.witness

    @cached_property
    def events(self) -> pd.DataFrame:
        """Everything that happened, by matter (`cogov.experiments.events`)."""
        return events_frame(self.city)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row in the register of every matter, by its code."""
        return {code: row for row, code in enumerate(self.events["matter"].unique())}

    @cached_property
    def by_identity(self) -> dict[int, str]:
        """Code of every matter, by its identity."""
        identity = self.city.register.identity[: self.city.register.size].tolist()
        return dict(zip(identity, self.rows, strict=True))

    @cached_property
    def desks(self) -> list[Text]:
        """Title of every desk."""
        return desk_titles(self.city)

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
    return World(live(request, witnessed=True))


def lived_through(request: RunRequest) -> World | RunResult:
    """Run a policy with a witness; a run that failed is a result that says so."""
    lived = live_or_fail(request, witnessed=True)
    return lived if isinstance(lived, RunResult) else World(lived)
