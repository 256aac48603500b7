"""An index of one factor with its interval and its noise floor."""

import math
from dataclasses import dataclass
from typing import Any

from cogov.model.words import Text

TITLES: dict[str, Text] = {
    "first": Text(zh="一阶指数", en="first-order index"),
    "total": Text(zh="总指数", en="total index"),
    "mu_star": Text(zh="μ*(平均绝对效应)", en="μ* (mean absolute effect)"),
    "mu": Text(zh="μ(平均效应)", en="μ (mean effect)"),
    "sigma": Text(zh="σ(非线性或交互)", en="σ (curvature or interaction)"),
}

SALIB = {"first": "S1", "total": "ST", "mu_star": "mu_star", "mu": "mu", "sigma": "sigma"}
"""What SALib calls an index; `_conf` behind it is the 95 % half width over the points drawn."""
NOT_BELOW_0 = frozenset({"total", "mu_star", "sigma"})
RESAMPLES = 500
SEED = 1
"""Of every bootstrap: the same runs give the same answer."""


@dataclass(frozen=True)
class Estimate:
    """`value` is SALib's, of the means over replicates.

    `conf` is the 95 % half width over the sampled points, `error` the standard error over replicates, `noise` what the index
    would show of a factor without effect, and `net` the index with the noise taken out; NaN where there is one replicate.
    """

    factor: str
    index: str
    value: float
    conf: float
    error: float
    noise: float
    net: float

    @property
    def half_width(self) -> float:
        """Both sources of doubt together: the points that were drawn and the replicates; NaN where the index is undefined."""
        if math.isnan(self.value):
            return math.nan
        return math.hypot(*(part for part in (self.conf, 1.96 * self.error) if math.isfinite(part)))

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval; sizes and total indices are not below 0."""
        end = self.value - self.half_width
        return max(end, 0.0) if self.index in NOT_BELOW_0 else end

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.value + self.half_width

    @property
    def drowned(self) -> bool:
        """Whether the noise is larger than the index."""
        return self.noise > abs(self.value)

    def as_json(self) -> dict[str, Any]:
        """Plain values, None where undefined."""
        return {
            "factor": self.factor,
            "index": self.index,
            "value": self.value,
            "ci_low": self.low,
            "ci_high": self.high,
            "replication_error": self.error,
            "noise": self.noise,
            "without_noise": self.net,
            "noise_larger": self.drowned,
        }
