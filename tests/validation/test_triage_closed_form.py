"""Triage against its closed form (docs/odd.md, 7.3), in the real model under `triage: claims`, `taking: always`, reach 0.

Every comparison is over the first triage of each matter, given its own candidates and its own ambiguity a. Seeds are fixed; an interval
of 99.9 % misses a true model once in a thousand, so a handful of the comparisons below could in principle fall outside; none of the
seeds was chosen.
"""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate, stats

from cogov.model import duty
from cogov.model.desks import GOVERNMENT
from cogov.model.mandates import SINGLE
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.triage import CENTRE_FACTS, FACTS, reach, understanding
from cogov.model.stages import Ownership

Build = Callable[..., CoGovernanceModel]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
CLAIMS = {"choices.triage": "claims", "choices.taking": "always"}
NAMES = (Ownership.CLEAR, Ownership.OVERREACH, Ownership.MISPLACEMENT, Ownership.ABSENCE)
Z = float(stats.norm.ppf(0.9995))
"""Half-width of a 99.9 % interval in standard deviations."""


def four_shares(q: Floats, rightful: Bools) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the chances of clear ownership, overreach, misplacement and absence along the last axis of `q`.

    R* = Π q and N = Π (1 − q) over the rightful, W = 1 − Π (1 − q) over the others.
    """
    all_rightful = np.where(rightful, q, 1.0).prod(axis=-1)
    no_rightful = np.where(rightful, 1 - q, 1.0).prod(axis=-1)
    some_wrong = 1 - np.where(rightful, 1.0, 1 - q).prod(axis=-1)
    clear, absence = all_rightful * (1 - some_wrong), (1 - all_rightful) * (1 - some_wrong)
    return clear, (1 - no_rightful) * some_wrong, no_rightful * some_wrong, absence


def test_the_four_shares_match_brute_force() -> None:
    """All 2^n answers of n institutions, each named by `duty.outcome`, weighted by their chance: exact to rounding, 1e-12."""
    rng = np.random.default_rng(3)
    for owners, others in ((1, 0), (1, 4), (2, 3), (3, 2), (3, 0)):
        rightful = np.arange(owners + others) < owners
        q = rng.random(owners + others)
        answers = np.array(list(itertools.product([False, True], repeat=len(q))))
        chance = np.where(answers, q, 1 - q).prod(axis=1)
        named = duty.outcome(np.broadcast_to(rightful, answers.shape), answers)
        brute = [chance[named == name].sum() for name in NAMES]
        assert [float(share) for share in four_shares(q, rightful)] == pytest.approx(brute, abs=1e-12)


def test_the_four_shares_sum_to_one_for_whole_arrays() -> None:
    rng = np.random.default_rng(4)
    q, rightful = rng.random((500, 9)), rng.random((500, 9)) < 0.3
    assert sum(four_shares(q, rightful)) == pytest.approx(1.0, abs=1e-12)


class Seen:
    """Matters with a rightful desk after their first triage, with the tables that bear on each."""

    def __init__(self, model: CoGovernanceModel) -> None:
        register = model.city.register
        outcome = register.outcome[: register.size]
        rows = np.flatnonzero((outcome != Ownership.NOT_YET) & (outcome != Ownership.NOVEL))
        self.level, self.topic = model.city.topics.level[register.topic[rows]], register.topic[rows]
        single = model.city.mandates.mandate[self.level, self.topic] == SINGLE
        rows, self.level, self.topic = rows[single], self.level[single], self.topic[single]
        where = self.level, self.topic
        self.rows, self.outcome, self.a = rows, outcome[rows], register.ambiguity[rows][:, None]
        self.omega, (self.candidate, self.rightful) = (
            model.city.worth[0][where],
            (getattr(model.city.mandates, name)[where] for name in ("candidate", "rightful")),
        )
        triage, policy = model.scenario.parameters.triage, model.city.policy
        self.between = model.city.mandates.between[where] * duty.standing_spread(triage.sigma_max, policy.boundary_clarity)
        self.within = model.city.mandates.within[where] * duty.standing_spread(triage.sigma_max, policy.duty_clarity)
        self.sigma_facts = triage.sigma_0
        desk = model.city.slots.desk_of[register.village[rows]]
        self.u = model.city.rule_between[desk, self.topic[:, None]], model.city.rule_within[desk, self.topic[:, None]]

    def given_u(self) -> Floats:
        """Return the four chances of each matter given the run's own standing misunderstandings, (matters, 4)."""
        rule = self.a * (self.between * self.u[0] + self.within * self.u[1])
        return self.shares(stats.norm.cdf((self.omega + rule - 0.5) / self.sigma_facts))

    def on_average(self) -> Floats:
        """Return the four chances of each matter over all misunderstandings, (matters, 4)."""
        q = duty.seeing_chance(self.omega, self.a, self.between, self.within, self.sigma_facts, np.zeros(1))
        return self.shares(q)

    def shares(self, q: Floats) -> Floats:
        return np.stack(four_shares(q * self.candidate, self.rightful), axis=1)

    def named(self) -> Floats:
        """Return what came out, as four indicators of each matter."""
        return np.stack([self.outcome == name for name in NAMES], axis=1).astype(np.float64)


@pytest.mark.parametrize("sigma_0", [0.15, 0.3, 0.5, 0.8, 1.5])
def test_without_rule_noise_the_four_shares_are_binomial(triage_alone: Build, sigma_0: float) -> None:
    """(a) Both clarities 1: q is Φ(±½/σ_0) for every matter of a level, so counts are binomial; 99.9 % interval for each."""
    levers = {"boundary_clarity": 1.0, "duty_clarity": 1.0}
    model = triage_alone(11, 100_000, 30, levers, {**CLAIMS, "parameters.triage.sigma_0": sigma_0}).run()
    seen = Seen(model)
    q_right, q_wrong = stats.norm.cdf(0.5 / sigma_0), stats.norm.cdf(-0.5 / sigma_0)
    assert len(seen.rows) > 800
    for level in range(3):
        here = seen.level == level
        candidates = np.unique(seen.candidate[here].sum(axis=1))
        assert len(candidates) == 1
        wrong = int(candidates[0]) - 1
        some_wrong = 1 - (1 - q_wrong) ** wrong
        form = (q_right * (1 - some_wrong), q_right * some_wrong, (1 - q_right) * some_wrong, (1 - q_right) * (1 - some_wrong))
        for name, chance in zip(NAMES, form, strict=True):
            count = int((seen.outcome[here] == name).sum())
            low, high = stats.binom.interval(0.999, int(here.sum()), chance)
            assert low <= count <= high, (Ownership(name).name, level, count, low, high)


@pytest.mark.parametrize("clarity", [0.0, 0.3, 0.5, 0.7, 0.9])
def test_with_rule_noise_the_shares_follow_the_runs_own_misunderstandings(triage_alone: Build, clarity: float) -> None:
    """(b) Given u, matters are independent with known chances: the count is Poisson-binomial, its normal interval at 99.9 %.

    Plus half a matter: the count is a whole number.
    """
    levers = {"boundary_clarity": clarity, "duty_clarity": clarity}
    model = triage_alone(12, 100_000, 30, levers, {**CLAIMS, "parameters.triage.sigma_0": 0.25}).run()
    seen = Seen(model)
    form, came = seen.given_u(), seen.named()
    for k, name in enumerate(NAMES):
        expected, sd = form[:, k].sum(), np.sqrt((form[:, k] * (1 - form[:, k])).sum())
        assert abs(came[:, k].sum() - expected) <= Z * sd + 0.5, (Ownership(name).name, came[:, k].sum(), expected, sd)


def test_only_the_boundary_in_question_misleads(triage_alone: Build) -> None:
    """(b) with the two clarities apart, and a matter's a far from 1: the form still holds, interval as above."""
    settings = {**CLAIMS, "parameters.triage.sigma_0": 0.25, "parameters.triage.ambiguity_spread": 0.9}
    for between, within in ((1.0, 0.0), (0.0, 1.0)):
        model = triage_alone(13, 100_000, 30, {"boundary_clarity": between, "duty_clarity": within}, settings).run()
        seen = Seen(model)
        form, came = seen.given_u(), seen.named()
        for k, name in enumerate(NAMES):
            expected, sd = form[:, k].sum(), np.sqrt((form[:, k] * (1 - form[:, k])).sum())
            assert abs(came[:, k].sum() - expected) <= Z * sd + 0.5, (Ownership(name).name, came[:, k].sum(), expected, sd)


def over_cities(triage_alone: Build, clarity: float, seeds: range) -> Floats:
    """Return by named outcome how far shares lie from the form, and the half-width of that.

    Matters of one topic in one city share institutions' misunderstandings; topics and cities are independent. So the interval is clustered by
    city × topic, which contains every institution × topic; residuals are against the form at each matter's own a, which is integrated over by
    what the cities drew. 99.9 % t-interval.
    """
    clusters: list[Floats] = []
    matters = 0
    levers = {"boundary_clarity": clarity, "duty_clarity": clarity}
    for seed in seeds:
        model = triage_alone(seed, 6000, 35, levers, {**CLAIMS, "parameters.triage.sigma_0": 0.25}).run()
        seen = Seen(model)
        residual = seen.named() - seen.on_average()
        clusters.extend(residual[seen.topic == topic].sum(axis=0) for topic in np.unique(seen.topic))
        matters += len(seen.rows)
    sums = np.array(clusters)
    return np.stack([sums.sum(axis=0), Z * np.sqrt((sums**2).sum(axis=0))], axis=1) / matters


def test_over_a_few_cities_the_shares_are_the_closed_form(triage_alone: Build) -> None:
    """(c) 10 seeds."""
    off, half_width = over_cities(triage_alone, 0.5, range(1000, 1010)).T
    assert (np.abs(off) <= half_width).all(), (off, half_width)
    assert (half_width < 0.1).all()


@pytest.mark.slow("test_over_a_few_cities_the_shares_are_the_closed_form")
@pytest.mark.parametrize("clarity", [0.0, 0.3, 0.5, 0.7, 0.9])
def test_over_many_cities_the_shares_are_the_closed_form(triage_alone: Build, clarity: float) -> None:
    """(c) 240 seeds: enough to see a difference of two points."""
    off, half_width = over_cities(triage_alone, clarity, range(1000, 1240)).T
    assert (np.abs(off) <= half_width).all(), (off, half_width)
    assert (half_width < 0.02).all()


def _draws(triage_alone: Build, attempts: int, sigma_0: float, sigma_max: float, persistence: float = 0.0) -> Floats:
    """Return whether the rightful desk fails to see, (institution × topic, attempts), one matter for each institution and topic."""
    settings: dict[str, Any] = {
        **CLAIMS,
        "city.urban_share": 0.0,
        "city.residents_per_rural_village": 200.0,
        "parameters.triage.sigma_0": sigma_0,
        "parameters.triage.sigma_max": sigma_max,
        "parameters.triage.facts_persistence": persistence,
    }
    found = []
    for seed in range(4):
        model = triage_alone(seed, 100_000, 10, {"boundary_clarity": 0.0, "duty_clarity": 0.0}, settings)
        topics = np.flatnonzero((model.city.mandates.mandate[0] == SINGLE) & (model.city.topics.level == 0))
        village, topic = (part.ravel() for part in np.meshgrid(np.arange(model.city.territory.villages), topics))
        identity = np.arange(len(village), dtype=np.uint64)
        rows = model.city.register.enter(identity=identity, village=village, topic=topic, level=0, arose=0.0, ambiguity=1.0)
        slot = model.city.mandates.lead[0, topic]
        desk = model.city.slots.desk_of[village]
        between, within = model.city.rule_between[desk, topic[:, None]], model.city.rule_within[desk, topic[:, None]]
        x = np.empty((len(rows), attempts))
        for attempt in range(attempts):
            model.city.register.attempt[rows] = attempt
            x[:, attempt] = understanding(model.city, rows, between, within, FACTS)[np.arange(len(rows)), slot]
        found.append(x <= duty.THRESHOLD)
    return np.concatenate(found)


def test_who_has_failed_fails_again_more_often(triage_alone: Build) -> None:
    """P(fails again | failed n times) = ∫ φ(u)(1 − q(u))^(n+1) du / ∫ φ(u)(1 − q(u))^n du for n = 0, 1, 2, 3.

    Standing noise makes the chance rise; fresh noise alone would keep it level. Institutions × topics are independent: binomial 99.9 %.
    """
    sigma_0, sigma_max = 0.4, 0.6
    failed = _draws(triage_alone, 4, sigma_0, sigma_max)
    spread = sigma_max * np.sqrt(2)  # the rightful desk is misled by both lines

    def moment(n: int) -> float:
        return float(integrate.quad(lambda u: stats.norm.pdf(u) * stats.norm.sf((0.5 + spread * u) / sigma_0) ** n, -9, 9, epsabs=1e-12)[0])

    chances = [moment(n + 1) / moment(n) for n in range(4)]
    assert np.all(np.diff(chances) > 0.04)
    again = np.ones(len(failed), dtype=bool)
    for n, chance in enumerate(chances):
        count, of = int(failed[again, n].sum()), int(again.sum())
        low, high = stats.binom.interval(0.999, of, chance)
        assert of > 500
        assert low <= count <= high, (n, count / of, chance)
        again &= failed[:, n]


def test_without_standing_noise_a_failure_says_nothing_about_the_next(triage_alone: Build) -> None:
    """σ_max 0: every attempt fails with Φ(−½/σ_0), whatever came before; binomial 99.9 %."""
    failed = _draws(triage_alone, 4, 0.8, 0.0)
    chance = stats.norm.cdf(-0.5 / 0.8)
    again = np.ones(len(failed), dtype=bool)
    for n in range(3):
        low, high = stats.binom.interval(0.999, int(again.sum()), chance)
        assert low <= int(failed[again, n].sum()) <= high
        again &= failed[:, n]


@pytest.mark.parametrize("persistence", [0.0, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("sigma_max", [0.0, 0.4])
def test_who_is_asked_again_sees_as_the_closed_form_says(triage_alone: Build, persistence: float, sigma_max: float) -> None:
    """Seen by the n-th attempt, n = 1 … 6: the integral over what stays, of the rule and of the case; binomial 99.9 %."""
    failed, sigma_0 = _draws(triage_alone, 6, 0.8, sigma_max, persistence), 0.8
    standing = np.array(sigma_max * np.sqrt(2))
    chances = [float(duty.seen_within(n, np.array(1.0), standing, sigma_0, persistence, np.zeros(()))) for n in range(1, 7)]
    once = duty.seeing_chance(np.array(1.0), np.ones(()), np.array(sigma_max), np.array(sigma_max), sigma_0, np.zeros(()))
    assert chances[0] == pytest.approx(float(once), abs=5e-4)  # at the first attempt persistence changes nothing
    for n, chance in enumerate(chances, start=1):
        low, high = stats.binom.interval(0.999, len(failed), chance)
        assert low <= int((~failed[:, :n].all(axis=1)).sum()) <= high, (n, chance)
    if persistence == 1.0:
        assert (failed == failed[:, :1]).all()
        assert chances == pytest.approx(chances[:1] * 6)
    else:
        assert np.all(np.diff(chances) > 0)


@pytest.mark.parametrize(("persistence", "within_six"), [(0.0, 0.97), (1.0, 0.45)])
def test_twelve_desks_and_a_matter_on_no_list(persistence: float, within_six: float) -> None:
    """Clear rules, ω = .3, σ_F = .12: each sees with Φ(−.2/.12) = .048; one of twelve does with 1 − .952¹² = .45, in six afresh 1 − .952⁷²."""
    missed = 1 - duty.seen_within(6, np.array(0.3), np.zeros(()), 0.12, persistence, np.zeros(()))
    assert 1 - float(missed) ** 12 == pytest.approx(within_six, abs=0.006)


def test_facts_misjudged_by_a_centre_persist_too(triage_alone: Build) -> None:
    model = triage_alone(3, 4000, 20, {}, {"parameters.triage.facts_persistence": 1.0, "parameters.triage.sigma_max": 0.0})
    rows = model.city.register.enter(identity=np.arange(200, dtype=np.uint64), village=0, topic=0, level=0, arose=0.0, ambiguity=1.0)
    nothing = np.zeros((len(rows), len(model.city.slots)))
    eyes = []
    for attempt in (0, 4):
        model.city.register.attempt[rows] = attempt
        eyes.append(understanding(model.city, rows, nothing, nothing, CENTRE_FACTS))
    assert np.array_equal(*eyes)
    assert not np.array_equal(eyes[0], understanding(model.city, rows, nothing, nothing, FACTS))


@pytest.mark.parametrize(
    ("power", "clarity", "part", "far"),
    [(0.0, 0.0, 0.5, 0.3), (0.0, 1.0, 0.5, 0.15), (0.5, 0.5, 0.5, 0.3 * 0.5 * 0.75), (0.0, 1.0, 0.0, 0.3), (1.0, 0.0, 0.5, 0.0)],
)
def test_government_reaches_less_far_as_power_is_shared_and_duties_are_clear(
    triage_alone: Build, power: float, clarity: float, part: float, far: float
) -> None:
    """reach = .3 (1 − power_sharing)(1 − reach_clarity · duty_clarity), government alone; a part of 0 leaves duty clarity out of it."""
    settings = {"parameters.triage.reach": 0.3, "parameters.triage.reach_clarity": part}
    model = triage_alone(3, 4000, 20, {"power_sharing": power, "duty_clarity": clarity}, settings)
    rows = model.city.register.enter(identity=np.arange(1, dtype=np.uint64), village=0, topic=0, level=0, arose=0.0)
    assert reach(model.city, rows)[0] == pytest.approx(np.where(model.city.slots.sector == GOVERNMENT, far, 0.0))
