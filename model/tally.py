"""The tally: what is counted as days go by, because neither the register nor the people remember it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.measures import gini

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

FEELINGS = ("gain", "happiness", "security", "trust", "active")
"""Columns of citizens whose weekly means become indicators."""


@dataclass
class Tally:
    """Sums since the warm-up, and the daily series."""

    talk_hours: float = 0.0
    """Hours that citizens spent in talks."""
    capped: float = 0.0
    """Sum over measured days of the share of (village, topic) cells at the cap of the hazard."""
    measured_days: int = 0
    weeks: int = 0
    """Weekly samples taken since the warm-up."""
    load_gini: float = 0.0
    taken: float = 0.0
    """Sum over measured days of the handlers that levers take from the desks."""
    feelings: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict)
    """Sum over the samples of each citizen's feelings."""
    series: dict[str, list[float]] = field(default_factory=dict)

    def close_day(self, model: "CoGovernanceModel") -> None:
        """Count the day that ends."""
        today = {
            "backlog": float(len(model.register.open_rows)),
            "arisen": float(model.register.size),
            "ended": float(len(model.register.ended_today)),
        }
        for name, value in today.items():
            self.series.setdefault(name, []).append(value)
        if model.is_measured:
            self.measured_days += 1
            self.taken += float((model.institutions.staff - model.institutions.handlers).clip(min=0).sum())
            if (model.day - model.scenario.warmup) % 7 == 0:
                self._sample(model)

    def _sample(self, model: "CoGovernanceModel") -> None:
        """Take the week's sample of feelings and loads."""
        self.weeks += 1
        institutions = model.institutions
        self.load_gini += float(np.nan_to_num(gini(institutions.load / np.maximum(institutions.handlers, 0.1))))
        for name in FEELINGS:
            column = getattr(model.citizens, name)
            if name not in self.feelings:
                self.feelings[name] = np.zeros(model.citizens.size, dtype=np.float32)
            self.feelings[name] += column
