"""A slice keeps what its residents meet with: inputs per head at four sizes; outcomes in the slow suite."""

from pathlib import Path

import pytest

from docs.evidence import outcomes
from docs.evidence.runs import live
from docs.evidence.sizes import SIZES, TOLERANCE, inputs_frame, off

SLOW_SIZES = (5_000, 20_000, 200_000)


@pytest.mark.parametrize("size", SIZES[:-1])
def test_inputs_per_head_are_the_whole_citys_in_town_and_country(size: int) -> None:
    found = inputs_frame((size, SIZES[-1]))
    found["off"] = off(found, size)
    worst = found.loc[found.off.idxmax()]
    assert worst.off <= TOLERANCE[size], f"{worst['input']}, {worst['place']}: {worst.off:.2%}"


@pytest.mark.slow("test_inputs_per_head_are_the_whole_citys_in_town_and_country")
def test_triage_shares_stay_within_two_points_and_policies_keep_their_order() -> None:
    runs = live(outcomes.cells(10, SLOW_SIZES), workers=2)
    assert runs.failures == ()
    triage = outcomes.within_two_points(outcomes.levels(runs, SLOW_SIZES))
    own = triage[(triage.variant == "default") & (triage.population == 20_000)]
    beyond = (own.from_low > outcomes.TWO_POINTS) | (own.from_high < -outcomes.TWO_POINTS)
    assert not beyond.any(), own[beyond].to_string()
    order = outcomes.order(runs, SLOW_SIZES)
    assert order[order.population == 20_000].reversed_pairs.sum() == 0


@pytest.mark.slow("evidence/test_evidence.py::test_the_sizes_page_finds_the_order_and_what_leaves_the_two_points")
def test_the_page_is_made_by_one_command(tmp_path: Path) -> None:
    page, runs = outcomes.make(3, 2, tmp_path, sizes=(2_000, 5_000))
    assert runs.failures == ()
    assert page.read_text("utf-8").startswith("# ")
