"""Python functions take the scalars and columns of NumPy and pandas in every argument."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cogov
from cogov.plain import plain
from cogov.scenarios.errors import InputError

SMALL: dict[str, Any] = {"population": 500, "days": 20, "warmup": 5, "seed": 3}
KINDS: dict[str, Callable[[int], Any]] = {
    **{kind.__name__: kind for kind in (np.int64, np.int32, np.uint16, np.float64, np.float32)},
    "array": np.array,
    "a row of a frame with fractions": lambda value: pd.DataFrame({"n": [value], "x": [0.5]}).loc[0, "n"],
    "a row as a series": lambda value: pd.DataFrame({"n": [value], "x": [0.5]}).loc[0]["n"],
    "Int64": lambda value: pd.Series([value], dtype="Int64")[0],
    "a fraction that is none": float,
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("argument", SMALL)
@pytest.mark.parametrize("kind", KINDS)
def test_whole_numbers(argument: str, kind: str, usual: pd.DataFrame) -> None:
    found = cogov.run("leping", **SMALL | {argument: KINDS[kind](SMALL[argument])}).frame
    pd.testing.assert_frame_equal(found, usual)


@pytest.fixture(scope="module")
def usual() -> pd.DataFrame:
    return cogov.run("leping", **SMALL).frame


def test_words_levers_and_switches(usual: pd.DataFrame) -> None:
    named = pd.Series({"boundary_clarity": 0.9, "duty_clarity": 0.8})
    expected = cogov.run("leping", "as_is", **SMALL, sets=named.to_dict(), check=True).frame
    assert not expected.equals(usual)
    for sets in (named, {np.str_(name): np.float64(value) for name, value in named.items()}):
        found = cogov.run(np.str_("leping"), np.str_("as_is"), **SMALL, sets=sets, check=np.bool_(True)).frame  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(found, expected)


def test_columns_of_policies_and_prices(tmp_path: Path) -> None:
    names = ["as_is", "fengqiao"]
    expected = cogov.compare("leping", names, replicates=2, cost_factors=[0.5, 2], workers=1, **SMALL).frame
    for policies in (np.array(names), pd.Series(names), pd.Index(names), tuple(names)):
        found = cogov.compare("leping", policies, replicates=np.int64(2), cost_factors=np.array([0.5, 2]), **SMALL)  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(found.frame, expected)


def test_studies(tmp_path: Path) -> None:
    design = tmp_path / "d.yaml"
    design.write_text(
        "scenario: leping\npopulation: 500\ndays: 20\nwarmup: 5\nreplicates: 1\npolicies: [as_is]\ndesign: grid\n", encoding="utf-8"
    )
    found = cogov.sweep(np.str_(design), workers=np.int64(1), replicates=np.int16(2), out=np.str_(tmp_path / "out")).frame
    assert len(found) == 2
    assert cogov.load(np.str_(tmp_path / "out")).frame.equals(found)


def test_a_fraction_is_refused() -> None:
    with pytest.raises(InputError, match=r"seed: needs a whole number \(found 3\.5\)"):
        cogov.run("leping", seed=np.float64(3.5))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "expected"), [(pd.NA, None), (pd.NaT, None), (np.array([[1, 2]]), [[1, 2]]), ({np.str_("a"): (np.int8(1),)}, {"a": (1,)})]
)
def test_what_is_made_of_others(given: object, expected: object) -> None:
    found = plain(given)
    assert found == expected
    assert type(found) is type(expected)
