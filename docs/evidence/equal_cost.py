"""One lever raised at equal total cost: all other levers pay for it.

The rule, in full. The lever goes from where the city stands to where it works most. The levers together may cost what those of the
city as it is cost, in yuan per resident and year. What the lever costs more is taken from all others that cost money: each is turned
back by the same share of its way from where the city stands to where it costs least, part by part. Where all of them at their least do
not pay for it, the lever goes only as far as they do. A lever that costs no money, or none more, is paid for by nobody. The handlers
that levers take are no part of this sum; they are felt in the outcomes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scipy.optimize import brentq

from cogov.experiments.budget import EQUAL, cost
from cogov.experiments.same_budget import scaled
from cogov.model.costs import intensity
from cogov.model.levers import LEVERS
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.loader import resolve_policy

AS_IS = "as_is"
SEED = (1,)
"""Without phases no seed changes what levers cost."""
EXACT = 1e-12


@dataclass(frozen=True)
class Paid:
    """A lever as far up as the others can pay for, and what is left of them; costs in yuan per resident and year."""

    policy: Policy
    reached: float
    """Share of the lever's way from the city as it is to where it works most."""
    kept: float
    """Share of their way from least to the city as it is that the others keep."""
    total: float
    """What all levers of the city as it is cost, and those of this policy."""
    dearer: float
    """What the lever at its most would cost more."""


def ends(lever: str, scenario: Scenario) -> dict[str, float]:
    """Return the values at which a lever works least and most."""
    values = (LEVERS[lever].low, LEVERS[lever].high)
    low, high = sorted(values, key=lambda value: intensity(resolve_policy(scenario, AS_IS, {lever: value}), lever))
    return {"lowest": low, "highest": high}


def paid_by_others(scenario: Scenario, lever: str) -> Paid:
    """Raise one lever and let the others pay for it."""
    as_is, most = resolve_policy(scenario, AS_IS), {lever: ends(lever, scenario)["highest"]}
    priced = [name for name, curve in scenario.costs.levers.items() if name in LEVERS and curve.per_head > 0]
    others = {name: ends(name, scenario)["lowest"] for name in priced if name != lever}
    raised, alone = resolve_policy(scenario, AS_IS, most), resolve_policy(scenario, AS_IS, most | others)
    total = cost(scenario, as_is, SEED)
    dearer = cost(scenario, raised, SEED) - total
    if dearer <= total * EQUAL:
        return Paid(raised, 1.0, 1.0, total, dearer)
    if cost(scenario, alone, SEED) <= total:
        kept = _share(scenario, (alone, raised), total)
        return Paid(scaled(alone, raised, kept), 1.0, kept, total, dearer)
    start = resolve_policy(scenario, AS_IS, others)
    reached = _share(scenario, (start, alone), total)
    return Paid(scaled(start, alone, reached), reached, 0.0, total, dearer)


def _share(scenario: Scenario, way: tuple[Policy, Policy], total: float) -> float:
    """Return the share of the way from one policy to another at which levers cost the total."""

    def excess(share: float) -> float:
        return cost(scenario, scaled(*way, share), SEED) - total

    return float(brentq(excess, 0.0, 1.0, xtol=EXACT))


def payments(scenario: Scenario) -> Mapping[str, Paid]:
    """Return for every lever how it is paid for."""
    return {lever: paid_by_others(scenario, lever) for lever in LEVERS}
