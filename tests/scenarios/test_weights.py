"""Weights of pillar scores: only what is scored in that pillar has one."""

from pathlib import Path

import pytest

from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("sharing: {satisfactoin: 2}", "did you mean satisfaction?"),
        ("sharing: {mean_days: 2}", "no outcome or cost of sharing"),
        ("responsibility: {handoffs_per_matter: 2}", "no outcome or cost of responsibility"),
    ],
)
def test_a_weight_of_nothing_scored_is_refused(tmp_path: Path, weights: str, said: str) -> None:
    (tmp_path / "own.yaml").write_text(f"extends: leping\nweights: {{{weights}}}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_scenario(tmp_path / "own.yaml")
    assert said in refused.value.text("en")
    assert "指标" in refused.value.text("zh")


def test_a_right_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("extends: leping\nweights: {sharing: {satisfaction: 2}}\n", encoding="utf-8")
    assert load_scenario(tmp_path / "own.yaml").weights.sharing == {"satisfaction": 2}
