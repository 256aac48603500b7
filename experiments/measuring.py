"""What one finished run is worth in numbers: indicators, pillar scores, money.

A pillar score says how far everyone is responsible, fulfils and shares, 0 to 100, from outcomes and costs only.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cogov.model.costs import YEAR, of_levers, total
from cogov.model.indicators import INDICATORS, PILLARS, SCORED_ROLES
from cogov.model.indicators.measure import measure_together
from cogov.model.scenario import Weights

if TYPE_CHECKING:
    from cogov.model.city import City


@dataclass(frozen=True)
class Measured:
    """The numbers of one run; costs in yuan over the measured days."""

    indicators: dict[str, float]
    pillars: dict[str, float]
    cost: float
    lever_cost: float
    cost_per_resident: float
    """All costs in yuan per resident and year."""

    def flat(self) -> Mapping[str, float]:
        """Return all of them side by side, as a row of results."""
        pillars = {pillar_column(name): score for name, score in self.pillars.items()}
        costs = {"cost": self.cost, "lever_cost": self.lever_cost, "cost_per_resident": self.cost_per_resident}
        return {**self.indicators, **pillars, **costs}


def measured(city: "City") -> Measured:
    """Measure a run that has come to its end."""
    (found,) = measured_together(city, [city])
    return found


def measured_together(city: "City", cities: "Sequence[City]") -> list[Measured]:
    """Measure runs that were lived through side by side, in `city`, and stand apart by now."""
    return [_in_numbers(one, values) for one, values in zip(cities, measure_together(city, cities), strict=True)]


def _in_numbers(city: "City", values: Mapping[str, float]) -> Measured:
    indicators = {name: float(value) for name, value in values.items()}
    cost = float(total(city))
    person_years = city.territory.population * city.tally.measured_days / YEAR
    return Measured(
        indicators=indicators,
        pillars=pillar_scores(indicators, city.scenario.weights),
        cost=cost,
        lever_cost=float(of_levers(city)),
        cost_per_resident=cost / person_years if person_years else float("nan"),
    )


def pillar_column(pillar: str) -> str:
    """Return what a pillar's score is called in a row of results."""
    return f"pillar_{pillar}"


def pillar_scores(indicators: Mapping[str, float], weights: Weights) -> dict[str, float]:
    """Return one score a pillar; NaN where none of its indicators is defined."""
    return {pillar: _score(pillar, indicators, getattr(weights, pillar)) for pillar in PILLARS}


def _score(pillar: str, indicators: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Weighted mean of the indicators' scores; one not named weighs 1, an undefined one nothing."""
    total = weight_sum = 0.0
    for name, indicator in INDICATORS.items():
        if indicator.pillar != pillar or indicator.role not in SCORED_ROLES:
            continue
        score, weight = indicator.score(indicators.get(name, math.nan)), weights.get(name, 1.0)
        if not math.isnan(score):
            total += weight * score
            weight_sum += weight
    return total / weight_sum if weight_sum > 0 else math.nan
