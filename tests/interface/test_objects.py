"""Objects that a person holds: cities and policies however they are named, what functions return, how it shows itself, and refusals."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import cogov
from cogov.experiments.cities import CityExperiment
from cogov.findings import ComparisonFindings
from cogov.scenarios.errors import InputError
from cogov.shown import SCREEN

pytestmark = pytest.mark.filterwarnings("ignore::cogov.notes.Noted")

FILE: dict[str, Any] = {"extends": "leping", "city": {"population": 500}, "days": 20, "warmup": 5, "choices": {"queue": "fifo"}}
LATER: dict[str, Any] = {"boundary_clarity": 0.8, "phases": [{"from_day": 8, "levers": {"goal_alignment": 0.9}}]}
SMALL: dict[str, Any] = {"population": 500, "days": 20, "warmup": 5}


def the_city() -> cogov.City:
    return cogov.City("leping", **SMALL, choices={"queue": "fifo"})


def the_policy() -> cogov.Policy:
    return cogov.Policy(boundary_clarity=0.8, goal_alignment={"value": 0.9, "from_day": 8})


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGOV_LANG", "en")


@pytest.fixture(scope="module")
def found() -> ComparisonFindings:
    return cogov.compare(the_city(), {"as_is": {}, "mine": the_policy()}, replicates=2, workers=1)


def test_importing_is_cheap() -> None:
    code = "import sys, cogov; print([name for name in ('numpy', 'pandas', 'pydantic', 'mesa', 'typer') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
    assert {"City", "Policy", "compare", "load", "run", "sweep"} <= set(dir(cogov))


# -- however they are named ---------------------------------------------------------------------------------------------------------


def _file(said: dict[str, Any], name: str) -> Path:
    path = Path(name)
    path.write_text(yaml.safe_dump(said), "utf-8")
    return path


CITIES: dict[str, Callable[[], Any]] = {
    "an object": the_city,
    "a dict": lambda: FILE,
    "a file": lambda: _file(FILE, "town.yaml"),
    "the name of a file": lambda: str(_file(FILE, "town.yaml")),
    "a scenario": lambda: the_city().scenario,
    "a city of a file": lambda: cogov.City(_file(FILE | {"days": 30}, "town.yaml"), days=20, warmup=5),
    "a city of a city": lambda: cogov.City(cogov.City(**SMALL), **{"choices.queue": "fifo"}),
}
POLICIES: dict[str, Callable[[], Any]] = {
    "an object": the_policy,
    "a dict": lambda: LATER,
    "a file": lambda: _file(LATER, "mine.yaml"),
    "a patch": lambda: the_policy().patch,
    "a policy of a policy": lambda: cogov.Policy(cogov.Policy(LATER), boundary_clarity=0.8),
}


@pytest.fixture(scope="module")
def usual() -> pd.DataFrame:
    return cogov.run(the_city(), the_policy()).frame


@pytest.mark.parametrize("kind", CITIES)
def test_a_city_is_one_however_it_is_named(kind: str, usual: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(cogov.run(CITIES[kind](), the_policy()).frame, usual)


@pytest.mark.parametrize("kind", POLICIES)
def test_a_policy_is_one_however_it_is_named(kind: str, usual: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(cogov.run(the_city(), POLICIES[kind]()).frame, usual)


def test_levers_that_move_together_are_one_phase() -> None:
    moment = {"from_day": 8, "where": {"share": 0.5}}
    made = cogov.Policy(
        goal_alignment={"value": 0.9, **moment}, deliberation={"value": 0.4, **moment}, duty_clarity={"value": 1, "from_day": 9}
    )
    phases = made.patch.phases or ()
    assert [phase.from_day for phase in phases] == [8, 9]
    assert (phases[0].levers.goal_alignment, phases[0].levers.deliberation) == (0.9, 0.4)


def test_a_policy_says_what_it_costs() -> None:
    assert cogov.Policy(boundary_clarity=1).cost() > cogov.Policy(boundary_clarity=0).cost()
    city = cogov.City(costs={"levers": {"boundary_clarity": {"per_head": 100.0}}})
    assert cogov.Policy(boundary_clarity=1).cost(city) > cogov.Policy(boundary_clarity=1).cost()


# -- what functions return ----------------------------------------------------------------------------------------------------------


def test_a_run_holds_what_came_of_it() -> None:
    ran = cogov.run(the_city(), "co_governance", seed=4)
    assert ran.indicators["resolution_rate"] == ran.frame.set_index("indicator").value["resolution_rate"]
    assert ran.state.day == len(ran.series) == 20
    assert set(ran.events["matter"])
    assert ran.plot()._repr_png_().startswith(b"\x89PNG")


def test_a_comparison_holds_what_came_of_it(found: ComparisonFindings, tmp_path: Path) -> None:
    assert set(found.frame["policy"]) == {"mine"}
    assert len(found.main) == 8
    assert len(found.runs) == 4
    for what in ("effects", "days"):
        assert found.plot(what).save(tmp_path / f"{what}.svg").stat().st_size > 1000
    assert "“" in found.report("zh").html
    assert found.report().save(tmp_path / "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "suffered most" in str(found.worst(1))


def test_more_replications_run_only_what_is_missing(found: ComparisonFindings, monkeypatch: pytest.MonkeyPatch) -> None:
    lived: list[int] = []
    usual = CityExperiment.live
    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", lambda self, run, deadline: (lived.append(run.seed), usual(self, run, deadline))[1])
    more = cogov.compare(the_city(), {"as_is": {}, "mine": the_policy()}, replicates=3, workers=1)
    assert lived == [3, 3]
    assert len(more.runs) == 6


def test_a_study_holds_what_came_of_it(tmp_path: Path) -> None:
    design = {
        "scenario": the_city(),
        "policies": {"as_is": None, "mine": the_policy()},
        "factors": {"parameters.triage.taking_load": {"from": 0, "to": 1}, "parameters.triage.lead_mandate": {"from": 0.5, "to": 0.9}},
        "design": "morris",
        "trajectories": 4,
        "replicates": 1,
        "record": {"series": True},
    }
    study = cogov.sweep(design, workers=1, out=tmp_path / "screened")
    assert set(study.frame["policy"]) == {"as_is", "mine"}
    assert len(study.series) == 20 * len(study.frame)
    assert len(study.long) > len(study.frame)
    sensitivity = study.sensitivity("mean_days")
    assert set(sensitivity.frame["policy"]) == {"as_is", "mine"}
    assert "taking_load" in str(sensitivity) or "taking load" in str(sensitivity)
    assert sensitivity.plot("mine")._repr_png_().startswith(b"\x89PNG")
    ranked = study.robustness(indicators=["mean_days"])
    assert set(ranked.frame["policy"]) == {"as_is", "mine"}
    discovered = study.discover("mine", "resolution_rate<0.8")
    assert discovered.frame.empty
    assert "30" in str(discovered)  # worlds that it would take
    assert cogov.load(tmp_path / "screened").frame.equals(study.frame)
    assert "mine" in study.report("en").html


def test_what_stands_in_no_file_is_made_again_from_its_folder(tmp_path: Path) -> None:
    from cogov.cli import main

    first = cogov.compare(the_city(), {"as_is": {}, "mine": the_policy()}, replicates=2, workers=1, out="mine")
    assert cogov.load("mine").frame.equals(first.frame)
    with pytest.raises(SystemExit) as left:
        main(["rerun", "mine", "--workers", "1"])
    assert not left.value.code
    assert "scenario.yaml" in first.report().html


# -- how it shows itself ------------------------------------------------------------------------------------------------------------


def _shown(found: ComparisonFindings) -> Iterator[Any]:
    yield from (the_city(), the_policy(), found, found.worst(2), cogov.run(the_city()), cogov.Policy())
    yield cogov.compare(the_city(), ["as_is", "co_governance", "fengqiao", "dense_grid"], replicates=2, workers=1)


def test_what_is_shown_fits_a_screen_in_both_languages(found: ComparisonFindings) -> None:
    for one in _shown(found):
        assert len(repr(one).splitlines()) <= SCREEN
        page = one._repr_html_()
        assert page.count("<table") == page.count("</table")
        one_in_chinese = type(one).__new__(type(one))
        one_in_chinese.__dict__.update(one.__dict__ | {"language": "zh"})
        assert any("一" <= letter <= "鿿" for letter in repr(one_in_chinese))


def test_a_comparison_shows_the_table_of_the_terminal(found: ComparisonFindings) -> None:
    assert "Mean days to settlement" in repr(found)
    assert "mine against as is" in found._repr_html_()
    chinese = cogov.compare(the_city(), {"as_is": {}, "mine": the_policy()}, replicates=3, workers=1, lang="zh")
    assert "指标" in repr(chinese)
    assert "指标" in chinese._repr_html_()


# -- refusals -----------------------------------------------------------------------------------------------------------------------

REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: cogov.City("lepin"), "no scenario is called lepin; did you mean leping?"),
    (lambda: cogov.City(population=-5), "population: out of range (found -5)"),
    (lambda: cogov.City(choices={"queue": "fivo"}), "choices.queue: is none of the choices (found 'fivo'); did you mean fifo?"),
    (lambda: cogov.City(choises={"queue": "fifo"}), "choises: unknown key; did you mean choices?"),
    (lambda: cogov.Policy(boundary_clearity=0.5), "boundary_clearity: unknown key; did you mean boundary_clarity?"),
    (lambda: cogov.Policy(boundary_clarity=2), "boundary_clarity: out of range (found 2)"),
    (lambda: cogov.Policy(goal_alignment={"from_day": 3}), "goal_alignment: needs a value"),
    (
        lambda: cogov.Policy(goal_alignment={"from_day": 3, "value": 1, "ramp": 2}),
        "goal_alignment.ramp: unknown key; did you mean ramp_days?",
    ),
    (lambda: cogov.Policy("fengqia"), "no policy is called fengqia; did you mean fengqiao?"),
    (lambda: cogov.run("leping", "as_iss"), "did you mean as_is?"),
    (lambda: cogov.run("leping", sets={"boundary_clearity": 1}), "sets boundary_clearity: "),
    (lambda: cogov.run("leping", seed=-1), "seed: out of range"),
    (lambda: cogov.compare("leping", "as_is"), "policies: a comparison needs at least two policies"),
    (lambda: cogov.compare("leping", ["as_is", cogov.Policy()]), "policies: a policy of one's own needs a name"),
    (
        lambda: cogov.compare("leping", {"as_is": {}, "fengqiao": {"deliberation": 1}}),
        "policies.fengqiao: the library has a policy of this name",
    ),
    (
        lambda: cogov.compare("leping", "as_is,fengqiao", replicates=2, until="5%"),
        "choose one of replicates and until (at_most sets the cap)",
    ),
    (lambda: cogov.compare("leping", "as_is,fengqiao", workers=0), "workers: out of range"),
    (lambda: cogov.compare("leping", "as_is,fengqiao", memory="8"), "memory: memory is a number above 0 with its unit"),
    (lambda: cogov.sweep({"scenario": "leping"}, memory=-1), "memory: memory is a number above 0 with its unit"),
    (lambda: cogov.compare("leping", "as_is,fengqiao", cost_factors=[0]), "cost_factors: "),
    (lambda: cogov.compare("leping", "as_is,fengqiao", lang="fr"), "lang: no such language"),
    (lambda: cogov.sweep({"scenario": "lepin"}), "no scenario is called lepin; did you mean leping?"),
    (lambda: cogov.sweep({"scenario": {"extends": "leping", "dayz": 3}}), "dayz: unknown key; did you mean days?"),
    (lambda: cogov.sweep({"scenario": "leping", "factors": {"duty_clearity": [0]}}), "did you mean duty_clarity?"),
    (lambda: cogov.load("nowhere"), "manifest.json"),
]


@pytest.mark.parametrize(("call", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_is_wrong_is_refused_by_the_name_of_the_argument(
    call: Callable[[], object], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError) as refused:
        call()
    assert said in str(refused.value)
    assert "--" not in str(refused.value)
    monkeypatch.setenv("COGOV_LANG", "zh")
    with pytest.raises(InputError) as refused:
        call()
    assert any("一" <= letter <= "鿿" for letter in str(refused.value))


def test_an_interrupt_keeps_what_is_done_and_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lived: list[int] = []
    usual = CityExperiment.live

    def live(self: CityExperiment, run: Any, deadline: Any) -> Any:
        if len(lived) == 2:
            raise KeyboardInterrupt
        lived.append(run.seed)
        return usual(self, run, deadline)

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", live)
    asked = {"replicates": 2, "workers": 1, "seed": 50}
    with pytest.raises(KeyboardInterrupt):
        cogov.compare(the_city(), "as_is,fengqiao", **asked)  # type: ignore[arg-type]
    assert "the same call goes on from there" in capsys.readouterr().err
    lived.append(0)
    assert len(cogov.compare(the_city(), "as_is,fengqiao", **asked).runs) == 4  # type: ignore[arg-type]
    assert lived == [50, 50, 0, 51, 51]
