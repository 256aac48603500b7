"""Mutants: of small faults put into a module, how many do its own quick tests notice?

    python -m uv run --group dev --with cosmic-ray==8.7.0 python benchmarks/mutants.py [--each 15] [--seed 1] [--quick 2] [model/queueing.py ...]

The faults are those of cosmic-ray (operators, numbers, comparisons, `and` for `or`, `not`, loops that do not run), a drawn sample of each
module. cosmic-ray's own runs start Python anew for every fault; here each is a fork that has the libraries loaded already, and only the
mutated module is read otherwise: no file is changed. Every test is timed once without a fault; those that need more than `--quick` seconds of
computing are left out, the others run from the shortest to the longest until one fails. Linux and macOS.
"""

# ruff: noqa: E402 - how many threads libraries compute on has to be said before they are imported
import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import ast
import importlib.machinery
import importlib.util
import io
import json
import resource
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[1]
STORE = ("tests/experiments/test_store_by_hand.py", "tests/experiments/test_store.py")
ROBUSTNESS = ("tests/analysis/test_robustness.py", "tests/analysis/test_conclusions.py")
SENSITIVITY = ("tests/analysis/test_sensitivity.py",)
DECLARED = "tests/scenarios/test_reference.py"
"""That what a rule declares, its numbers above all, is what the reference says."""
TESTS: Mapping[str, tuple[str, ...]] = {
    "analysis/paired.py": ("tests/analysis/test_paired.py", "tests/analysis/test_skewed.py", "tests/analysis/test_units.py"),
    "analysis/sequential.py": ("tests/analysis/test_sequential.py",),
    "analysis/interaction/terms.py": ("tests/analysis/test_interaction.py",),
    "analysis/robustness/answer.py": ROBUSTNESS,
    "analysis/robustness/conclusions.py": ROBUSTNESS,
    "analysis/robustness/measures.py": ROBUSTNESS,
    "analysis/robustness/performance.py": ROBUSTNESS,
    "analysis/robustness/stability.py": ROBUSTNESS,
    "analysis/sensitivity/answer.py": SENSITIVITY,
    "analysis/sensitivity/estimate.py": SENSITIVITY,
    "analysis/sensitivity/morris.py": SENSITIVITY,
    "analysis/sensitivity/sobol.py": SENSITIVITY,
    "experiments/store/census.py": STORE,
    "experiments/store/claim.py": (*STORE, "tests/experiments/test_claim.py"),
    "experiments/store/compaction.py": STORE,
    "experiments/store/files.py": STORE,
    "experiments/store/folder.py": STORE,
    "experiments/store/frames.py": STORE,
    "experiments/store/manifest.py": STORE,
    "experiments/store/schema.py": STORE,
    "model/chance.py": ("tests/model/test_chance.py",),
    "model/cohort.py": ("tests/model/test_cohort.py", "tests/model/test_episodes.py"),
    "model/costs.py": ("tests/model/test_costs.py",),
    "model/displacement.py": ("tests/model/test_displacement.py",),
    "model/duty.py": ("tests/model/test_duty.py",),
    "model/goals.py": ("tests/model/test_goals.py",),
    "model/grid_workers.py": ("tests/model/test_grid_workers.py",),
    "model/measures.py": ("tests/model/test_measures.py",),
    "model/partners.py": ("tests/model/test_partners.py",),
    "model/queueing.py": ("tests/model/test_queueing.py",),
    "model/register.py": ("tests/model/test_register.py",),
    "model/staffing.py": ("tests/model/test_staffing.py", "tests/model/test_costs.py", "tests/model/test_mix.py"),
    "model/territory.py": ("tests/model/test_territory.py",),
    "model/venues.py": ("tests/model/test_venues.py",),
    "model/witness.py": ("tests/model/test_witness.py",),
    "model/rules/closure.py": (
        "tests/model/test_closure.py",
        "tests/model/test_episodes.py",
        "tests/model/test_visits.py",
        "tests/model/test_returns.py",
    ),
    "model/rules/deliberation.py": (
        "tests/model/test_deliberation.py",
        "tests/model/test_talks.py",
        "tests/validation/test_talks.py",
        DECLARED,
    ),
    "model/rules/discovery.py": ("tests/model/test_discovery.py", "tests/model/test_voice.py", DECLARED),
    "model/rules/emergence.py": ("tests/model/test_emergence.py", DECLARED),
    "model/rules/handling.py": ("tests/model/test_handling_by_hand.py", DECLARED),
    "model/rules/learning.py": ("tests/model/test_learning.py", "tests/model/test_drift.py", DECLARED),
    "model/rules/mediation.py": ("tests/model/test_mediation.py", DECLARED),
    "model/rules/participation.py": ("tests/model/test_participation.py", "tests/validation/test_participation.py", DECLARED),
    "model/rules/sharing.py": ("tests/model/test_sharing.py", DECLARED),
    "model/rules/triage.py": ("tests/model/test_triage.py", "tests/validation/test_triage_closed_form.py", DECLARED),
    "model/rules/wellbeing.py": ("tests/model/test_wellbeing.py",),
}
"""Which tests a module has to be held by: its own, not those of whole cities that would notice late and say little."""
LIBRARIES = ("mesa", "networkx", "pandas", "pyarrow.parquet", "pydantic", "scipy.stats", "yaml", "hypothesis")
"""Loaded once for all mutants."""
LEAST_SECONDS = 60
TIMES_COMPUTING, TIMES_CLOCK = 3, 20
"""How long a mutant may take: that much, and so many times what the tests compute without a fault. A loop without end is noticed by what it
computes; one that waits, or a machine that is too busy, is told and does not count as noticed."""


class Mutated(importlib.machinery.SourceFileLoader):
    """Reads one module from a text instead of its file."""

    text = ""

    def get_code(self, fullname: str) -> object:  # noqa: ARG002 - Python's own signature
        return compile(self.text, self.path, "exec", dont_inherit=True)


class Finder:
    """Finds the mutated module before anybody else does."""

    def __init__(self, path: str, text: str) -> None:
        room, rest = path.removesuffix(".py").split("/", 1)
        self.name, self.path, self.text = f"cogov.{room}.{rest.replace('/', '.')}", ROOT / path, text

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        if name != self.name:
            return None
        loader = Mutated(name, str(self.path))
        loader.text = self.text
        return importlib.util.spec_from_file_location(name, self.path, loader=loader)


class Bare(ast.NodeTransformer):
    """Leaves out what decides nothing: annotations, and whether an argument may be given by its place."""

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        names = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        defaults = [*node.defaults, *(one for one in node.kw_defaults if one is not None)]
        return self.generic_visit(ast.arguments([], names, node.vararg, [], [], node.kwarg, defaults))

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(0)
        return self.generic_visit(node)


def bare(text: str) -> str:
    return ast.dump(Bare().visit(ast.parse(text)))


def places(text: str) -> list[tuple[type[Operator], int]]:
    """Return every fault that can be put in: its kind, and which of the places for that kind. `is` for `==` is the linter's to find."""
    nodes, kinds = list(ast_nodes(get_ast(text))), [get_operator(name) for name in operator_names()]
    plain = [kind for kind in kinds if not kind.arguments() and not kind.__name__.endswith(("_Is", "_IsNot"))]
    return [(kind, place) for kind in plain for place in range(sum(len(list(kind().mutation_positions(node))) for node in nodes))]


def mutants(text: str, seed: int) -> Iterator[str]:
    """Yield the mutants of a text that are other programs, each once, in an order drawn."""
    faults, seen = places(text), {bare(text)}
    for number in np.random.default_rng(seed).permutation(len(faults)):
        kind, place = faults[number]
        changed = mutate_code(text, kind(), place)
        with suppress(SyntaxError):  # the * before named arguments, say
            if (shape := bare(changed)) not in seen:
                seen.add(shape)
                yield changed


class Stopwatch:
    """Takes down what each test needs, `seconds` of this process and its children, and breaks off what is not quick."""

    def __init__(self, quick: float) -> None:
        self.quick, self.seconds = quick, dict[str, float]()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        begun = sum(os.times()[:4])
        signal.signal(signal.SIGPROF, lambda *_: pytest.skip("not quick"))
        signal.setitimer(signal.ITIMER_PROF, self.quick)
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.seconds[item.nodeid] = sum(os.times()[:4]) - begun


class Quick:
    """Lets only quick tests run, the shortest first."""

    def __init__(self, seconds: Mapping[str, float]) -> None:
        self.seconds = seconds

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        chosen = [item for item in items if item.nodeid in self.seconds]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = sorted(chosen, key=lambda item: self.seconds[item.nodeid])


def tested(files: Sequence[str], plugin: object, *more: str) -> int:
    """Run tests in this process, silently; return pytest's exit code."""
    options = ["-n", "0", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no", "--hypothesis-seed=0", *more]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return int(pytest.main([*options, *files], plugins=[plugin]))


@cache
def needed(file: str, quick: float) -> dict[str, float]:
    """Return the seconds of computing that each quick test of a file needs without any mutant."""
    ours, theirs = os.pipe()
    if not (child := os.fork()):
        watch = Stopwatch(quick)
        code = tested([file], watch)
        with os.fdopen(theirs, "w") as told:
            json.dump(watch.seconds, told)
        os._exit(code)
    os.close(theirs)
    with os.fdopen(ours) as heard:
        seconds: dict[str, float] = json.loads(heard.read() or "{}")
    if os.waitpid(child, 0)[1]:
        sys.exit(f"{file} fails without any mutant")
    return {test: one for test, one in seconds.items() if one < quick}


def outcome(path: str, text: str, seconds: Mapping[str, float]) -> str:
    """Run the quick tests of a module against another text of it, in a child of this process: it survives, is noticed, or takes too long."""
    child = os.fork()
    if not child:
        os.setsid()
        computing = LEAST_SECONDS // 2 + int(TIMES_COMPUTING * sum(seconds.values()))
        resource.setrlimit(resource.RLIMIT_CPU, (computing, computing))
        sys.meta_path.insert(0, Finder(path, text))
        os._exit(tested(TESTS[path], Quick(seconds), "-x"))
    patience = time.monotonic() + LEAST_SECONDS + TIMES_CLOCK * sum(seconds.values())
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > patience:
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "too long"
        time.sleep(0.02)
    return "noticed" if ended[1] else "survived"


def difference(old: str, new: str) -> str:
    """Say which line is another."""
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    return next((f"{place}: {a.strip()}  →  {b.strip()}" for place, (a, b) in enumerate(pairs, start=1) if a != b), "a line less")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("modules", nargs="*", default=list(TESTS))
    reader.add_argument("--each", type=int, default=40, help="mutants of a module, drawn")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--quick", type=float, default=2.0, help="seconds of computing that a test may need")
    asked = reader.parse_args()
    os.chdir(ROOT)
    for library in LIBRARIES:
        importlib.import_module(library)
    for path in asked.modules:
        seconds = {test: one for file in TESTS[path] for test, one in needed(file, asked.quick).items()}
        text = (ROOT / path).read_text("utf-8")
        tried = list(islice(mutants(text, asked.seed), asked.each))
        found = [outcome(path, mutant, seconds) for mutant in tried]
        for mutant, became in zip(tried, found, strict=True):
            if became != "noticed":
                print(f"  {became}: {path}:{difference(text, mutant)}")
        left, tests = len(tried) - found.count("noticed"), len(seconds)
        print(f"{path}: {len(tried) - left} of {len(tried)} noticed ({1 - left / len(tried):.0%}) by {tests} quick tests", flush=True)


if __name__ == "__main__":
    main()
