"""The tally: what is counted as days go by, because neither the register nor the people remember it."""

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cogov.model.columns import State

Floats = npt.NDArray[np.float64]


def _nothing() -> Floats:
    return np.zeros(1)


@dataclass
class Tally(State):
    """Sums since the warm-up, and the daily series; sums have an entry for each city."""

    talk_hours: Floats = field(default_factory=_nothing)
    """Hours that citizens spent in talks."""
    meeting_days: Floats = field(default_factory=_nothing)
    """Handler-days that desks spent in talks and on convening others."""
    capped: Floats = field(default_factory=_nothing)
    """Sum over measured days of the share of (village, topic) cells at the cap of the hazard."""
    measured_days: int = 0
    weeks: int = 0
    """Weekly samples taken since the warm-up."""
    load_gini: Floats = field(default_factory=_nothing)
    taken: Floats = field(default_factory=_nothing)
    """Sum over measured days of the handlers that levers take from the desks."""
    displaced: Floats = field(default_factory=_nothing)
    """Matters that enforcement and campaigns pushed out of the city on measured days, at base rates."""
    feelings: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict)
    """Sum over the samples of each citizen's feelings, taking part and contact with the grid worker."""
    judged: list[Floats] = field(default_factory=list)
    """Day by day, (cities, 2): sum and number of the judgements."""
    daily: dict[str, list[Floats]] = field(default_factory=dict)
    """What `cogov.model.indicators.SERIES` declares, day by day."""

    @property
    def series(self) -> dict[str, list[float]]:
        """The daily series of a city that lives alone."""
        return {name: [math.nan if math.isnan(value) else float(value) for (value,) in values] for name, values in self.daily.items()}
