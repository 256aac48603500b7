"""What indicators are functions of beside cohorts: the run as a whole, and some of its citizens."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cogov.model import cohort as cohorts
from cogov.model.city import City
from cogov.model.cohort import Cohort
from cogov.model.indicators.groups import CITIZEN_GROUPS, FAMILIES
from cogov.model.measures import NAN, SETTLED, aalen_johansen, unsettled_days

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Whole:
    """A run, with all that several indicators need, each found once."""

    city: City
    all_episodes: Cohort
    """All episodes of the run, those of the warm-up too."""
    found: dict[str, float] = field(default_factory=dict)
    """What has been measured so far; by the turn of what is told of the city as a whole, everything else."""

    @cached_property
    def episodes(self) -> Cohort:
        """The episodes that arose after the warm-up."""
        return self.all_episodes.only(cohorts.measured(self.city, self.all_episodes.row))

    @cached_property
    def matters(self) -> Cohort:
        """The matters that arose after the warm-up."""
        return cohorts.matters(self.city)

    @property
    def everyone(self) -> "Residents":
        """All residents."""
        return Residents(self, np.ones(self.city.citizens.size, dtype=bool))

    @cached_property
    def citizen_groups(self) -> dict[str, dict[str, Bools]]:
        """Who belongs to each group of citizens, by family."""
        return {family: FAMILIES[family].flags_of_citizens(self.city) for family in CITIZEN_GROUPS}

    @property
    def resolved(self) -> float:
        """Episodes settled truly and for good on the measured days, whenever they arose."""
        whole = self.all_episodes
        return float((whole.settled & (whole.column("ended") >= self.city.scenario.warmup)).sum())

    @property
    def person_years(self) -> float:
        """Residents times the measured days, in years."""
        return self.city.territory.population * max(self.city.tally.measured_days, 1) / 365

    @property
    def standing(self) -> Floats:
        """Where each citizen stands by what he or she can do for him- or herself: by income, among equals by access."""
        people = self.city.citizens
        return 2.0 * ~people.low_income + 1.0 * people.online

    @cached_property
    def burden_and_need(self) -> tuple[Floats, Floats]:
        """By citizen, the days that matters went unsettled, open ones included, and what is usual for such matters watched as long.

        Both weighted by severity.
        """
        episodes = self.episodes
        watched = np.minimum(episodes.seen, episodes.horizon)
        borne, expected = np.where(episodes.settled, np.minimum(episodes.age, watched), watched), np.zeros(len(watched))
        for _, alike in cohorts.grouped(episodes.topic):
            curve = aalen_johansen(episodes.age[alike], episodes.event[alike], SETTLED, episodes.horizon)
            expected[alike] = unsettled_days(curve, watched[alike])
        return self._by_citizen(borne), self._by_citizen(expected)

    @cached_property
    def visit_hours(self) -> Floats:
        """By citizen, the hours that visits took over matters that ended on the measured days."""
        register = self.city.register
        rows = np.flatnonzero(register.ended[: register.size] >= self.city.scenario.warmup)
        return np.bincount(register.citizen[rows], weights=np.nan_to_num(register.hours[rows]), minlength=self.city.citizens.size)

    def _by_citizen(self, days: Floats) -> Floats:
        return np.bincount(self.episodes.citizen, weights=days * self.episodes.severity, minlength=self.city.citizens.size)


@dataclass(frozen=True)
class Residents:
    """Some citizens of a run."""

    run: Whole
    who: Bools

    @cached_property
    def rows(self) -> Ints:
        """Their rows."""
        return np.flatnonzero(self.who)

    def felt(self, feeling: str) -> float:
        """Return the mean of a feeling, of taking part or of contact, over the measured weeks; NaN before the first, or of nobody."""
        total = self.run.city.tally.feelings.get(feeling)
        return NAN if total is None or not self.rows.size else float(total[self.rows].mean(dtype=np.float64)) / self.run.city.tally.weeks

    @cached_property
    def gain(self) -> Floats:
        """The mean sense of gain of each over the measured weeks; of nobody before the first."""
        total = self.run.city.tally.feelings.get("gain")
        return np.empty(0) if total is None else total[self.rows].astype(np.float64) / self.run.city.tally.weeks
