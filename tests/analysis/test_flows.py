from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from cogov.analysis.canvas import save
from cogov.analysis.comparison import Comparison
from cogov.analysis.flows import HAND_OFFS, finding, flow_figure
from cogov.experiments.events import events_frame
from cogov.experiments.flows import SCHEMA, SOURCES, TARGETS, Flows, flows_of, flows_of_events, flows_table
from cogov.model.city import City
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import SECTORS
from cogov.model.words import Language
from cogov.scenarios.loader import load_scenario, resolve_policy

Array = npt.NDArray[np.float64]

GOVERNMENT, MASS = SECTORS.index("government"), SECTORS.index("mass")


def planted() -> pd.DataFrame:
    """A: government → mass → settled; B: two government desks, given up; C: never taken; D: before the warm-up."""
    rows = [
        ("A", "known", None, None, True),
        ("A", "in_hand", 3, "government", True),
        ("A", "known", None, None, True),
        ("A", "in_hand", 5, "mass", True),
        ("A", "settled", 5, "mass", True),
        ("B", "partners", 3, "government", True),
        ("B", "in_hand", 3, "government", True),
        ("B", "in_hand", 4, "government", True),
        ("B", "given_up", None, None, True),
        ("C", "lapsed", None, None, True),
        ("D", "in_hand", 3, "government", False),
    ]
    return pd.DataFrame(rows, columns=["matter", "after", "desk", "sector", "measured"])


def test_who_passed_what_to_whom() -> None:
    flows = flows_of_events(planted())
    assert flows.first[GOVERNMENT] == 2
    assert flows.first.sum() == 2
    assert flows.passed[GOVERNMENT, MASS] == 1
    assert flows.passed[GOVERNMENT, GOVERNMENT] == 1
    assert flows.passed.sum() == 2
    assert flows.settled.tolist() == [int(name == "mass") for name in SECTORS]
    assert flows.never == 1


def test_nothing_at_all_is_a_flow_of_nothing() -> None:
    flows = flows_of_events(planted().iloc[:0])
    assert (flows.first.sum(), flows.passed.sum(), flows.never) == (0, 0, 0)


@pytest.fixture(scope="module")
def city() -> City:
    scenario = load_scenario("leping", {"city.population": 2000, "days": 90, "warmup": 10})
    return CoGovernanceModel(scenario, resolve_policy(scenario, "as_is"), 1).run().city


@pytest.fixture(scope="module")
def flows(city: City) -> Flows:
    return flows_of(city)


def test_the_city_its_events_and_its_table_say_the_same(city: City, flows: Flows) -> None:
    table = flows_table(city)
    assert table.schema == SCHEMA
    assert (flows_of_events(events_frame(city)).ways == flows.ways).all()
    assert (Flows.of(table.to_pandas()).ways == flows.ways).all()


def test_the_mean_of_runs_counts_those_without_a_row() -> None:
    table = pd.DataFrame([("arisen", "mass", 6), ("mass", "party", 3), ("arisen", "nobody", 9)], columns=["source", "target", "times"])
    mean = Flows.of(table, 3)
    assert (mean.first[MASS], mean.passed[MASS, SECTORS.index("party")], mean.never, mean.per_hundred) == (2, 1, 3, 50)


def test_a_runs_flows_add_up(flows: Flows) -> None:
    assert flows.first.sum() > 20
    assert flows.settled.sum() <= flows.first.sum()
    assert (flows.passed >= 0).all()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_names_every_sector(flows: Flows, language: Language, tmp_path: Path) -> None:
    figure = flow_figure(flows, language, "title", "one run", "x")
    words = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert ("政府部门" if language == "zh" else "Government departments") in words
    first, second = (save(figure, tmp_path / name).read_bytes() for name in ("a.svg", "b.svg"))
    assert first == second
    assert first.count(b'id="flow-') == len(SECTORS)


def planted_flows(first: Array, passed: Array) -> Flows:
    ways = np.zeros((len(SOURCES), len(TARGETS)))
    ways[0, : len(SECTORS)], ways[1:, : len(SECTORS)] = first, passed
    return Flows(ways)


def found(change: float, noise: float) -> Comparison:
    """Six seeds in which a policy has so many hand-offs more than the baseline, give or take."""
    draws = np.random.default_rng(3).normal(0, noise, 6)
    runs = [{"policy": "a", "seed": seed, "indicators": {HAND_OFFS: 20.0}} for seed in range(6)]
    runs += [{"policy": "b", "seed": seed, "indicators": {HAND_OFFS: 20.0 + change + draws[seed]}} for seed in range(6)]
    return Comparison.from_results("leping", "a", ["a", "b"], runs)


@pytest.mark.parametrize(
    ("change", "noise", "zh", "en"),
    [
        (-8.0, 0.5, "比a少 ", "fewer than a"),
        (8.0, 0.5, "比a多 ", "more than a"),
        (0.1, 5.0, "还分不出多少", "not told apart"),
        (0.0, 0.0, "与a完全相同", "the same as a"),
    ],
)
def test_the_title_says_of_hand_offs_what_the_numbers_say(flows: Flows, change: float, noise: float, zh: str, en: str) -> None:
    """And no more: it turns with the difference, and says nothing of one that luck may have made."""
    comparison = found(change, noise)
    for language, words in (("zh", zh), ("en", en)):
        title = finding(flows, "b", comparison, {}).in_("zh" if language == "zh" else "en")
        assert words in title
        assert f"{comparison.row(HAND_OFFS, 'b').mean:.1f}" in title


def test_without_another_the_title_names_the_way_that_most_went() -> None:
    passed = np.zeros((len(SECTORS), len(SECTORS)))
    passed[GOVERNMENT, GOVERNMENT], passed[GOVERNMENT, MASS], passed[MASS, GOVERNMENT] = 30, 4, 6
    first = np.full(len(SECTORS), 20.0)
    assert finding(planted_flows(first, passed), "a", None, {}).zh == "a：每百件事流转 33.3 次，不同主体之间最多的是群团组织转给政府部门"
    assert (
        finding(planted_flows(first, passed.T), "a", found(1, 1), {}).zh
        == "a：每百件事流转 20.0 次，不同主体之间最多的是政府部门转给群团组织"
    )
    assert finding(planted_flows(first, np.diag(np.diag(passed))), "a", None, {}).zh == "a：事务没有在不同主体之间流转"


def test_pictures_of_two_policies_are_on_one_scale() -> None:
    """Half as many of everything, drawn beside the whole: areas and widths are smaller by what the counts are."""
    first, passed = np.arange(10.0, 70, 10), np.zeros((len(SECTORS), len(SECTORS)))
    passed[0, 1], passed[1, 2] = 40, 10
    flows, half = planted_flows(first, passed), planted_flows(first / 2, passed / 2)

    def drawn(figure: Figure) -> tuple[list[float], list[float]]:
        shapes = figure.axes[0].patches
        circles, arrows = ([one for one in shapes if isinstance(one, kind)] for kind in (Circle, FancyArrowPatch))
        return [one.radius for one in circles], [one.get_linewidth() for one in arrows]

    whole, beside, alone = (
        drawn(flow_figure(one, "en", "", "", "x", others)) for one, others in ((flows, (half,)), (half, (flows,)), (half, ()))
    )
    assert whole == alone == (pytest.approx(list(0.10 + 0.22 * np.sqrt(first / 60))), pytest.approx([0.8 + 7, 0.8 + 7 / 4]))
    assert beside == (pytest.approx(list(0.10 + 0.22 * np.sqrt(first / 120))), pytest.approx([0.8 + 7 / 2, 0.8 + 7 / 8]))
