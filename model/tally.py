"""The tally: what is counted as days go by, because neither the register nor the people remember it."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cogov.model.columns import State


@dataclass
class Tally(State):
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
    series: dict[str, list[float]] = field(default_factory=dict)
    """What `cogov.model.indicators.SERIES` declares, day by day."""
