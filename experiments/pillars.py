"""Pillar scores: how far everyone is responsible, fulfils and shares, 0 to 100, from outcomes and costs only."""

import math
from collections.abc import Mapping

from cogov.model.indicators import INDICATORS, PILLARS, SCORED_ROLES
from cogov.model.scenario import Weights


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
