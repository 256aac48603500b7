"""The tally: what is counted as days go by, because neither the register nor the people remember it."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.grid_workers import in_contact
from cogov.model.indicators import SERIES
from cogov.model.measures import gini
from cogov.model.stages import Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

SAMPLED = {"sense_of_gain": "gain", "happiness": "happiness", "security": "security", "trust": "trust", "participation_rate": "active"}
"""What is sampled weekly of the citizens, as indicators and series call it, and the column of which it is the mean."""


WEEK = 7


@dataclass
class Tally:
    """Sums since the warm-up, and the daily series."""

    talk_hours: float = 0.0
    """Hours that citizens spent in talks."""
    meeting_days: float = 0.0
    """Handler-days that desks spent in talks and on convening others."""
    capped: float = 0.0
    """Sum over measured days of the share of (village, topic) cells at the cap of the hazard."""
    measured_days: int = 0
    weeks: int = 0
    """Weekly samples taken since the warm-up."""
    load_gini: float = 0.0
    taken: float = 0.0
    """Sum over measured days of the handlers that levers take from the desks."""
    displaced: float = 0.0
    """Matters that enforcement and campaigns pushed out of the city on measured days, at base rates."""
    feelings: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict)
    """Sum over the samples of each citizen's feelings, taking part and contact with the grid worker."""
    judged: list[tuple[float, int]] = field(default_factory=list)
    """Sum and number of the judgements of each day."""
    series: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in SERIES})
    """What `cogov.model.indicators.SERIES` declares, day by day."""

    def close_day(self, model: "CoGovernanceModel") -> None:
        """Count the day that ends."""
        for name, value in (self._matters(model) | self._people(model)).items():
            self.series[name].append(value)
        if model.is_measured:
            self.measured_days += 1
            self.taken += float((model.institutions.staff - model.institutions.handlers).clip(min=0).sum())
            if (model.day - model.scenario.warmup) % 7 == 0:
                self._sample(model)

    def _matters(self, model: "CoGovernanceModel") -> dict[str, float]:
        """Return the day's figures of matters."""
        register, ended = model.register, model.register.ended_today
        standing = np.bincount(register.stage[register.open_rows], minlength=len(Stage))
        known = len(register.open_rows) - standing[Stage.UNKNOWN]
        return {
            "arisen": float(len(register.open_rows) + len(ended)) - self._yesterday("open"),
            "known": float(known + np.count_nonzero(~np.isnan(register.known[ended]))) - self._yesterday("backlog"),
            "ended": float(len(ended)),
            "settled": float(np.count_nonzero(register.stage[ended] == Stage.SETTLED)),
            "open": float(len(register.open_rows)),
            "backlog": float(known),
            "in_hand": float(standing[Stage.IN_HAND]),
            "unclaimed": float(standing[Stage.UNCLAIMED]),
            "satisfaction": self._satisfaction(register.satisfaction[ended]),
        }

    def _satisfaction(self, judgements: npt.NDArray[np.float64]) -> float:
        """Return the mean judgement of what ended in the last seven days: at weekends little ends but what is given up."""
        self.judged.append((float(np.nansum(judgements)), int(np.count_nonzero(~np.isnan(judgements)))))
        total, count = (sum(part) for part in zip(*self.judged[-WEEK:], strict=True))
        return total / count if count else math.nan

    def _people(self, model: "CoGovernanceModel") -> dict[str, float]:
        """Return the citizens' means on the days of the weekly sample, the warm-up included; NaN between them."""
        if (model.day - model.scenario.warmup) % 7:
            return dict.fromkeys(SAMPLED, math.nan)
        return {name: float(getattr(model.citizens, column).mean(dtype=np.float64)) for name, column in SAMPLED.items()}

    def _yesterday(self, name: str) -> float:
        return self.series[name][-1] if self.series[name] else 0.0

    def _sample(self, model: "CoGovernanceModel") -> None:
        """Take the week's sample of feelings and loads."""
        self.weeks += 1
        institutions = model.institutions
        self.load_gini += float(np.nan_to_num(gini(institutions.load / np.maximum(institutions.handlers, 0.1))))
        columns = {name: getattr(model.citizens, name) for name in SAMPLED.values()} | {"contact": in_contact(model)}
        for name, column in columns.items():
            if name not in self.feelings:
                self.feelings[name] = np.zeros(model.citizens.size, dtype=np.float32)
            self.feelings[name] += column
