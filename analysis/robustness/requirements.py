"""What a world must show to count as satisfied: `--require 'mean_days<15,...'`, or the level at which the baseline stands."""

from collections.abc import Sequence

import numpy as np

from cogov.analysis.discovery.condition import Condition, parse_conditions
from cogov.analysis.robustness.performance import OVERALL, Performance
from cogov.analysis.study import Study


def required(study: Study, written: str | None) -> tuple[Condition, ...]:
    """Read what is required; nothing where nothing is said."""
    return () if written is None else parse_conditions(written, study.outputs, "--require", between=",")


def baseline_levels(performances: Sequence[Performance]) -> tuple[Condition, ...]:
    """Require each output to be at least as good as the baseline's (the first policy's) mean over the worlds."""
    return tuple(
        Condition(one.output, ">=" if one.direction > 0 else "<=", float(np.mean(one.values[:, 0])))
        for one in performances
        if one.output != OVERALL and len(one.values)
    )
