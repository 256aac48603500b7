"""Small runs leave the bytes that they left: golden.py says which, and how a change that is meant is kept."""

import golden
import living
import numpy as np
import pytest

REMEDY = "if this is meant: python -m uv run python tests/golden/golden.py, and a line under Changed in CHANGELOG.md that names what moved and why"


@pytest.mark.parametrize("case", golden.CASES)
def test_every_column_is_what_it_was(case: str) -> None:
    found = golden.digests(golden.CASES[case]())
    moved = golden.moved(golden.kept().get(case, {}), found)
    assert not moved, f"{case}: {moved[0]} moved first, {len(moved)} of {len(found)} columns in all: {', '.join(moved)}; {REMEDY}"


def test_nothing_is_on_file_that_is_not_run() -> None:
    assert list(golden.kept()) == list(golden.CASES)


def test_a_parameter_moved_by_a_billionth_is_seen() -> None:
    was, now = (
        golden.digests(living.run("leping", "as_is", 1, {**golden.SMALL, "parameters.handling.progress_floor": value}))
        for value in (0.6, 0.6 + 1e-9)
    )
    assert golden.moved(was, now)


def test_a_digest_tells_types_order_and_what_is_missing() -> None:
    columns = [
        np.array([1, 2]), np.array([2, 1]), np.array([1, 2], np.int32), np.array([1.0, 2.0]), np.array([1.0, np.nan]), np.array([0.0]),
        np.array([-0.0]), np.array(["a", None], object), np.array(["a", "None"], object), np.array(["a", ""], object),
    ]  # fmt: skip
    assert len({golden.digest(column) for column in columns}) == len(columns)
    assert golden.digest(np.array([1, 2], ">i8")) == golden.digest(np.array([1, 2], "<i8"))
    assert golden.digest(np.array([-np.nan])) == golden.digest(np.array([np.nan]))
