"""The tally: what is counted day by day, because the register does not remember it."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass
class Tally:
    """Running sums since the warm-up, and the daily series."""

    citizen_hours: float = 0.0
    capped: float = 0.0
    """Sum over days of the share of (village, topic) cells at the cap of the hazard."""
    fill_sum: float = 0.0
    fill_count: int = 0
    participants: float = 0.0
    """Sum over measured days of the share of citizens who take part."""
    measured_days: int = 0
    days: int = 0
    series: dict[str, list[float]] = field(default_factory=dict)

    def measure_fill(self, least: npt.NDArray[np.float64], needed: npt.NDArray[np.bool_], measured: bool) -> None:
        """Add the day's least fills of needed resources."""
        if measured:
            self.fill_sum += float(least[needed].sum())
            self.fill_count += int(needed.sum())

    def add(self, **values: float) -> None:
        """Append one day to the series."""
        for name, value in values.items():
            self.series.setdefault(name, []).append(value)
