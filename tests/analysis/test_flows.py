from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from cogov.analysis.canvas import save
from cogov.analysis.flows import Flows, flow_figure, flows_of
from cogov.experiments.events import events_frame
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import SECTORS
from cogov.model.words import Language
from cogov.scenarios.loader import load_scenario, resolve_policy

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
    flows = flows_of(planted())
    assert flows.first[GOVERNMENT] == 2
    assert flows.first.sum() == 2
    assert flows.passed[GOVERNMENT, MASS] == 1
    assert flows.passed[GOVERNMENT, GOVERNMENT] == 1
    assert flows.passed.sum() == 2
    assert flows.settled.tolist() == [int(name == "mass") for name in SECTORS]
    assert flows.never == 1


def test_nothing_at_all_is_a_flow_of_nothing() -> None:
    flows = flows_of(planted().iloc[:0])
    assert (flows.first.sum(), flows.passed.sum(), flows.never) == (0, 0, 0)


@pytest.fixture(scope="module")
def flows() -> Flows:
    scenario = load_scenario("leping", {"city.population": 2000, "days": 90, "warmup": 10})
    return flows_of(events_frame(CoGovernanceModel(scenario, resolve_policy(scenario, "as_is"), 1).run().city))


def test_a_runs_flows_add_up(flows: Flows) -> None:
    assert flows.first.sum() > 20
    assert flows.settled.sum() <= flows.first.sum()
    assert (flows.passed >= 0).all()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_names_every_sector(flows: Flows, language: Language, tmp_path: Path) -> None:
    figure = flow_figure(flows, language, "x")
    words = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert ("政府部门" if language == "zh" else "Government departments") in words
    first, second = (save(figure, tmp_path / name).read_bytes() for name in ("a.svg", "b.svg"))
    assert first == second
    assert first.count(b'id="flow-') == len(SECTORS)


def test_pictures_of_two_policies_are_on_one_scale() -> None:
    """Half as many of everything, drawn beside the whole: areas and widths are smaller by what the counts are."""
    first, passed = np.arange(10, 70, 10), np.zeros((len(SECTORS), len(SECTORS)), dtype=np.int64)
    passed[0, 1], passed[1, 2] = 40, 10
    flows, half = (Flows(first // part, passed // part, first // part, 0) for part in (1, 2))

    def drawn(figure: Figure) -> tuple[list[float], list[float]]:
        shapes = figure.axes[0].patches
        circles, arrows = ([one for one in shapes if isinstance(one, kind)] for kind in (Circle, FancyArrowPatch))
        return [one.radius for one in circles], [one.get_linewidth() for one in arrows]

    whole, beside, alone = (drawn(flow_figure(one, "en", "x", others)) for one, others in ((flows, (half,)), (half, (flows,)), (half, ())))
    assert whole == alone == (pytest.approx(list(0.10 + 0.22 * np.sqrt(first / 60))), pytest.approx([0.8 + 7, 0.8 + 7 / 4]))
    assert beside == (pytest.approx(list(0.10 + 0.22 * np.sqrt(first / 120))), pytest.approx([0.8 + 7 / 2, 0.8 + 7 / 8]))
