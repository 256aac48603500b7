"""The science of triage: who sees a matter as theirs, who takes it, and what comes out.

All functions are pure; `cogov.model.rules.triage` fetches the columns and calls them.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import expit, ndtr, ndtri

from cogov.model import portable
from cogov.model.stages import Ownership

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Masks = npt.NDArray[np.uint64]
THRESHOLD = 0.5


def standing_spread[Value: (float, Floats)](sigma_max: float, clarity: Value) -> Value:
    """Return σ_max (1 − clarity): how far standing misunderstandings of the rule spread."""
    return sigma_max * (1.0 - clarity)


def facts_spread[Value: (float, Floats)](sigma_0: float, shared_information: Value) -> Value:
    """Return σ_0 (1 − ½ shared information): facts are never certain."""
    return sigma_0 * (1.0 - 0.5 * shared_information)


def seeing_chance(omega: Floats, a: Floats, sigma_between: Floats, sigma_within: Floats, sigma_facts: float, reach: Floats) -> Floats:
    """Return the chance, over all misunderstandings, that somebody sees a matter as its own.

    q = Φ((ω − ½ + reach) / σ), σ² = a² (σ_B² + σ_D²) + σ_F²: signal detection with two sources of noise (Green & Swets 1966).
    """
    sigma = np.sqrt(a**2 * (sigma_between**2 + sigma_within**2) + sigma_facts**2)
    q: Floats = ndtr((omega - THRESHOLD + reach) / sigma)
    return q


QUANTILES = ndtri((np.arange(4000) + 0.5) / 4000)
"""A standard normal in as many equally likely values: an average over them is an integral, of steps too."""


def seen_within(attempts: int, omega: Floats, standing: Floats, sigma_facts: float, persistence: float, reach: Floats) -> Floats:
    """Return the chance that somebody has seen a matter as its own by the n-th attempt.

    1 − ∫ φ(w) Φ((½ − reach − ω − σ_s w) / σ_f)^n dw: what stays from attempt to attempt, σ_s² = a² (σ_B² + σ_D²) + ρ σ_F², and what is
    drawn afresh, σ_f² = (1 − ρ) σ_F². `standing` is a √(σ_B² + σ_D²). For n = 1 it is `seeing_chance`, and at ρ = 1 without standing
    misunderstandings it stays there.
    """
    stays, afresh = np.sqrt(standing**2 + persistence * sigma_facts**2), np.sqrt(1 - persistence) * sigma_facts
    short = (THRESHOLD - reach - omega)[..., None] - stays[..., None] * QUANTILES
    missed: Floats = portable.power(ndtr(short / max(afresh, 1e-12)), attempts)
    chance: Floats = 1.0 - missed.mean(axis=-1)
    return chance


def outcome(rightful: Bools, taken: Bools) -> npt.NDArray[np.int8]:
    """Name who has each matter, from (matters, slots) flags."""
    wrong = (taken & ~rightful).any(axis=1)
    some, every = (taken & rightful).any(axis=1), (taken | ~rightful).all(axis=1)
    named = np.select(
        [~rightful.any(axis=1), some & wrong, wrong, every],
        [Ownership.NOVEL, Ownership.OVERREACH, Ownership.MISPLACEMENT, Ownership.CLEAR],
        default=Ownership.ABSENCE,
    )
    return named.astype(np.int8)


def volunteering(seers: npt.NDArray[np.int64], cost: float | Floats) -> Floats:
    """Return v = 1 − cost^(1/(n−1)), the chance that one of n who see a matter as theirs steps forward; 1 for one.

    The mixed equilibrium of the volunteer's dilemma (Diekmann 1985); `cost` is (1 − duty_clarity) · ρ_v.
    """
    others = np.maximum(seers - 1, 1)
    return np.where(seers > 1, 1.0 - portable.power(cost, 1.0 / others), 1.0)


def best_response(seers: npt.NDArray[np.int64], cost: float | Floats, private: Floats) -> Bools:
    """Say who steps forward when each knows its own cost, uniform on the interval `private` describes around `cost`.

    Harsanyi's purification of the volunteer's dilemma: one steps forward where its own cost is below the cut-off c* that
    solves c* = (1 − F(c*))^(n−1). `private` holds (uniform draw, half-width as a share) in its last axis.
    """
    draw, width = private[..., 0], np.maximum(private[..., 1], 1e-9)
    low, high = np.zeros(seers.shape), np.ones(seers.shape)
    for _ in range(40):
        middle = (low + high) / 2
        share = np.clip((middle / np.maximum(cost, 1e-12) - 1 + width[..., 0]) / (2 * width[..., 0]), 0, 1)
        above = portable.power(1 - share, np.maximum(seers - 1, 1)) > middle
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    own = np.asarray(cost)[..., None] * (1 + width * (2 * draw - 1))
    steps: Bools = (own <= low[..., None]) | (seers <= 1)[..., None]
    return steps


def inclination(
    base: float | Floats, weight: float | Floats, relative_attention: Floats, load_weight: float | Floats, load: Floats
) -> Floats:
    """Return logistic(β0 + β_g ln(K · attention) − β_L · load): the will to take what one sees as one's own."""
    will: Floats = expit(base + weight * portable.log(relative_attention) - load_weight * load)
    return will
