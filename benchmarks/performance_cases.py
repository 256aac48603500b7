"""What is measured of runs: of companies of runs, of one city, of the reduced kernel, of whole studies; all of it and a little of it."""

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import twins
from sweep import peak

from cogov.experiments.measuring import measured_together
from cogov.experiments.runner import RunRequest, live
from cogov.scenarios.loader import load_scenario, resolve_policy

WHOLE, TOWNSHIPS = 753_787, 18
"""Residents and townships of the whole county-level city; a larger one has more townships of the same size."""
Found = Mapping[str, float]


@dataclass(frozen=True)
class Case:
    """One measurement: which part of the page it is of, what is measured by which function of what, and how often."""

    part: str
    subject: str
    residents: int
    measure: Callable[..., Found]
    asked: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1
    needs: str = "cogov"
    """The library without which it cannot be measured."""


def company(residents: int, days: int, together: int) -> Found:
    """Runs of two policies, as many together as said; one at a time they are one of each."""
    asked = twins.requests(residents, max(2, together), days)
    twins.seconds_a_run(asked[:1])  # what only the first run takes
    groups = [asked] if together > 1 else [[one] for one in asked]
    return {"runs": together, "seconds": mean(twins.seconds_a_run(group) for group in groups), "mebibytes": peak()}


def city(residents: int, days: int, **changes: Any) -> Found:
    """One run of one city from its building to its indicators, and what there is of everything in it."""
    live(_request(600, 5, {}))  # what only the first run takes
    request, before, begun = _request(residents, days, _county(residents) | changes), peak(), time.process_time()
    lived = live(request).city
    ended, most = time.process_time(), peak()
    measured_together(lived, [lived])
    return {
        "seconds": ended - begun,
        "measuring": time.process_time() - ended,
        "mebibytes": most,
        "grown": most - before,
        "ties": lived.citizen_ties[lived.seed].nnz / 2,
        "institutions": lived.institutions.size,
        "matters": lived.register.size,
        "open": len(lived.register.open_rows),
    }


def _county(residents: int) -> dict[str, int]:
    """Changes that make a county large enough, of townships of the same size."""
    return {"city.county_population": max(WHOLE, residents), "city.county_townships": max(TOWNSHIPS, round(TOWNSHIPS * residents / WHOLE))}


def _request(residents: int, days: int, changes: Mapping[str, Any]) -> RunRequest:
    scenario = load_scenario("leping", {"city.population": residents, "days": days, "warmup": days // 6, **changes})
    return RunRequest(scenario, "as_is", resolve_policy(scenario, "as_is"), 1)


def busier(handlers: float, rates: float) -> dict[str, float]:
    """Changes that multiply the handlers of all desks and the rates of all topics."""
    default = load_scenario("leping")
    staff = {
        f"kinds.{name}.handlers.{level}": handlers * many for name, kind in default.kinds.items() for level, many in kind.handlers.items()
    }
    arise = {
        f"topics.{name}.rate.{where}": rates * getattr(topic.rate, where)
        for name, topic in default.topics.items()
        for where in ("urban", "rural")
    }
    return staff | arise


def kernel(residents: int, days: int, hand: str) -> Found:
    """The reduced kernel in the hand of another library."""
    lives = importlib.import_module(hand).live
    lives(600, 2)
    before, begun = peak(), time.process_time()
    lived = lives(residents, days)
    found = {"seconds": time.process_time() - begun, "mebibytes": peak(), "grown": peak() - before}
    return found | {"matters": lived.matters, "satisfaction": lived.satisfaction}


def study(residents: int, days: int, runs: int, *, dask: bool = False, varied: str = "") -> Found:
    """The command `cogov sweep` from its start to its end, with one worker, of a Dask cluster if asked: all its processes.

    Four policies, or one at as many values of a number as there are runs.
    """
    design: dict[str, Any] = {"scenario": "leping", "population": residents, "days": days, "warmup": days // 6, "seed": 1}
    if varied:
        design |= {"policies": ["as_is"], "replicates": 1, "factors": {varied: list(range(1, runs + 1))}}
    else:
        design |= {"policies": ["as_is", "co_governance", "fengqiao", "digital_first"], "replicates": runs // 4}
    before, own = _of_children(), time.process_time()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        Path(folder, "design.yaml").write_text(json.dumps(design), encoding="utf-8")
        where = ("--dask", stack.enter_context(_cluster()).scheduler_address) if dask else ("--workers", "1")
        coordinator = _command("cogov.cli", "sweep", "design.yaml", "--out", "study", *where, folder=folder)
        size = sum(file.stat().st_size for file in Path(folder, "study").rglob("*") if file.is_file())
        stack.close()
    whole = _of_children() - before + time.process_time() - own
    return {"runs": runs, "seconds": whole / runs, "coordinator": coordinator / runs, "bytes": size / runs}


def _cluster() -> Any:
    from distributed import LocalCluster  # noqa: PLC0415 - an extra

    return LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)


def _command(module: str, *words: str, folder: str) -> float:
    """Run a command and return its own processor seconds."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([sys.executable, "-m", module, *words], cwd=folder, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            said.seek(0)
            raise RuntimeError(said.read().decode("utf-8", "replace"))
    process.returncode = 0  # waited for already
    return used.ru_utime + used.ru_stime


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


TOGETHER, APART = "parameters.handling.partner_days", "parameters.deliberation.rounds"
"""A number in which runs that go through their days together may differ, and one in which they may not."""


@dataclass(frozen=True)
class Plan:
    """How much is measured: sizes in residents, and how often each measurement is taken."""

    days: int
    companies: Sequence[tuple[int, int, int]]
    """Residents, runs together, times."""
    mesa: Sequence[tuple[int, int]]
    starsim: Sequence[tuple[int, int]]
    """Residents, times; of the reduced kernel in either hand."""
    sizes: Sequence[tuple[int, int]]
    """Residents, times; of whole cities of ours."""
    residents: int
    times: int
    """Of the cities that differ in ties, institutions or matters."""
    degrees: Sequence[int]
    villages: Sequence[tuple[int, int]]
    """Residents of an urban and of a rural one."""
    loads: Sequence[tuple[float, float]]
    """By what handlers and matters are multiplied."""
    studies: Sequence[tuple[int, int, bool]]
    """Residents, runs, through Dask or not."""
    points: Sequence[tuple[int, int, str]]
    """Residents, runs, the number of which each run has a value of its own."""


FULL = Plan(
    days=365,
    companies=((2_000, 60, 3), (5_000, 24, 3), (84_000, 4, 1)),
    mesa=((2_000, 3), (20_000, 1), (84_000, 1)),
    starsim=((2_000, 3), (20_000, 3), (84_000, 1), (WHOLE, 1)),
    sizes=((2_000, 3), (20_000, 3), (84_000, 3), (200_000, 2), (WHOLE, 1), (3_000_000, 1)),
    residents=84_000,
    times=2,
    degrees=(0, 8, 16, 32),
    villages=((5_000, 5_000), (2_000, 1_000), (500, 300), (200, 100)),
    loads=((1, 1), (0.5, 1), (2, 2), (1, 2), (1, 3)),
    studies=((2_000, 60, False), (5_000, 48, False), (5_000, 24, True), (5_000, 96, True)),
    points=((5_000, 48, TOGETHER), (5_000, 48, APART)),
)
REDUCED = Plan(
    days=30,
    companies=((600, 3, 1),),
    mesa=((600, 1),),
    starsim=((600, 1),),
    sizes=((600, 1), (1_200, 1)),
    residents=1_200,
    times=1,
    degrees=(0, 8),
    villages=((600, 600), (200, 100)),
    loads=((1, 1), (2, 2), (1, 2)),
    studies=((600, 4, False),),
    points=((600, 3, TOGETHER),),
)
"""As little as makes every table: it says whether everything works."""


def cases(plan: Plan) -> list[Case]:
    """All measurements of a plan, part by part."""
    return [*_side_by_side(plan), *_of_one_city(plan), *_studies(plan)]


def _side_by_side(plan: Plan) -> Iterator[Case]:
    part = "side by side"
    for residents, many, times in plan.companies:
        yield Case(part, "cogov: one at a time", residents, company, {"together": 1}, times)
        yield Case(part, "cogov: together", residents, company, {"together": many}, times)
    for library, sizes in (("mesa", plan.mesa), ("starsim", plan.starsim)):
        for residents, times in sizes:
            yield Case(part, f"{library}: reduced kernel", residents, kernel, {"hand": f"kernel_{library}"}, times, library)


def _of_one_city(plan: Plan) -> Iterator[Case]:
    for residents, times in plan.sizes:
        yield Case("sizes", "cogov: one city", residents, city, {}, times)
    for degree in plan.degrees:
        yield Case("ties", f"{degree} ties a citizen", plan.residents, city, {"city.ties_per_citizen": degree}, plan.times)
    for urban, rural in plan.villages:
        changes = {"city.residents_per_urban_village": urban, "city.residents_per_rural_village": rural}
        yield Case("institutions", f"villages of {urban:,} and {rural:,}", plan.residents, city, changes, plan.times)
    for handlers, rates in plan.loads:
        yield Case("matters", f"handlers × {handlers:g}, matters × {rates:g}", plan.residents, city, busier(handlers, rates))


def _studies(plan: Plan) -> Iterator[Case]:
    for residents, runs, dask in plan.studies:
        name, needs = ("Dask", "distributed") if dask else ("one process", "cogov")
        yield Case("sweep", f"{runs} runs, {name}", residents, study, {"runs": runs, "dask": dask}, 1, needs)
    for residents, runs, varied in plan.points:
        yield Case("sweep", f"{runs} values of {varied.rpartition('.')[2]}", residents, study, {"runs": runs, "varied": varied})
