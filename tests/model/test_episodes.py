"""Episodes and true settlements, by hand: what is closed on paper is not settled, what is open neither vanishes nor counts as failed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cogov.experiments.runner import LivedRun
from cogov.model.cohort import all_episodes, came_back, episodes, matters
from cogov.model.indicators import INDICATORS, MAIN
from cogov.model.indicators.measure import measure
from cogov.model.mandates import COMPOSITE
from cogov.model.measures import CENSORED, SETTLED
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.stages import Origin, Reason, Stage
from cogov.model.topics import APPLICATION, DISPUTE
from cogov.scenarios import load_scenario

Company = Callable[..., list[LivedRun]]

HORIZON, DAYS = 40, 100


class ByHand:
    """A city in which nothing happens but what a test writes into its register."""

    def __init__(self, topic: str = "political_work", **settings: Any) -> None:
        base = {"city.population": 2000, "days": DAYS, "warmup": 0, "horizon_days": HORIZON}
        self.model = CoGovernanceModel(load_scenario("leping", base | settings), seed=1)
        self.model.city.day = self.model.city.tally.measured_days = DAYS
        self.register = self.model.city.register
        self.topic = self.model.city.topics.names.index(topic)

    def arises(self, day: float, parent: int = -1, origin: Origin = Origin.NEW) -> int:
        """Let a matter arise that is known at once; a child counts with its parent."""
        identity = np.array([self.register.size + 1], dtype=np.uint64)
        if parent >= 0:
            self.register.children[parent] += 1
        rows = self.register.enter(
            identity=identity, topic=self.topic, village=0, citizen=0, parent=parent, origin=origin, arose=day, known=day, taken=day,
            work_total=1.0,
        )  # fmt: skip
        return int(rows[0])

    def ends(self, row: int, day: float, stage: Stage = Stage.SETTLED, *, early: bool = False, judged: float = 0.0) -> int:
        """Let a matter end."""
        self.register.stage[row], self.register.ended[row] = stage, day
        self.register.closed_early[row], self.register.satisfaction[row] = early, judged
        return row

    def five(self) -> None:
        """Five episodes that arose on day 0: settled; closed early and settled when it came back; closed early; to come back; petitioned."""
        self.ends(self.arises(0.0), 10.0, judged=0.9)
        again = self.arises(14.0, self.ends(self.arises(0.0), 4.0, early=True, judged=0.8), Origin.REOPENED)
        self.ends(again, 30.0, judged=0.5)
        self.ends(self.arises(0.0), 2.0, early=True, judged=0.8)
        coming = self.ends(self.arises(0.0), 5.0, judged=0.9)
        self.register.children[coming] += 1  # announced, not yet born
        petition = self.arises(6.0, self.ends(self.arises(0.0), 6.0, Stage.GIVEN_UP), Origin.PETITION)
        self.ends(petition, 20.0, judged=0.4)

    def __getitem__(self, name: str) -> float:
        return measure(self.model.city)[name]


# -- A1: true settlements of episodes --------------------------------------------------------------------------------------------
# settled for good on days 10, 30, 20; closed on paper only: a competing end; to come back: open. No other is open before H = 40, so
# F(40) = 3/5, and mean_days = (10 + 30 + 40 + 40 + 20) / 5 = 28


def test_an_episode_is_a_matter_and_all_that_was_born_of_it() -> None:
    city = ByHand()
    city.five()
    found = all_episodes(city.model.city)
    assert len(found.row) == 5
    assert sorted(zip(found.row.tolist(), found.last.tolist(), strict=True)) == [(0, 0), (1, 2), (3, 3), (4, 4), (5, 6)]
    assert found.age[found.settled].tolist() == [10, 20, 30]
    assert len(matters(city.model.city).row) == 7


def test_outcomes_count_true_and_final_settlements() -> None:
    city = ByHand()
    city.five()
    found = measure(city.model.city)
    assert found["resolution_rate"] == pytest.approx(3 / 5)
    assert found["mean_days"] == pytest.approx(28)
    assert found["median_days"] == 30  # F: 1/5 on day 10, 2/5 on day 20, 3/5 on day 30
    assert found["unmet_need"] == pytest.approx(28 / 40)
    assert found["satisfaction"] == pytest.approx((0.9 + 0.5 + 0.4) / 5)
    deadline = city.model.city.topics.deadline[city.topic]
    assert found["on_time_rate"] == pytest.approx(sum(day <= deadline for day in (10, 20, 30)) / 5)


def test_reports_count_every_closing_and_start_anew() -> None:
    city = ByHand()
    city.five()
    found = measure(city.model.city)
    # seven matters on record: closed after 10, 4, 16, 2, 5 and 14 days, one given up
    assert found["reported_resolution_rate"] == pytest.approx(6 / 7)
    assert found["reported_mean_days"] == pytest.approx((10 + 4 + 16 + 2 + 5 + 14 + 40) / 7)
    deadline = city.model.city.topics.deadline[city.topic]
    assert found["reported_on_time_rate"] == pytest.approx(sum(day <= deadline for day in (10, 4, 16, 2, 5, 14)) / 7)
    assert found["reporting_gap"] == pytest.approx(6 / 7 - 3 / 7)  # closed for good: on days 10, 30 and 20


def test_closing_early_what_would_be_settled_never_looks_better() -> None:
    """The same episode, honest on day 30, or closed early on day 1 and left, or closed early and settled when it came back on day 40."""
    names = ("resolution_rate", "mean_days", "unmet_need", "satisfaction", "owned_in_time_rate", "on_time_rate", "handoffs_per_matter")
    found = {}
    for way in ("honest", "left", "again"):
        city = ByHand()
        for day in (5.0, 25.0, 39.0):
            city.ends(city.arises(0.0), day, judged=0.6)
        row = city.ends(city.arises(0.0), 30.0 if way == "honest" else 1.0, early=way != "honest", judged=0.6)
        city.register.begun[row] = 0.5
        if way == "again":
            city.ends(city.arises(20.0, row, Origin.REOPENED), 40.0, judged=0.6)
        values = measure(city.model.city)
        found[way] = {name: values[name] for name in names}
    for name in names:
        sign = INDICATORS[name].direction
        assert all(sign * found[way][name] <= sign * found["honest"][name] + 1e-12 for way in ("left", "again")), name
    assert (found["left"]["resolution_rate"], found["honest"]["resolution_rate"]) == pytest.approx((3 / 4, 1))
    assert found["honest"]["owned_in_time_rate"] - found["left"]["owned_in_time_rate"] == pytest.approx(1 / 4)


def test_what_was_closed_early_is_not_fast_in_its_citizens_eyes_and_days_count_from_the_first() -> None:
    from cogov.model.rules.closure import satisfaction

    city = ByHand()
    row = city.ends(city.arises(0.0), 1.0, early=True)
    again = city.ends(city.arises(20.0, row, Origin.REOPENED), 21.0)
    slow, fast = city.ends(city.arises(0.0), 21.0), city.ends(city.arises(20.0), 21.0)
    for one in (row, again, slow, fast):
        city.register.visits[one] = city.register.begun[one] = 1.0
    judged = satisfaction(city.model.city, np.array([row, again, slow, fast]))
    assert judged[0] == pytest.approx(0.2 + 0.4 * 0.3)  # visits .2, outcome .4 · premature_outcome; nothing for speed
    assert judged[1] == pytest.approx(judged[2])
    assert judged[3] > judged[2] > judged[0]


# -- A2: what is open neither vanishes nor counts as failed ------------------------------------------------------------------------


def mediated(city: ByHand, day: float | None, stage: Stage = Stage.SETTLED, *, performed: bool = True, court: bool = False) -> int:
    """Let a dispute arise on day 0, come to its first session on day 10, and end."""
    row = city.arises(0.0)
    register = city.register
    for to, reason in ((Stage.KNOWN, Reason.REPORTED), (Stage.IN_HAND, Reason.CLAIMED), (Stage.SESSION, Reason.WORK_DONE)):
        register.move(np.array([row]), to, 10.0, reason)
    register.sessions[row], register.performed[row], register.court[row] = 1, performed, court
    if day is not None:
        city.ends(row, day, stage)
    return row


def test_mediation_is_judged_of_all_that_came_to_it() -> None:
    topic = ByHand().model.city.topics.form.tolist().index(DISPUTE)
    city = ByHand(ByHand().model.city.topics.names[topic])
    mediated(city, 11.0)
    mediated(city, 12.0)
    mediated(city, 13.0, performed=False)  # it will come back for certain
    city.register.children[2] += 1
    mediated(city, 30.0, court=True)
    mediated(city, None)
    city.arises(0.0)  # never came to a session
    # of five: two settled without the court; one ruled on, two open at the end, after more than H days from the first session
    assert city["mediation_success"] == pytest.approx(2 / 5)
    assert city["reported_mediation_success"] == pytest.approx(3 / 4)  # of four that ended, unperformed or not
    assert city["performance_rate"] == pytest.approx(2 / 3)


RATES = (
    "resolution_rate", "mean_days", "satisfaction", "joint_action_rate", "one_visit_rate", "visits_per_application",
    "mediation_success", "repeat_rate", "resolved_in_village", "resolved_in_township", "settled_by_service", "on_time_rate",
    "owned_in_time_rate", "grid_settled_rate", "grid_spot_rate", "reported_mean_days",
)  # fmt: skip


def test_what_has_just_arisen_changes_no_rate() -> None:
    """A hundred matters of every topic that arose in the last hour of a run say nothing yet, and so change nothing."""
    settings = {"city.population": 3000, "days": 150, "warmup": 30, "horizon_days": 60}
    model = CoGovernanceModel(load_scenario("leping", settings), seed=2).run()
    before = measure(model.city)
    topics = np.repeat(np.arange(len(model.city.topics.names)), 100)
    identity = np.arange(len(topics), dtype=np.uint64) + np.uint64(2**60)
    model.city.register.enter(
        identity=identity, topic=topics, village=np.zeros(len(topics), dtype=np.int64), citizen=0, arose=150 - 1e-9, known=150 - 1e-9,
        level_at_birth=model.city.topics.level[topics], channel=2,
    )  # fmt: skip
    after = measure(model.city)
    assert {name: after[name] for name in RATES} == pytest.approx({name: before[name] for name in RATES}, abs=1e-6)
    assert after["discovery_rate"] != before["discovery_rate"]


def test_repeats_and_joint_work_by_hand() -> None:
    city = ByHand()
    first = city.ends(city.arises(0.0), 10.0)
    city.arises(30.0, first, Origin.REOPENED)  # 20 days after it was closed; open
    city.ends(city.arises(0.0), 10.0)
    # two closed, both watched for 90 days: one came back on day 20 ≤ 40
    assert city["repeat_rate"] == pytest.approx(1 / 2)
    names, mandate = city.model.city.topics.names, city.model.city.mandates.mandate
    composite = next(name for index, name in enumerate(names) if mandate[0, index] == COMPOSITE)
    together = ByHand(composite)
    together.register.joint[together.ends(together.arises(0.0), 10.0)] = True
    together.ends(together.arises(0.0), 10.0)
    together.arises(0.0)
    assert together["joint_action_rate"] == pytest.approx(1 / 3)


def test_lawsuits_are_those_brought_ruled_on_or_not() -> None:
    city = ByHand()
    row = np.array([mediated(city, None)])
    city.register.move(row, Stage.COURT, 12.0, Reason.SETTLEMENT_FAILED)
    # one suit of 2,000 residents in 100 days
    assert city["lawsuits_per_10k"] == pytest.approx(10_000 / (2000 * 100 / 365))


def test_visits_of_reopened_applications_add_up() -> None:
    sample = ByHand()
    city = ByHand(sample.model.city.topics.names[sample.model.city.topics.form.tolist().index(APPLICATION)])
    one = city.ends(city.arises(0.0), 5.0)
    two = city.ends(city.arises(0.0), 5.0)
    again = city.ends(city.arises(10.0, two, Origin.REOPENED), 20.0)
    city.arises(0.0)
    city.register.visits[[one, two, again]] = 1.0
    assert city["one_visit_rate"] == pytest.approx(1 / 3)  # of three, one open: F · [visits ≤ 1]
    assert city["visits_per_application"] == pytest.approx((1 + 2) / 2)


# -- sham closing, in the whole model ----------------------------------------------------------------------------------------------

SEEDS = range(1, 9)


@pytest.mark.parametrize("settings", [{}, {"parameters.assessment.speed": 0.0}], ids=["pressure", "sham alone"])
def test_pressure_of_assessment_makes_no_main_outcome_better_and_reports_better(settings: dict[str, float], company: Company) -> None:
    """Paired over eight seeds: no main outcome or cost is better beyond two standard errors, the true ones are worse, reports better."""
    scenario = load_scenario("leping", {"city.population": 2500, "days": 180, "warmup": 40, "horizon_days": 60, **settings})
    ways = ([run.measured.indicators for run in company(scenario, SEEDS, assessment_pressure=pressure)] for pressure in (0.0, 1.0))
    pairs = list(zip(*ways, strict=True))
    better = {}
    for name in (*MAIN, "reported_resolution_rate", "reported_on_time_rate", "reporting_gap"):
        difference = np.array([pressed[name] - free[name] for free, pressed in pairs]) * (INDICATORS[name].direction or 1)
        better[name] = difference.mean(), 2 * difference.std(ddof=1) / np.sqrt(len(difference))
    outcomes = [name for name in MAIN if INDICATORS[name].role in {"outcome", "cost"}]
    assert len(outcomes) == 6
    assert {name: better[name] for name in outcomes if better[name][0] > better[name][1]} == {}
    hurried = set() if settings else {"mean_days", "unmet_need"}  # hurry does speed true work; closing on paper alone does not
    for name in {"mean_days", "resolution_rate", "satisfaction", "unmet_need", "reporting_gap"} - hurried:
        assert better[name][0] < -better[name][1], (name, better[name])
    for name in ("reported_resolution_rate", "reported_on_time_rate"):
        assert better[name][0] > better[name][1], (name, better[name])


def test_episodes_of_the_warm_up_are_left_out() -> None:
    city = ByHand(warmup=20)
    row = city.ends(city.arises(0.0), 10.0)
    city.ends(city.arises(30.0, row, Origin.REOPENED), 40.0)
    city.ends(city.arises(25.0), 30.0)
    assert episodes(city.model.city).row.tolist() == [2]
    assert sorted(matters(city.model.city).row.tolist()) == [1, 2]


def test_days_until_what_was_reported_as_settled_comes_back_by_hand() -> None:
    city = ByHand()
    city.arises(30.0, city.ends(city.arises(0.0), 10.0), Origin.REOPENED)
    city.ends(city.arises(0.0), 20.0)
    city.arises(50.0, city.ends(city.arises(0.0), 40.0), Origin.PETITION)  # another matter, not this one again
    city.arises(float(DAYS), city.ends(city.arises(0.0), 60.0), Origin.REOPENED)  # not before the end
    reported = matters(city.model.city)
    days, how = came_back(reported.only(reported.settled))
    found = sorted(zip(days.tolist(), how.tolist(), strict=True))
    assert found == [(20, SETTLED), (40, CENSORED), (60, CENSORED), (80, CENSORED)]
