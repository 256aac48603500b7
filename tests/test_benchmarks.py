"""What runs cost is measured by one command, and its page says what the rows say."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from benchmarks import performance_page as page

ROOT = Path(__file__).parents[1]
COMMAND = ROOT / "benchmarks" / "performance.py"
linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")


@linux
def test_one_command_measures_everything_and_writes_its_page(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, COMMAND, "--reduced", "--out", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = page.rows_in(tmp_path)
    assert tuple(dict.fromkeys(found.part)) == page.PARTS
    here = found[found.n > 0]
    assert set(found.library[found.n == 0]) <= {"starsim: not installed"}
    assert (here.seconds > 0).all()
    assert here.machine.str.contains("cores").all()
    assert here.date.str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    text = (tmp_path / "performance.md").read_text("utf-8")
    assert text == page.page(found)
    assert text.count(f"{found.date[0]} {found.commit[0]} A |") == len(found)
    assert not re.search(r"\bnan\b|\binf\b|[{}]", text)
    assert (tmp_path / "performance.svg").read_bytes().startswith(b"<?xml")


def test_one_part_made_anew_leaves_the_others(tmp_path: Path) -> None:
    before = page.rows_in(ROOT / "docs")
    before.to_csv(tmp_path / "performance.csv", index=False)
    page.write(tmp_path, [*page.kept(tmp_path, without=("sizes",)), *before[before.part == "sizes"].assign(seconds=9.0).to_dict("records")])
    after = page.rows_in(tmp_path)
    assert after[after.part != "sizes"].equals(before[before.part != "sizes"])
    assert set(after.seconds[after.part == "sizes"]) == {9.0}
    assert "exponent is 0.00" in (tmp_path / "performance.md").read_text("utf-8")


def test_there_is_no_page_before_all_is_measured(tmp_path: Path) -> None:
    page.write(tmp_path, page.kept(ROOT / "docs", without=("ties", "sweep")))
    assert [file.name for file in tmp_path.iterdir()] == ["performance.csv"]


@linux
@pytest.mark.usefixtures("hands")
def test_an_unknown_part_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import performance

    monkeypatch.setattr(sys, "argv", ["performance.py", "tie", "--out", str(tmp_path / "new")])
    with pytest.raises(SystemExit) as refused:
        performance.main()
    assert refused.value.code == 2
    assert "unknown part tie: one of side by side, sizes, ties" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_the_page_of_the_documents_is_made_from_its_rows() -> None:
    found = page.rows_in(ROOT / "docs")
    assert page.page(found) == (ROOT / "docs" / "performance.md").read_text("utf-8")
    assert found.residents[found.part == "sizes"].max() >= 753_787
    assert (found.days == 365).all()


def frame(*lines: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(lines)


def test_exponents_and_slopes_are_those_that_were_put_in() -> None:
    sizes = frame(*({"residents": size, "seconds": 3e-6 * size**1.2} for size in (20_000, 84_000, 750_000)))
    assert page.exponent(sizes) == pytest.approx(1.2)
    assert page.slope(frame(*({"ties": ties, "seconds": 2 + 5e-6 * ties} for ties in (0, 1e5, 4e5))), "ties", "seconds") == pytest.approx(
        5e-6
    )


def test_memory_is_told_apart_by_matters_that_arose_and_those_that_are_open() -> None:
    lived = [(30_000, 1_000), (60_000, 2_500), (65_000, 9_000), (98_000, 30_000)]
    cities = [
        {"matters": ever, "open": still, "grown": 60 + (1_200 * ever + 3_000 * still) / 2**20, "seconds": 1 + 1e-5 * ever + 2e-5 * still}
        for ever, still in lived
    ]
    found = page.per_matter(frame(*cities))
    assert found == pytest.approx({"ever_bytes": 1_200, "open_bytes": 3_000, "ever_seconds": 1e-5, "open_seconds": 2e-5})


def test_a_province_is_reckoned_from_its_counties() -> None:
    """45 million are 60 of 750,000: at 9 s each 540 s, or 9 minutes of a core; a machine of 64 GiB holds 13 of 5,000 MiB, five rounds of 9 s."""
    sizes = frame(
        {"residents": 75_000, "seconds": 0.9, "mebibytes": 700, "grown": 500},
        {"residents": 750_000, "seconds": 9.0, "mebibytes": 5_000, "grown": 4_608},
    )
    found = page.province(sizes)
    assert (found["cities"], found["at_once"]) == (60, 13)
    assert found["core_minutes"] == pytest.approx(9)
    assert found["seconds"] == pytest.approx(45)
    assert found["piece_minutes"] == pytest.approx(9)
    assert found["piece_gibibytes"] == pytest.approx(270)


def test_a_million_runs_are_reckoned_from_what_a_further_run_takes() -> None:
    """48 runs in 14.6 s and 192 in 43.4 are .2 s a further run, 55.6 core hours in a million; the start counts once."""
    kinds = {"residents": 5_000, "coordinator": np.nan, "bytes": 2_000}
    sweeps = frame(
        {**kinds, "subject": "120 runs, one process", "runs": 120, "seconds": 0.5},
        {**kinds, "subject": "48 runs, Dask", "runs": 48, "seconds": 14.6 / 48, "coordinator": 2.48 / 48},
        {**kinds, "subject": "192 runs, Dask", "runs": 192, "seconds": 43.4 / 192, "coordinator": 3.92 / 192},
    )
    found = page.million(sweeps, frame({"residents": 5_000, "runs": 24, "mebibytes": 256}))
    assert found["dask"]
    assert found["seconds"] == pytest.approx(0.2)
    assert found["core_hours"] == pytest.approx(1e6 * 0.2 / 3600)
    assert found["coordinator"] == pytest.approx(0.01)
    assert found["gigabytes"] == pytest.approx(2)
    assert found["memory"] == pytest.approx(4)
    assert found["clusters"][1] == (4, pytest.approx(1e6 * 0.2 / 3600 / 64))


@pytest.mark.usefixtures("hands")
def test_the_reduced_kernel_has_its_ties_and_its_queue() -> None:
    """8 ties each; of 4 matters a day and desk 2.7 to 4.7 can be served, whoever is misrouted."""
    import kernel
    import kernel_mesa

    one, other = kernel.ties(6_000, np.random.default_rng(1))
    assert 2 * len(one) / 6_000 == pytest.approx(8, rel=0.01)
    assert (one != other).all()
    model = kernel_mesa.Kernel(800, 1)
    for _ in range(60):
        model.step()
    assert model.matters == pytest.approx(800 * 60 * kernel.MEETS, abs=4 * (800 * 60 * kernel.MEETS) ** 0.5)
    waiting = sum(len(desk.queue) + len(desk.coming) for desk in model.desks)
    most = 2 * 60 * (kernel.SERVED_A_DAY + kernel.HELP * kernel.RESIDENTS_PER_DESK)
    assert 60 * 2 * kernel.SERVED_A_DAY - 4 <= model.matters - waiting <= most
    assert waiting > 0
    assert [desk for desk in model.desks if [arose for _, arose in desk.queue] != sorted(arose for _, arose in desk.queue)] == []


def test_both_hands_of_the_kernel_lived_the_same_life() -> None:
    """As the rows of the documents have it, where both were measured."""
    side = page.rows_in(ROOT / "docs").query("part == 'side by side' and n > 0 and days == 365")
    one, other = (side[side.subject == f"{hand}: reduced kernel"].set_index("residents") for hand in ("mesa", "starsim"))
    both = one.index.intersection(other.index)
    assert len(both) >= 2
    assert one.satisfaction[both].to_numpy() == pytest.approx(other.satisfaction[both].to_numpy(), abs=0.03)
    assert one.matters[both].to_numpy() == pytest.approx(other.matters[both].to_numpy(), rel=0.05)
