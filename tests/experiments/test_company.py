"""Runs in company: several cities that are lived through in one pass leave what each leaves alone, and keep nothing from one another."""

import math
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cloudpickle
import numpy as np
import pandas as pd
import pytest

from cogov.experiments import cities, pool
from cogov.experiments.chunk import Chunk, PackedExperiment
from cogov.experiments.cities import CityExperiment
from cogov.experiments.company import alike, bytes_alone, may_differ, most_together
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.experiments.engines.choice import engine_for
from cogov.experiments.plan import Deadline, Outcome, Plan, Run, TimedOut
from cogov.experiments.pool import run_many
from cogov.experiments.runner import LivedRun, RunRequest, RunResult, companies, live_together, run_one, run_together
from cogov.experiments.store.frames import load
from cogov.experiments.store.schema import CIRCUMSTANCES
from cogov.experiments.sweep import Counts, sweep
from cogov.model.city import City
from cogov.model.day import DAY
from cogov.model.numbers import Numbers, share
from cogov.model.rule import Doing, rule
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario, resolve_policy

POLICIES = ["as_is", "co_governance", "campaign_style"]
RECORDED = {"series": True, "events": True, "flows": True, "townships": True, "indicators": "all"}


def planned(**said: Any) -> Plan:
    small = {"days": 25, "warmup": 5, "population": 1500, "policies": POLICIES, "replicates": 3, "record": RECORDED}
    return plan_of(Design.model_validate({"scenario": "leping", **small, **said}))


def told(outcome: Outcome) -> str:
    return repr((dict(outcome.values), {kind: table.to_pydict() for kind, table in outcome.tables.items()}))


TOGETHER = ("boundary_clarity", "parameters.triage.sigma_0", "parameters.emergence.dispersion", "kinds.*.handlers.*", "costs.citizen_hour")
APART = ("city.ties_per_citizen", "choices.queue", "parameters.deliberation.rounds", "rules.learning")
"""What runs may differ in that are lived through in one pass, and what not."""


@pytest.mark.parametrize("varied", [*TOGETHER, *APART])
def test_runs_leave_in_company_what_they_leave_alone(varied: str) -> None:
    values = {"choices.queue": ["priority", "fifo"], "rules.learning": ["on", "off"], "parameters.deliberation.rounds": [2, 6]}
    plan = planned(factors={varied: values.get(varied, [1.2, 3] if "." in varied else [0.2, 0.8])})
    runs = [list(plan.runs())[place] for place in np.random.default_rng(7).permutation(18)[:7]]
    assert isinstance(plan.experiment, CityExperiment)
    company = plan.experiment.live_together(runs, Deadline())
    alone = [plan.experiment.live(run, Deadline()) for run in runs]
    assert [told(one) for one in company] == [told(one) for one in alone]
    assert len({told(one) for one in alone}) > 4


@pytest.mark.parametrize(("varied", "values", "sizes"), [(TOGETHER[1], [0.1, 0.2], [6]), (APART[2], [2, 6], [3, 3])])
def test_points_are_lived_through_in_one_pass_where_they_may_differ(
    monkeypatch: pytest.MonkeyPatch, varied: str, values: list[float], sizes: list[int]
) -> None:
    plan, found = planned(replicates=1, factors={varied: values}), list[int]()

    def noted(company: Sequence[RunRequest], deadline: Deadline) -> list[LivedRun]:
        found.append(len(company))
        return live_together(company, deadline)

    monkeypatch.setattr(cities, "live_together", noted)
    plan.experiment.live_together(list(plan.runs()), Deadline())  # type: ignore[attr-defined]
    assert found == sizes
    assert most_together_of(plan) == (60 if len(sizes) == 1 else len(POLICIES))


def most_together_of(plan: Plan) -> int:
    return plan.experiment.most_together  # type: ignore[attr-defined, no-any-return]


def test_a_rule_of_ones_own_reads_numbers_as_the_same_for_all() -> None:
    own = load_scenario("leping", {"city.population": 800}, rules=(*DAY, of_each_city))
    for path in (("parameters", "triage", "sigma_0"), ("parameters", "of_each_city", "bite")):
        assert not may_differ(own, path)
    assert may_differ(load_scenario("leping"), ("parameters", "triage", "sigma_0"))


def test_a_company_is_as_large_as_a_few_seconds_hold() -> None:
    residents = (2000, 5000, 84_000, 753_787)
    sizes = [most_together(load_scenario("leping", {"city.population": size, "days": 365, "warmup": 60})) for size in residents]
    assert sizes[0] >= sizes[1] > sizes[2] > sizes[3] == 1
    assert most_together(load_scenario("leping", {"city.population": 2000, "days": 3650})) == 1


def test_a_company_is_no_larger_than_its_memory() -> None:
    town, county = (load_scenario("leping", {"city.population": size, "days": 30, "warmup": 5}) for size in (5000, 753_787))
    assert [most_together(town, memory) for memory in (0, 140e6, 160e6, 180e6, 220e6, 1e12)] == [1, 1, 4, 9, 18, 60]
    assert most_together(county) == 11
    assert [most_together(county, memory) for memory in (500e6, 1.2e9, 2.4e9)] == [1, 2, 4]
    assert bytes_alone(county) == pytest.approx(140e6 + 1.06e6 + 753_787 * (612 + 1367 * 0.269 * 30 / 365), rel=0.01)


@pytest.mark.skipif(sys.platform != "linux", reason="peaks are read where Linux keeps them")
def test_a_company_takes_about_the_memory_that_is_reckoned() -> None:
    found = subprocess.run([sys.executable, "-c", A_COMPANY_OF_20], capture_output=True, text=True, check=True).stdout
    grown, reckoned = map(float, found.split())
    assert 0.6 < grown / reckoned < 1.2


A_COMPANY_OF_20 = """
from pathlib import Path
from cogov.experiments.company import PROCESS_BYTES, bytes_alone
from cogov.experiments.runner import RunRequest, live_together
from cogov.scenarios.loader import load_scenario, resolve_policy

def read(name):
    return next(1024 * int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))

scenario = load_scenario("leping", {"city.population": 5000, "days": 30, "warmup": 5})
policy = resolve_policy(scenario, "as_is")
live_together([RunRequest(scenario, "as_is", policy, 1)])
before = read("VmRSS")
live_together([RunRequest(scenario, "as_is", policy, seed) for seed in range(1, 21)])
print(read("VmHWM") - before, 20 * (bytes_alone(scenario) - PROCESS_BYTES))
"""


def test_memory_decides_how_many_live_together_and_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, sizes = planned(replicates=2), list[int]()

    def noted(company: Sequence[RunRequest], deadline: Deadline) -> list[LivedRun]:
        sizes.append(len(company))
        return live_together(company, deadline)

    monkeypatch.setattr(cities, "live_together", noted)

    def break_off(counts: Counts) -> None:
        if counts.lived:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(plan, tmp_path / "little", engine_for(most_bytes=145e6), on_progress=break_off)
    sweep(plan, tmp_path / "little", engine_for(most_bytes=150e6))
    little, sizes[:] = sizes.copy(), []
    sweep(plan, tmp_path / "much")
    assert max(little) < max(sizes)
    assert_same(tmp_path / "little", tmp_path / "much")


# -- rules of somebody's own ----------------------------------------------------------------------------------------------------------


class Rumour(Numbers):
    """What goes round where matters are open."""

    bite: float = share(0.3, "part of their trust that residents lose a day for each open matter a head", "made up for this test")


def _goes_round(city: City, bite: float) -> None:
    open_matters = np.bincount(city.register.village[city.register.open_rows], minlength=city.territory.villages)
    city.citizens.trust[:] *= 1 - bite * (open_matters / city.territory.residents)[city.citizens.village]


SAYS = Text(zh="传言", en="rumours go round")


@rule(numbers=Rumour, says=SAYS)
def of_one_city(city: City, p: Rumour) -> None:
    """Neighbours trust less where much is open."""
    _goes_round(city, p.bite)


@rule(numbers=Rumour, says=SAYS, twins=True)
def of_each_city(city: City, p: Rumour) -> None:
    """Neighbours trust less where much is open."""
    _goes_round(city, p.bite)


@rule(numbers=Rumour, says=SAYS, twins=True)
def of_all_alike(city: City, p: Rumour) -> None:
    """Everybody trusts a little more like everybody else, of other cities too: it does not keep its word."""
    city.citizens.trust[:] += p.bite * (city.citizens.trust.mean() - city.citizens.trust)


def lived_with(own: Doing) -> tuple[list[str], list[str]]:
    """What runs leave in company and alone under a day with a rule more."""
    scenario = load_scenario(
        "leping", {"city.population": 800, "days": 15, "warmup": 3}, rules=(*DAY, cloudpickle.loads(cloudpickle.dumps(own)))
    )
    asked = [RunRequest(scenario, name, resolve_policy(scenario, name), seed) for name in POLICIES[:2] for seed in (1, 2)]
    assert most_together(scenario) == 60
    return [words(one.result) for one in live_together(asked)], [words(run_one(one)) for one in asked]


def test_a_rule_of_ones_own_that_knows_twins_leaves_in_company_what_it_leaves_alone() -> None:
    company, alone = lived_with(of_each_city)
    assert company == alone
    assert len({*alone}) == 4


def test_one_that_only_says_so_is_found_where_a_run_is_lived_through_alone() -> None:
    company, alone = lived_with(of_all_alike)
    assert company != alone


def test_one_that_does_not_say_so_lives_alone() -> None:
    for own in (of_one_city, lambda _: None):
        assert most_together(load_scenario("leping", {"city.population": 800}, rules=(*DAY, own))) == 1


class Sick(CityExperiment):
    """A city in which the runs of one seed fail; in company, that ends everybody's."""

    def live(self, run: Run, deadline: Deadline) -> Outcome:
        if run.seed == 2:
            raise RuntimeError("seed 2 is sick")
        return super().live(run, deadline)

    def live_together(self, runs: Sequence[Run], deadline: Deadline) -> list[Outcome]:
        if any(run.seed == 2 for run in runs):
            raise RuntimeError("somebody is sick")
        return super().live_together(runs, deadline)


class Loner(CityExperiment):
    """A city whose runs are lived through one by one."""

    @property
    def most_together(self) -> int:
        return 1


class Slow(CityExperiment):
    """A city whose runs take too long in company."""

    def live_together(self, runs: Sequence[Run], deadline: Deadline) -> list[Outcome]:
        raise TimedOut(f"{len(runs)} runs by {deadline.at}")


def as_(kind: type[CityExperiment], plan: Plan) -> Plan:
    return replace(plan, experiment=kind(**vars(plan.experiment)))


def rows(folder: Path, kind: str = "runs") -> pd.DataFrame:
    frame = load(folder, kind)
    return frame.drop(columns=[name for name in (*CIRCUMSTANCES, "run_id") if name in frame])


def assert_same(*folders: Path) -> None:
    for kind in ("runs", "series", "events", "flows", "townships"):
        one, other = (rows(folder, kind) for folder in folders)
        keys = [name for name in ("point", "policy", "replicate", "seed", "matter", "order", "day", "township") if name in one]
        pd.testing.assert_frame_equal(
            *(frame.sort_values(keys, kind="stable").reset_index(drop=True) for frame in (one, other)), check_exact=True
        )


def test_a_run_that_fails_is_its_own_row_and_takes_nobody_with_it(tmp_path: Path) -> None:
    plan = planned()
    counts = sweep(as_(Sick, plan), tmp_path / "sick")
    assert (counts.done, counts.failed) == (6, 3)
    sweep(plan, tmp_path / "well")
    sick, well = (load(tmp_path / name).sort_values(["seed", "policy"]) for name in ("sick", "well"))
    assert sick[sick.seed == 2].error.tolist() == ["RuntimeError: seed 2 is sick"] * 3
    assert sick[sick.seed != 2].mean_days.tolist() == well[well.seed != 2].mean_days.tolist()


@pytest.mark.parametrize(("replicates", "factors"), [(6, {}), (3, {TOGETHER[1]: [0.1, 0.4]})])
def test_a_study_broken_off_and_gone_on_with_in_company_is_the_study_lived_through_one_by_one(
    tmp_path: Path, replicates: int, factors: dict[str, list[float]]
) -> None:
    plan = planned(replicates=replicates, factors=factors)

    def break_off(counts: Counts) -> None:
        if counts.lived:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(plan, tmp_path / "broken", on_progress=break_off)
    assert 0 < len(load(tmp_path / "broken")) < 18
    sweep(plan, tmp_path / "broken", engine_for(2))
    sweep(as_(Loner, plan), tmp_path / "alone")
    assert_same(tmp_path / "broken", tmp_path / "alone")


def test_a_company_that_takes_too_long_is_lived_through_one_by_one(tmp_path: Path) -> None:
    plan = as_(Slow, planned(replicates=1))
    for kind in ("runs", *plan.experiment.tables):
        (tmp_path / kind).mkdir()
    receipt = Chunk(PackedExperiment.of(plan, tmp_path), tuple(plan.runs()))()
    assert (receipt.company, receipt.failed) == (False, 0)
    assert receipt.lived >= 1


def test_many_runs_at_once_are_what_each_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neighbours in one pass, whatever they may differ in: a number here; not where the cities are others."""
    short, sizes = {"city.population": 1500, "days": 20, "warmup": 5, "horizon_days": 15}, list[int]()
    one, other, another = (
        load_scenario(*said) for said in (("leping", short), ("leping", short | {TOGETHER[1]: 0.4}), ("fragmented", short))
    )
    asked = [
        RunRequest(city, name, resolve_policy(city, name), seed) for city in (one, other, another) for name in POLICIES for seed in (1, 2)
    ]

    def noted(company: Sequence[RunRequest]) -> list[RunResult]:
        sizes.append(len(company))
        return run_together(company)

    monkeypatch.setattr(pool, "run_together", noted)
    told: list[RunResult] = []
    found = run_many(asked, on_done=told.append)
    assert sizes == [12, 6]
    assert [words(one) for one in found] == [words(run_one(one)) for one in asked]
    assert told == found
    assert all(math.isfinite(one.seconds) for one in live_together(asked[:3]))


def test_a_company_is_no_larger_than_the_dearest_of_its_runs_allows() -> None:
    """Where more arises, a run takes more of the memory."""
    few, many = (load_scenario("leping", {"city.population": 20_000, "topics.certificates.rate.urban": rate}) for rate in (1, 500))
    asked = [RunRequest(city, "as_is", resolve_policy(city, "as_is"), seed) for city in (many, few) for seed in range(5)]
    assert [most_together(city, 300e6) for city in (many, few)] == [4, 7]
    assert [len(company) for company in companies(asked, 300e6)] == [4, 4, 2]
    assert [len(company) for company in companies(asked[::-1], 300e6)] == [5, 4, 1]


def test_scenarios_are_alike_in_all_but_what_may_differ() -> None:
    leping = load_scenario("leping")
    changes: dict[str, Any] = {
        TOGETHER[1]: 0.4,
        "composite_share": 0.3,
        "costs.handler_day": 200,
        "policy.joint_action": 0.3,
        "name": "mine",
    }
    for path, value in changes.items():
        assert alike(leping, load_scenario("leping", {path: value})), path
    for path, value in {"days": 300, "city.population": 800, "choices.queue": "fifo", "parameters.sharing.loan_days": 3}.items():
        assert not alike(leping, load_scenario("leping", {path: value})), path
    assert not alike(leping, load_scenario("leping", rules=(*DAY, of_each_city)))


def words(result: RunResult) -> str:
    return repr({name: value for name, value in result.items() if name not in ("seconds", "rule_seconds")})
