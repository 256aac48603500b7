"""The Python functions: run a city once, compare policies, run a study, read what one left."""

import atexit
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cogov.analysis.subject import Subject
from cogov.city import City, Place, Rules, city_of
from cogov.commands.compare_answer import answered
from cogov.comparison_study import begun, checked_factors, comparison_of, folder_for, lived_through, own_folder, plan_at, priced
from cogov.experiments.designs.schema import Design
from cogov.experiments.plan import Plan
from cogov.experiments.store.census import census
from cogov.experiments.sweep import Counts
from cogov.findings import ComparisonFindings, RunFindings, StudyFindings, findings_in
from cogov.model.rule import Doing
from cogov.model.scenario import Scenario
from cogov.notes import notes_on_memory, warn
from cogov.plain import language_of, plainly
from cogov.policy import MINE, Choice, with_own
from cogov.progress import watched
from cogov.runs import run_once_and_keep
from cogov.scenarios.own_rules import day_of
from cogov.scenarios.policies import AS_IS
from cogov.scenarios.words import Words
from cogov.setting import Setting, as_names, prepare
from cogov.studies import engine_asked, folder_of, planned, record_asked
from cogov.until import replicated, stopping

SAY = Words(__file__)

Asked = str | Path | Mapping[str, Any] | Design | Plan
"""What a function takes as a design."""
RUN_FAILED = "the run failed: {error}\n{traceback}"
RUNS_FAILED = "{failed} of {runs} runs failed, the first with: {error}\n{traceback}"


@plainly
def run(
    scenario: Place = "leping",
    policy: Choice = "as_is",
    *,
    days: int | None = None,
    warmup: int | None = None,
    population: int | None = None,
    seed: int = 1,
    sets: Mapping[str, Any] | None = None,
    rules: Rules = (),
    check: bool = False,
    lang: str | None = None,
) -> RunFindings:
    """Run a city once under a policy.

    A city is a name of the library, a file, what such a file would say, or a `City`; a policy likewise. `sets` says what stands where,
    levers and everything else of the scenario, at dotted paths or in mappings; `rules` is another day: `[*cogov.DAY, rumour]`.

    `sets={"boundary_clarity": 0.8, "mediation.people_village": 0.6, "parameters": {"triage": {"taking_load": 0.1}}, "choices.queue": "fifo"}`.
    """
    city = city_of(scenario, rules)
    setting = Setting(days, warmup, population, seed, sets, check, rules=city.rules)
    reference, names = with_own(city.reference, policy if isinstance(policy, str | Path) else {MINE: policy})
    prepared = prepare(reference, as_names(names, least=1), setting)
    warn(prepared.notes, prepared.scenario.notes)
    result, state = run_once_and_keep(prepared, setting)
    if state is None:
        raise RuntimeError(RUN_FAILED.format(error=result.error, traceback=result.traceback))
    return RunFindings(prepared, result, state, language_of(lang))


@plainly
def compare(
    scenario: Place,
    policies: Sequence[str | Path] | str | Mapping[str, Choice | None],
    *,
    replicates: int | None = None,
    until: str | None = None,
    at_most: int | None = None,
    workers: int | None = None,
    memory: str | float | None = None,
    same_budget: bool = False,
    cost_factors: Sequence[float] | None = None,
    days: int | None = None,
    warmup: int | None = None,
    population: int | None = None,
    seed: int = 1,
    sets: Mapping[str, Any] | None = None,
    record: str | Sequence[str] | None = None,
    rules: Rules = (),
    check: bool = False,
    out: str | Path | None = None,
    lang: str | None = None,
) -> ComparisonFindings:
    """Compare policies under the same luck, the first of them the baseline.

    Policies are names of the library or of the city, files, or a mapping of names to policies: `{"as_is": {}, "mine": Policy(...)}`.
    Every policy has `replicates` runs (10 unless said) or, with `until="5%"` or `until="mean_days=0.5"`, as many as make the intervals
    so narrow, `at_most` 100 unless said. `workers` processes live through them, one a core unless said, and share `memory` ("8GB"), half of
    the machine's unless said, which changes no result.
    `same_budget` first scales policies to the same cost (`cogov compare --help` says how). `cost_factors` repeats the comparison with
    all lever costs multiplied. `record` says of which indicators a column is kept: all unless said, "main", or names.
    `out` keeps the runs in a folder, as `sweep` does, and without it they are kept until Python ends: more replicates or policies then
    compute only what is missing, and with `until` the first look is the one that takes in all that the folder holds.
    """
    language, stop, (engine, _) = language_of(lang), stopping(replicates, until, at_most), engine_asked(workers, memory=memory)
    factors = () if cost_factors is None else checked_factors(cost_factors, cost_factors)
    city = city_of(scenario, rules)
    kept = record_asked(record) or "all"
    setting = Setting(days, warmup, population, seed, sets, check, same_budget=same_budget, record=kept, rules=city.rules)
    reference, names = with_own(city.reference, policies)
    setting, prices, plan = comparison_of(reference, as_names(names), setting, stop, factors)
    warn([*plan.notes, *notes_on_memory(plan, engine)])

    def live(part: Setting) -> Subject:
        own = plan_at(prices, part)
        with watched(own, folder, language, again=SAY.call_again) as tell:
            return _without_failures(lived_through(own, folder, engine, tell))

    with folder_for(out or own_folder(plan, _of_this_process()), plan, kept=True) as folder:
        subject, priced_runs, judged = replicated(stop, setting, live, partial(priced, prices), begun(plan, census(folder, plan)))
    found = ComparisonFindings(subject, answered(subject, priced_runs, judged), language)
    warn(found.answer.learnt)
    return found


def _without_failures(subject: Subject) -> Subject:
    if failures := subject.failures:
        first, runs = failures[0], len(failures) + len(subject.runs)
        raise RuntimeError(RUNS_FAILED.format(failed=len(failures), runs=runs, error=first["error"], traceback=first["traceback"]))
    return subject


@cache
def _of_this_process() -> Path:
    """Return where comparisons are kept that nobody gave a folder; it goes when Python ends."""
    folder = TemporaryDirectory(prefix="cogov-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


@plainly
def sweep(
    design: Asked,
    *,
    workers: int | None = None,
    memory: str | float | None = None,
    out: str | Path | None = None,
    executor: Executor | Callable[[], Executor] | None = None,
    dask: str | None = None,
    replicates: int | None = None,
    sets: Mapping[str, Any] | None = None,
    record: str | Sequence[str] | None = None,
    rules: Rules = (),
    retry_failed: bool = False,
    on_progress: Callable[[Counts], None] | None = None,
    lang: str | None = None,
) -> StudyFindings:
    """Run a study into a folder, results/<design> unless said; what the folder holds already is not run again.

    A design without a name, and no folder said, is kept until Python ends.

    `design` is a library name, a file, what such a file would say as a dict (its `scenario` may be a `City`, its `policies` a mapping
    of names to policies), a `Design`, or a `Plan` of an experiment of one's own. Runs are lived through by `workers` processes (one a
    core unless said), by the workers of the Dask scheduler at the address `dask`, or by an `executor` of `workers` workers with the
    interface of `concurrent.futures.Executor`; a function that makes executors is asked for another when one breaks. All workers share
    `memory` ("8GB"), half of this machine's unless said, which changes no result. A failed run is a row with `status` "failed" and its
    error. `record` says of which indicators a column is kept, instead of the design.
    """
    from cogov.experiments.sweep import sweep as swept

    language = language_of(lang)
    said, day = _without_objects(design, rules)
    plan, name = planned(said, replicates, sets, day, record_asked(record))
    engine, _ = engine_asked(workers, dask, memory, executor)
    warn([*plan.notes, *notes_on_memory(plan, engine)])
    folder = folder_of(out, name) if out or name else own_folder(plan, _of_this_process())
    with watched(plan, folder, language, again=SAY.call_again) as tell:
        swept(plan, folder, engine, retry_failed=retry_failed, on_progress=on_progress or tell)
    return StudyFindings(folder, language)


def _without_objects(design: Asked, rules: Rules) -> tuple[Asked, tuple[Doing, ...]]:
    """Return a design with its city and policies as a file would say them, and its day where that is another than the city's own."""
    if not isinstance(design, Mapping) or not isinstance(design.get("scenario"), str | Path | Mapping | City | Scenario):
        return design, day_of(rules, Path()) if rules else ()
    said = {key: value for key, value in design.items() if key != "rules"}
    city = city_of(said["scenario"], rules or design.get("rules", ()))
    reference, names = with_own(city.reference, said.get("policies", AS_IS))
    place = reference if isinstance(reference, Mapping) else str(reference)
    return {**said, "scenario": place, "policies": as_names(names, least=1)}, city.rules


@plainly
def load(folder: str | Path, *, lang: str | None = None) -> ComparisonFindings | StudyFindings:
    """Return what a comparison or a study left in its folder. Works while a study is under way."""
    return findings_in(folder, language_of(lang))
