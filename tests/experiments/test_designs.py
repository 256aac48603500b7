"""From a design file to its points: every sampler against what its source says, and what a design may name."""

import itertools
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cogov.experiments.cities import CityExperiment
from cogov.experiments.designs.factors import laid_on_scenario, standing
from cogov.experiments.designs.loader import library_designs, list_designs, load_design
from cogov.experiments.designs.naming import factors_of
from cogov.experiments.designs.plans import plan_of, replan, resolve
from cogov.experiments.designs.schema import Design
from cogov.experiments.designs.study import ResolvedDesign
from cogov.experiments.plan import Plan, Run
from cogov.model.levers import LEVERS
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario, resolve_policy

pytestmark = pytest.mark.usefixtures("leping_read_once")
Asked = Callable[..., ResolvedDesign]
UNIT: dict[str, Any] = {"from": 0.0, "to": 1.0}
THREE = {"boundary_clarity": UNIT, "goal_alignment": UNIT, "duty_clarity": UNIT}


def asked(**said: Any) -> ResolvedDesign:
    return resolve(Design.model_validate({"scenario": "leping", "replicates": 1, **said}))


def points(study: ResolvedDesign) -> list[tuple[float | str, ...]]:
    return study.points[next(iter(study.policies))]


def settings(plan: Plan, run: Run) -> Any:
    assert isinstance(plan.experiment, CityExperiment)
    return plan.experiment.settings_of(run)


def test_a_grid_has_every_combination() -> None:
    study = asked(factors={"boundary_clarity": [0.2, 0.8], "goal_alignment": {**UNIT, "steps": 6}, "choices.queue": ["priority", "fifo"]})
    expected = list(itertools.product([0.2, 0.8], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], ["priority", "fifo"]))
    assert points(study) == expected


def test_without_factors_a_grid_is_one_point_under_every_policy() -> None:
    runs = list(plan_of(Design(scenario="leping", policies=("as_is", "co_governance"), replicates=3)).runs())
    assert [(run.point, run.values, run.policy, run.seed) for run in runs] == [
        (0, (), policy, seed) for seed in (1, 2, 3) for policy in ("as_is", "co_governance")
    ]


def test_one_at_a_time_starts_from_where_each_policy_stands_and_moves_one_factor() -> None:
    levers = {"boundary_clarity": [0.0, 1.0], "goal_alignment": [0.8, 0.5]}
    study = asked(policies=["as_is", "aligned_goals"], factors=levers, design="one_at_a_time")
    assert study.points["as_is"] == [(0.4, 0.3), (0.0, 0.3), (1.0, 0.3), (0.4, 0.8), (0.4, 0.5)]
    assert study.points["aligned_goals"] == [(0.4, 0.8), (0.0, 0.8), (1.0, 0.8), (0.4, 0.8), (0.4, 0.5)]


def test_one_at_a_time_starts_from_choices_parts_switches_and_numbers_too() -> None:
    factors = {
        "choices.queue": ["fifo"],
        "rules.deliberation": [False],
        "city.population": [5000],
        "centre_strength.village": [1],
        "mediation": [1],
        "parameters.triage.sigma_max": [0],
        "goals": ["need"],
    }
    base, *moved = points(asked(factors=factors, design="one_at_a_time"))
    assert base == ("priority", "on", 84000.0, 0.3, 0.3, 0.35, "declared")
    assert [sum(a != b for a, b in zip(base, point, strict=True)) for point in moved] == [1] * 7


def test_a_latin_hypercube_has_one_point_in_each_part_of_each_range() -> None:
    factors = {"boundary_clarity": UNIT, "grid_density": {"from": 200, "to": 400}}
    values = np.array(points(asked(factors=factors, design="latin_hypercube", samples=50)), dtype=float)
    for column, low, width in ((0, 0.0, 1.0), (1, 200.0, 200.0)):
        parts = np.floor((values[:, column] - low) / width * 50).astype(int)
        assert sorted(parts) == list(range(50))


def test_whole_numbers_get_equal_parts_of_their_range() -> None:
    factors = {"parameters.deliberation.rounds": {"from": 1, "to": 5}, "boundary_clarity": UNIT}
    values = np.array(points(asked(factors=factors, design="latin_hypercube", samples=100)), dtype=float)
    assert [int((values[:, 0] == rounds).sum()) for rounds in range(1, 6)] == [20] * 5


CATEGORIES = {"choices.triage": ["mixed", "claims", "dispatch"], "rules.deliberation": [True, False], "goals": ["need", "far"]}


@pytest.mark.parametrize("samples", [3, 10, 16, 49, 100])
def test_a_latin_hypercube_has_each_value_of_a_list_as_often_as_any_other_or_once_more(samples: int) -> None:
    found = points(asked(factors={**CATEGORIES, "boundary_clarity": UNIT}, design="latin_hypercube", samples=samples))
    for place, values in enumerate((["mixed", "claims", "dispatch"], ["on", "off"], ["need", "far"])):
        counts = [sum(point[place] == value for point in found) for value in values]
        assert sum(counts) == samples
        assert max(counts) - min(counts) <= 1
    parts = np.floor(np.array([point[3] for point in found], dtype=float) * samples).astype(int)
    assert sorted(parts) == list(range(samples))


def test_ranges_of_a_latin_hypercube_are_as_they_were_without_lists() -> None:
    both = points(asked(factors={"boundary_clarity": UNIT, "goals": ["need", "far"]}, design="latin_hypercube", samples=8))
    ranges = points(asked(factors={"boundary_clarity": UNIT, "duty_clarity": UNIT}, design="latin_hypercube", samples=8))
    assert [point[0] for point in both] == [point[0] for point in ranges]
    assert [point[1] for point in both] == ["need" if point[1] < 0.5 else "far" for point in ranges]  # type: ignore[operator]


def test_sobol_gives_each_value_of_a_list_an_equal_part() -> None:
    study = asked(factors={"choices.alignment": ["geometric", "linear"], "deliberation": [0, 0.2, 0.7, 1]}, design="sobol", samples=64)
    first = points(study)[::4]  # A of every base sample
    assert [sum(point[0] == name for point in first) for name in ("geometric", "linear")] == [32, 32]
    assert [sum(point[1] == level for point in first) for level in (0, 0.2, 0.7, 1)] == [16] * 4


@pytest.mark.parametrize("levels", [2, 4, 8])
def test_morris_moves_a_factor_of_two_values_to_the_other_one(levels: int) -> None:
    factors = {"rules.deliberation": [True, False], "boundary_clarity": UNIT, "goals": ["need", "far"]}
    found = points(asked(factors=factors, design="morris", trajectories=6, levels=levels))
    for path in range(0, len(found), 4):
        moved = [[a != b for a, b in zip(one, other, strict=True)] for one, other in itertools.pairwise(found[path : path + 4])]
        assert [sum(each) for each in moved] == [1, 1, 1]
        assert [sum(each) for each in zip(*moved, strict=True)] == [1, 1, 1]


@pytest.mark.parametrize("second_order", [False, True])
def test_sobol_changes_columns_of_one_matrix_against_another(*, second_order: bool) -> None:
    """Saltelli: A, then A with one column of B for each factor, [B with one column of A,] then B."""
    study = asked(factors=THREE, design="sobol", samples=8, second_order=second_order)
    block = 8 if second_order else 5
    values = np.array(points(study), dtype=float)
    assert len(values) == 8 * block
    for rows in values.reshape(8, block, 3):
        first, last = rows[0], rows[-1]
        for factor in range(3):
            mixed = first.copy()
            mixed[factor] = last[factor]
            assert rows[1 + factor].tolist() == mixed.tolist()
    strata = np.floor(values.reshape(8, block, 3)[:, 0] * 8).astype(int)
    assert all(sorted(strata[:, factor]) == list(range(8)) for factor in range(3))  # one of N in each Nth: a (t, m, s)-net


def test_morris_moves_one_factor_at_a_time_by_two_thirds_of_its_range() -> None:
    study = asked(factors={**THREE, "grid_density": {"from": 200, "to": 500}}, design="morris", trajectories=6)
    values = np.array(points(study), dtype=float)
    assert len(values) == 6 * 5
    scaled = (values - [0, 0, 0, 200]) / [1, 1, 1, 300]
    assert {round(float(share), 6) for share in scaled.ravel()} <= {0.0, 0.333333, 0.666667, 1.0}
    for path in scaled.reshape(6, 5, 4):
        steps = np.abs(np.diff(path, axis=0))
        assert np.allclose(steps.max(axis=1), 2 / 3, atol=1e-9)
        assert sorted(np.argmax(steps, axis=1)) == [0, 1, 2, 3]
        assert (steps > 1e-9).sum() == 4


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol", "morris"])
def test_samples_are_decided_by_the_seed(kind: str) -> None:
    size = {"trajectories": 4} if kind == "morris" else {"samples": 8}
    once, again, other = (points(asked(factors=THREE, design=kind, seed=seed, **size)) for seed in (1, 1, 2))
    assert once == again
    assert once != other


@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_a_larger_sample_begins_with_the_smaller_one(kind: str) -> None:
    size = "trajectories" if kind == "morris" else "samples"
    small, large = (points(asked(factors=THREE, design=kind, **{size: count})) for count in (4, 8))
    assert large[: len(small)] == small


def test_sobol_and_morris_name_the_extra_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cogov.scenarios.extras.find_spec", lambda _: None)
    with pytest.raises(InputError) as caught:
        asked(factors=THREE, design="sobol", samples=8)
    assert 'pip install "cogov[sensitivity]"' in caught.value.text("en")
    assert 'pip install "cogov[sensitivity]"' in caught.value.text("zh")


def test_listed_points_come_from_a_table_beside_the_design_or_from_the_design(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("boundary_clarity, choices.queue,city.population\n0.5,fifo,5000\n\n1,priority,8000\n", "utf-8")
    (tmp_path / "mine.yaml").write_text("scenario: leping\ndesign: points\npoints: table.csv\n", "utf-8")
    study = resolve(load_design(tmp_path / "mine.yaml"))
    assert [factor.name for factor in study.factors] == ["boundary_clarity", "choices.queue", "city.population"]
    assert points(study) == [(0.5, "fifo", 5000.0), (1.0, "priority", 8000.0)]
    inline = asked(
        design="points", points=[{"boundary_clarity": 0.5, "choices.queue": "fifo"}, {"choices.queue": "fifo", "boundary_clarity": 1}]
    )
    assert points(inline) == [(0.5, "fifo"), (1.0, "fifo")]


def test_factors_lie_on_every_policy_and_on_the_scenario() -> None:
    values: dict[str, list[Any]] = {
        "boundary_clarity": [0.1],
        "centre_strength.village": [0.9],
        "mediation": [0.2],
        "goals": ["need"],
        "city.population": [5000],
        "parameters.triage.sigma_max": [0.25],
        "parameters.deliberation.rounds": [3],
        "choices.triage": ["claims"],
        "rules.learning": [False],
        "costs.levers.deliberation.per_head": [7],
        "topics.traffic.rate.urban": [11],
        "composite_share": [0.5],
    }
    plan = plan_of(Design.model_validate({"scenario": "leping", "policies": ["co_governance"], "factors": values, "replicates": 1}))
    [run] = plan.runs()
    scenario, policy = settings(plan, run)
    assert policy.boundary_clarity == 0.1
    assert policy.centre_strength == {"village": 0.9, "township": 0.7, "city": 0.7}
    assert set(policy.mediation.values()) == {0.2}
    assert (policy.goals, policy.goal_alignment) == ("need", 0.7)
    assert (scenario.city.population, scenario.parameters.triage.sigma_max, scenario.parameters.deliberation.rounds) == (5000, 0.25, 3)
    assert (scenario.choices.triage, scenario.rules.learning, scenario.composite_share) == ("claims", False, 0.5)
    assert (scenario.costs.levers["deliberation"].per_head, scenario.topics["traffic"].rate.urban) == (7, 11)
    untouched = {"city", "parameters", "choices", "rules", "costs", "topics", "composite_share"}
    before = load_scenario("leping")
    assert scenario.model_dump(exclude=untouched) == before.model_dump(exclude=untouched)


def test_what_is_set_stands_in_every_run_and_makes_no_column() -> None:
    values = {
        "set": {"boundary_clarity": 0.9, "choices.queue": "fifo", "centre_strength": 0.1},
        "factors": {"centre_strength.village": [0.5]},
    }
    plan = plan_of(Design.model_validate({"scenario": "leping", "replicates": 1, **values}))
    [run] = plan.runs()
    scenario, policy = settings(plan, run)
    assert list(plan.experiment.factors) == ["centre_strength.village"]
    assert (policy.boundary_clarity, scenario.choices.queue) == (0.9, "fifo")
    assert policy.centre_strength == {"village": 0.5, "township": 0.1, "city": 0.1}


def test_days_that_are_varied_cut_the_horizon() -> None:
    plan = plan_of(Design.model_validate({"scenario": "leping", "warmup": 60, "factors": {"days": [100, 365]}, "replicates": 1}))
    assert [settings(plan, run)[0].horizon_days for run in plan.runs()] == [40.0, 90.0]


def test_fewer_days_bring_a_shorter_warm_up_and_a_note() -> None:
    study = asked(days=80, population=2000)
    assert (study.scenario.days, study.scenario.warmup, study.scenario.city.population, study.scenario.horizon_days) == (80, 20, 2000, 60.0)
    warmup, horizon = (note.en for note in study.notes)
    assert warmup.startswith("with 80 days and no warm-up given, the warm-up is 20 days; the scenario says 120")
    assert horizon == "horizon_days lowered from 90 to 60 (days less warm-up)"


def test_policies_of_which_the_factors_leave_no_difference_are_named() -> None:
    def told(**design: object) -> list[str]:
        return [note.en for note in asked(policies=["as_is", "clear_boundaries", "fengqiao"], **design).notes]

    [note] = told(factors={"boundary_clarity": [0.2, 0.8]})
    assert "the policies as_is, clear_boundaries are the same in this design" in note
    assert told(factors={"goal_alignment": [0.2, 0.8]}) == []
    assert told(factors={"boundary_clarity": [0.2, 0.8]}, design="one_at_a_time") == []


def test_a_policy_whose_phases_lie_on_top_of_a_factor_is_named() -> None:
    def told(**design: object) -> list[str]:
        return [note.en for note in asked(policies=["as_is", "pilot_then_all"], **design).notes]

    [note] = told(factors={"grid_intelligence": [0, 1], "city.population": [5000]}, set={"deliberation": 0.9})
    assert "policy pilot_then_all" in note
    assert "deliberation, grid_intelligence" in note
    assert [note for note in told(days=150, factors={"grid_intelligence": [0, 1]}) if "phases" in note] == []  # they never begin
    assert told(factors={"assessment_pressure": [0, 1], "parameters.triage.sigma_max": [0.2]}) == []


def test_phases_that_move_another_part_of_a_lever_are_not_named(tmp_path: Path) -> None:
    phase = "{from_day: 100, levers: {centre_strength: {township: .8}}}"
    city = tmp_path / "city.yaml"
    city.write_text(f"extends: leping\npolicies: {{pilot: {{phases: [{phase}]}}}}\n", "utf-8")

    def told(lever: str) -> int:
        return len(asked(scenario=str(city), policies=["pilot"], factors={lever: [0, 1]}).notes)

    assert [told(f"centre_strength{part}") for part in ("", ".township", ".village")] == [1, 1, 0]


def test_every_number_choice_and_switch_of_a_scenario_can_be_varied() -> None:
    known = factors_of(load_scenario("leping"))
    assert set(LEVERS) <= set(known)
    kinds = {
        name: known[name].kind for name in ("city.population", "choices.queue", "rules.triage", "parameters.goals.gamma", "composite_share")
    }
    assert list(kinds.values()) == ["whole", "name", "switch", "number", "number"]
    with_whole_defaults = ("parameters.triage.field_retry_days", "horizon_days", "parameters.deliberation.rounds", "city.townships")
    assert [known[name].kind for name in with_whole_defaults] == ["number", "number", "whole", "whole"]
    assert not [name for name in known if name.split(".")[0] in ("title", "policy", "policies", "network", "name")]


def test_many_numbers_are_varied_at_once_on_top_of_single_ones() -> None:
    city = load_scenario("leping")
    known = factors_of(city)
    staff, spread, one = (known[name] for name in ("kinds.*.handlers.*", "topics.*.work.cv", "topics.traffic.work.cv"))
    laid = laid_on_scenario(city, {staff: 2.0, spread: 0.5, one: 3.0})
    assert {name: kind.handlers for name, kind in laid.kinds.items()} == {
        name: {level: 2 * number for level, number in kind.handlers.items()} for name, kind in city.kinds.items()
    }
    assert laid.topics["traffic"].work.cv == 1.5
    assert all(topic.work.cv == city.topics[name].work.cv / 2 for name, topic in laid.topics.items() if name != "traffic")
    assert laid_on_scenario(city, {staff: 1.0}) == city
    assert standing(staff, city, resolve_policy(city, "as_is", {})) == 1


def test_many_numbers_stay_in_the_range_of_each() -> None:
    with pytest.raises(InputError, match="cv"):
        asked(factors={"topics.*.work.cv": [1, 100]})


def test_a_city_in_a_file_is_found_beside_the_design(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "city.yaml").write_text("extends: leping\ncity: {population: 3000}\npolicies: {own: {deliberation: 0.9}}\n", "utf-8")
    (tmp_path / "mine" / "study.yaml").write_text("scenario: ../city.yaml\npolicies: [own]\n", "utf-8")
    study = resolve(load_design(tmp_path / "mine" / "study.yaml"))
    assert (study.design.name, study.scenario.name, study.scenario.city.population) == ("study", "city", 3000)
    assert study.policies["own"].deliberation == 0.9


@pytest.mark.parametrize("name", library_designs())
def test_the_library_is_right_and_says_what_it_is_for(name: str) -> None:
    design = load_design(name)
    plan = plan_of(design)
    assert plan.count > 0
    assert design.name == name
    for text in (design.title, design.question):
        assert text is not None
        assert text.zh
        assert text.en
    assert design.source


def test_the_library_holds_the_studies_of_the_two_levers() -> None:
    entries = {entry.name: entry for entry in list_designs()}
    assert {"clarity_alignment", "structural_worlds", "lever_screening"} <= set(entries)
    assert plan_of(load_design("clarity_alignment")).count == 6 * 6 * 10


def test_a_plan_is_made_again_from_what_a_manifest_keeps(tmp_path: Path) -> None:
    import json

    (tmp_path / "table.csv").write_text("boundary_clarity,city.population\n0.1,5000\n0.3,8000\n0.1,5000\n", "utf-8")
    text = "scenario: leping\npolicies: [as_is, fengqiao]\ndays: 90\ndesign: points\npoints: table.csv\nset: {deliberation: .7}\n"
    (tmp_path / "mine.yaml").write_text(text + "luck: independent\nrecord: {series: on}\ntimeout: 9\n", "utf-8")
    plan = plan_of(load_design(tmp_path / "mine.yaml"))
    (tmp_path / "table.csv").unlink()
    again = replan(json.loads(json.dumps(plan.design)))
    assert list(again.runs()) == list(plan.runs())
    assert again.design == plan.design
    assert (again.timeout, again.count, list(again.experiment.tables)) == (9, plan.count, ["series"])
    assert again.experiment.described() == plan.experiment.described()


def test_the_library_comes_with_the_installed_package() -> None:
    library = files("cogov.experiments.designs").joinpath("library")
    assert any(entry.name == "clarity_alignment.yaml" for entry in library.iterdir())
