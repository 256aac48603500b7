"""Measures of logs by hand-worked cases, the published figures of real logs, and the same functions for a simulated city."""

import math
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cogov.analysis.logs.formats import FORMATS
from cogov.analysis.logs.reading.columns import LogMap, log_map
from cogov.analysis.logs.reading.door import brought
from cogov.analysis.logs.shape.cases import CaseLog, Settling, case_log
from cogov.analysis.logs.shape.compared import Compared, beside
from cogov.analysis.logs.shape.measures import CURVES, MEASURES
from cogov.analysis.logs.shape.shape import Shape, shape_from, shape_of
from cogov.analysis.logs.shape.simulated import simulated_log
from cogov.experiments.events import events_frame
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios.loader import load_scenario

X, Y, Z = 0, 1, 2
# case, time, desk, settles: A is handed X → Y → X and settled after 3 days, B stays with X for 4 days and is taken up again afterwards,
# C goes X → Y → Z → X in 8 days, D is never settled
ROWS = [
    (0, 0.0, X, False), (0, 1.0, Y, False), (0, 2.0, X, False), (0, 3.0, X, True),
    (1, 0.0, X, False), (1, 4.0, X, True), (1, 6.0, Y, False),
    (2, 1.0, X, False), (2, 2.0, Y, False), (2, 3.0, Z, False), (2, 5.0, X, False), (2, 9.0, X, True),
    (3, 2.0, Z, False),
]  # fmt: skip
DEADLINES = {0: 2.0, 1: 10.0}


def table(rows: list[tuple[int, float, int, bool]], times: int = 1) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["case", "time", "desk", "settles"])
    frame = pd.concat([frame.assign(case=frame["case"] + 4 * n) for n in range(times)], ignore_index=True)
    frame["date"], frame["level"], frame["topic"] = (
        np.floor(frame["time"]).astype(int),
        frame["desk"].where(frame["desk"] >= 0),
        frame["case"] % 4,
    )
    frame["deadline"] = (frame["case"] % 4).map(DEADLINES)
    return frame.assign(known=np.nan, settled=np.nan, knows=False)


def by_hand(times: int = 1) -> Shape:
    return shape_of(case_log(table(ROWS, times), "event"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("handoffs_mean", 5 / 4),
        ("handoffs_dispersion", 2.25 / 1.25),  # of 2, 0, 3, 0: squares .5625 + 1.5625 + 3.0625 + 1.5625 over 3
        ("return_share", 2 / 5),
        ("pingpong_share", 1 / 5),  # X → Y → X; C comes back to X by way of Z
        ("median_days", 4.0),
        ("tail_sigma", float(np.std(np.log([3, 4, 8]), ddof=1))),
        ("unsettled_share", 1 / 4),
        ("late_share", 1 / 2),
        ("reopened_share", 1 / 3),
        ("load_gini", 2 / 21),  # X had 3, Y 2, Z 2: (−2·2 + 0·2 + 2·3) / (3·7)
    ],
)
def test_measures_by_hand(name: str, value: float) -> None:
    assert by_hand().measures[name] == pytest.approx(value)


def test_curves_by_hand() -> None:
    """Ten times the four cases, so that ten are the fewest of each kind."""
    found = by_hand(10)
    assert found.curves["handoff_shares"][:4].tolist() == [0.5, 0, 0.25, 0.25]
    assert found.curves["another_handoff"][:4].tolist() == [0.5, 1, 0.5, 0]
    assert np.isnan(found.curves["another_handoff"][4:]).all()
    assert found.curves["levels"].tolist() == [0.25, 0.25, 0.5]
    assert found.curves["time_by_handoffs"] == pytest.approx([4 / 5, np.nan, 3 / 5, 8 / 5, np.nan], nan_ok=True)
    assert found.curves["time_quantiles"][[2, 4]] == pytest.approx([1, 2])
    assert found.measures["rank_correlation"] == pytest.approx(0.5)  # ranks 2, 1, 3 and 1, 2, 3: 1 − 6·2/24
    assert found.measures["tail_ratio"] == pytest.approx(2)
    assert found.measures["explained_by_topic"] == pytest.approx(1)
    assert found.measures["explained_by_desk"] == pytest.approx(0, abs=1e-9) or math.isnan(found.measures["explained_by_desk"])


def test_too_few_cases_are_not_told() -> None:
    assert math.isnan(by_hand().measures["rank_correlation"])
    assert np.isnan(by_hand().curves["time_by_handoffs"]).all()


def test_variance_explained_by_hand() -> None:
    """Log times 0, 2 in one topic and 4, 6 in another, six times each: within 1 per case, corrected 24/22; all 5·24/23 + ..."""
    rows = [(n, 0.0, X, False) for n in range(24)]
    frame = table(rows)
    frame["topic"], frame["case"] = np.arange(24) % 2, np.arange(24)
    frame["settled"] = np.exp(np.array([0, 4, 2, 6])[np.arange(24) % 4].astype(float))
    found = shape_of(case_log(frame, "column"))
    # squares within: 24 · 1; in all: 24 · 5 (mean 3, ±3, ±1); ε² = 1 − (24/22) / (120/23)
    assert found.measures["explained_by_topic"] == pytest.approx(1 - (24 / 22) / (120 / 23))


def test_arrivals_by_hand() -> None:
    """Two weeks from a Monday to a Friday: 1, 3, 1, 3, ... on workdays (mean 2, variance 10/9), one on the Saturday between."""
    monday = 4  # 5 January 1970
    days = [monday + day for day in range(12) if day % 7 < 5]
    dates = [date for place, date in enumerate(days) for _ in range(1 + 2 * (place % 2))] + [monday + 5]
    frame = table([(n, float(date), X, False) for n, date in enumerate(dates)])
    found = shape_of(case_log(frame, "last"))
    assert found.measures["arrival_dispersion"] == pytest.approx(10 / 9 / 2)
    assert found.measures["weekend_ratio"] == pytest.approx(0.5 / 2)


@pytest.mark.parametrize(("settling", "days"), [("last", [3, 6, 8, 1 / 1440]), ("event", [3, 4, 8, np.nan])])
def test_what_says_that_a_case_is_settled(settling: Settling, days: list[float]) -> None:
    assert case_log(table(ROWS), settling).cases["days"].tolist() == pytest.approx(days, nan_ok=True)


def test_what_happened_before_a_case_was_known_does_not_count() -> None:
    frame = table(ROWS).assign(knows=lambda rows: (rows["time"] >= 1) & (rows["desk"] != Z))
    found = case_log(frame, "event", known_by_event=True)
    assert found.cases.index.tolist() == [0, 1, 2]  # D is left out
    assert found.cases["days"].tolist() == pytest.approx([2, 1 / 1440, 8])  # B is known only when it is settled
    assert found.cases["handoffs"].tolist() == [1, 0, 3]


def test_every_measure_has_words_and_is_told_of_a_log_without_anything() -> None:
    nothing = shape_of(case_log(table([(0, 0.0, -1, False)]), "event"))
    assert nothing.desks == 0
    assert shape_of(case_log(table([(0, 0.0, X, False)]), "event", known_by_event=True)).cases == 0
    assert all(math.isnan(value) or value in (0, 1) for value in nothing.measures.values())
    for one in (*MEASURES, *CURVES):
        assert one.title.zh != one.title.en
        assert one.definition.zh != one.definition.en


def test_a_description_is_read_back_as_it_was_written() -> None:
    found = by_hand(10)
    back = shape_from(found.as_json(), "described.json")
    assert back.measures == pytest.approx(dict(found.measures), nan_ok=True)
    assert back.log_time.tolist() == found.log_time.tolist()


# -- side by side -------------------------------------------------------------------------------------------------------------------


def test_distances_by_hand() -> None:
    """Against cases that are all settled at their first desk at once: half of the shares differ; 5/4 hand-offs would be moved."""
    still = shape_of(case_log(table([(n, 0.0, X, False) for n in range(40)]).assign(settled=1.0), "column"))
    found = {one.name: one for one in Compared(by_hand(10), (still, still), (1, 2)).distances()}
    assert found["handoffs_variation"].mean == pytest.approx(0.5)
    assert found["handoffs_moved"].mean == pytest.approx(5 / 4)
    assert found["handoffs_moved"].log == 0  # two equal logs are not apart
    assert found["time_moved"].mean == pytest.approx(np.abs(by_hand(10).log_time).mean())
    assert found["time_moved"].seeds == 2


def test_intervals_are_over_the_logs_of_which_a_number_is_known() -> None:
    found = beside("some", 1.0, [2.0, math.nan, 4.0])
    half = 12.706204736 * math.sqrt(2) / math.sqrt(2)  # t(1, .975) · standard deviation / √2
    assert (found.mean, found.seeds) == (3, 2)
    assert (found.low, found.high) == (0, pytest.approx(3 + half))  # a number that cannot be below 0
    assert math.isnan(beside("some", 1.0, [math.nan]).mean)


# -- a simulated city ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    settings = {"city.population": 2500, "days": 120, "warmup": 20}
    return events_frame(CoGovernanceModel(load_scenario("leping", settings), seed=1).run().city)


def test_a_simulated_case_is_an_episode_from_known_to_settled(events: pd.DataFrame) -> None:
    log = simulated_log(events)
    roots = events[events["measured"] & events["parent"].isna()]
    known = roots[~roots["after"].isin(["unknown", "lapsed"])]["matter"].unique()
    assert len(log.cases) == len(known)
    alone = set(known) - set(events["parent"].dropna())
    first = events[events["matter"].isin(alone)].groupby("matter", observed=True)
    days = [
        float(rows["day"][rows["after"] == "settled"].iloc[0] - rows["day"][~rows["after"].isin(["unknown", "lapsed"])].iloc[0])
        for _, rows in first
        if (rows["after"] == "settled").any()
    ]
    assert len(days) > 100
    told = np.sort(log.settled["days"].to_numpy())
    assert np.isin(np.round(np.maximum(days, 1 / 1440), 6), np.round(told, 6)).all()


@pytest.mark.parametrize("ending", [".csv", ".xes.gz", ".ocel.json", ".sqlite"])
def test_an_exported_log_is_read_as_the_run_itself(events: pd.DataFrame, tmp_path: Path, ending: str) -> None:
    """Matters that are born of none and bear none, known before the log ends: there a matter is an episode, whatever the file."""
    own = events[events["parent"].isna() & ~events["matter"].isin(events["parent"].dropna())].assign(measured=True)
    write = next(form.events[ending] for form in FORMATS.values() if ending in form.events)
    read = brought(write(own, tmp_path / f"log{ending}", "en"), LogMap())
    inside = shape_of(simulated_log(own))
    assert (read.shape.cases, read.shape.desks) == (inside.cases, inside.desks)
    for name in ("handoffs_mean", "return_share", "reopened_share", "unsettled_share", "load_gini", "weekend_ratio"):
        assert read.shape.measures[name] == pytest.approx(inside.measures[name], rel=1e-9), name
    for name in ("tail_sigma", "explained_by_topic", "rank_correlation"):  # clocks of files show milliseconds
        assert read.shape.measures[name] == pytest.approx(inside.measures[name], rel=1e-3), name
    assert read.shape.curves["levels"] == pytest.approx(inside.curves["levels"])


# -- real logs ----------------------------------------------------------------------------------------------------------------------

DATA = Path(os.environ.get("COGOV_DATA", "nowhere")) / "logs"
needs_logs = pytest.mark.skipif(
    not DATA.is_dir(),
    reason="set COGOV_DATA to a folder with logs/ (BPI Challenge 2013, Steeman; receipt of CoSeLoG, Buijs; both 4TU.ResearchData)",
)


@needs_logs
def test_the_incidents_have_the_published_figures() -> None:
    """Hand-offs between teams up to the first "Completed" (Steeman 2013, BPI Challenge 2013); figures computed beforehand by other code."""
    found = brought(DATA / "bpi_challenge_2013_incidents.xes.gz", log_map(["settled_by=Completed", "levels=2nd,3rd"], None)).shape
    assert found.cases == 7554
    shares = found.curves["handoff_shares"]
    assert [*shares[:4], shares[4:].sum()] == pytest.approx([0.513, 0.234, 0.127, 0.041, 0.084], abs=6e-4)
    assert found.curves["another_handoff"][:7] == pytest.approx([0.49, 0.52, 0.50, 0.67, 0.61, 0.77, 0.64], abs=0.011)
    assert found.curves["levels"] == pytest.approx([0.60, 0.33, 0.07], abs=0.015)
    said = {"handoffs_mean": 1.14, "handoffs_dispersion": 3.6, "rank_correlation": 0.64, "reopened_share": 0.068}
    for name, value in said.items():
        assert found.measures[name] == pytest.approx(value, rel=0.006), name


@needs_logs
def test_the_permits_have_the_published_figures() -> None:
    """Whole cases against deadlines; arrivals by the first event (Buijs 2014, CoSeLoG)."""
    file = DATA / "wabo_receipt.xes.gz"
    whole = brought(file, log_map(["known=case:startdate", "settled=case:enddate", "desk=org:resource"], None)).shape
    assert whole.measures["median_days"] == pytest.approx(50.6, abs=0.05)
    assert whole.measures["late_share"] == pytest.approx(0.284, abs=5e-4)
    receipt = brought(file, log_map(["desk=org:resource"], None)).shape
    assert receipt.curves["handoff_shares"][:4] == pytest.approx([0.61, 0.12, 0.15, 0.09], abs=0.006)
    assert receipt.measures["arrival_dispersion"] == pytest.approx(3.7, abs=0.05)
    assert receipt.measures["weekend_ratio"] < 0.01


@needs_logs
@pytest.mark.filterwarnings("ignore")
def test_pm4py_counts_the_same() -> None:
    """Second opinion: durations and hand-offs between persons of the receipt log as pm4py reads it."""
    import pm4py

    file = DATA / "wabo_receipt.xes.gz"
    log = pm4py.read_xes(str(file))
    durations = np.sort(np.array(pm4py.get_all_case_durations(log))) / 86_400
    found = brought(file, log_map(["desk=org:resource"], None)).shape
    assert found.cases == len(durations)
    assert found.measures["median_days"] == pytest.approx(np.median(durations), abs=1e-5)
    longer = durations[durations > 1 / 1440]
    assert found.curves["time_quantiles"][3] * found.measures["median_days"] == pytest.approx(np.quantile(durations, 0.75), rel=1e-4)
    assert len(longer) < len(durations)
    work = pm4py.discover_handover_of_work_network(log)
    between = sum(weight for (giver, taker), weight in work.connections.items() if giver != taker) / sum(work.connections.values())
    handovers = found.events - found.cases  # pm4py counts every step from one event to the next
    assert found.measures["handoffs_mean"] * found.cases / handovers == pytest.approx(between, rel=1e-9)


def test_a_case_log_keeps_no_words() -> None:
    """Only numbers are kept of events: no name of a person, desk or case."""
    log: CaseLog = case_log(table(ROWS), "event")
    assert all(dtype.kind in "ifb" for frame in (log.events, log.cases) for dtype in frame.dtypes)
