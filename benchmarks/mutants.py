"""Mutants: of small faults put into a module, how many do its own fast tests notice?

    python -m uv run --with cosmic-ray python benchmarks/mutants.py [--each 40] [--seed 1] [model/queueing.py ...]

The faults are those of cosmic-ray (operators, numbers, comparisons, `and` for `or`, `not`, loops that do not run), a drawn sample of each
module. cosmic-ray's own runs start Python anew for every fault; here each is a fork that has the libraries loaded already, and only the
mutated module is read otherwise: no file is changed. Linux and macOS.
"""

import argparse
import ast
import importlib.machinery
import importlib.util
import io
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[1]
TESTS = {
    "model/queueing.py": ["tests/model/test_queueing.py"],
    "model/goals.py": ["tests/model/test_goals.py"],
    "model/duty.py": ["tests/model/test_duty.py"],
    "model/costs.py": ["tests/model/test_costs.py"],
    "model/cohort.py": ["tests/model/test_cohort.py", "tests/model/test_episodes.py"],
    "model/measures.py": ["tests/model/test_measures.py"],
    "model/masks.py": ["tests/model/test_cohort.py"],
    "analysis/paired.py": ["tests/analysis/test_paired.py", "tests/analysis/test_units.py"],
    "analysis/skewed.py": ["tests/analysis/test_skewed.py"],
    "analysis/sequential.py": ["tests/analysis/test_sequential.py"],
    **{
        f"experiments/store/{name}.py": ["tests/experiments/test_store_by_hand.py", "tests/experiments/test_store.py"]
        for name in (
            "agreement",
            "census",
            "choosing",
            "compaction",
            "files",
            "folder",
            "frames",
            "manifest",
            "rows",
            "schema",
            "soundness",
        )
    },
    "experiments/store/claim.py": ["tests/experiments/test_store_by_hand.py", "tests/experiments/test_claim.py"],
}
"""Which tests a module has to be held by: its own, not those of whole cities that would notice late and say little."""
LIBRARIES = ("mesa", "networkx", "pandas", "pyarrow.parquet", "pydantic", "scipy.stats", "yaml", "hypothesis")
"""Loaded once for all mutants."""
CPU_SECONDS = 60
"""A loop without end is noticed by the time that it takes."""


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
    """Leaves out annotations, which decide nothing."""

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
    """Return every fault that can be put in: its kind, and which of the places for that kind."""
    nodes, kinds = list(ast_nodes(get_ast(text))), [get_operator(name) for name in operator_names()]
    plain = [kind for kind in kinds if not kind.arguments()]
    return [(kind, place) for kind in plain for place in range(sum(len(list(kind().mutation_positions(node))) for node in nodes))]


def mutants(text: str, seed: int) -> Iterator[str]:
    """Yield the mutants of a text that are other programs, each once, in an order drawn."""
    faults, seen = places(text), {bare(text)}
    for number in np.random.default_rng(seed).permutation(len(faults)):
        kind, place = faults[number]
        changed = mutate_code(text, kind(), place)
        if (shape := bare(changed)) not in seen:
            seen.add(shape)
            yield changed


def survives(path: str, text: str) -> bool:
    """Run the tests of a module against another text of it, in a child of this process."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.meta_path.insert(0, Finder(path, text))
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        code = pytest.main(["-n", "0", "-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no", *TESTS[path]])
    os._exit(int(code))


def difference(old: str, new: str) -> str:
    """Say which line is another."""
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    return next((f"{place}: {a.strip()}  →  {b.strip()}" for place, (a, b) in enumerate(pairs, start=1) if a != b), "a line less")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("modules", nargs="*", default=list(TESTS))
    reader.add_argument("--each", type=int, default=40, help="mutants of a module, drawn")
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    os.chdir(ROOT)
    for library in LIBRARIES:
        importlib.import_module(library)
    for path in asked.modules:
        text = (ROOT / path).read_text("utf-8")
        if not survives(path, text):
            sys.exit(f"{path}: its tests fail without any mutant")
        tried = list(islice(mutants(text, asked.seed), asked.each))
        left = [mutant for mutant in tried if survives(path, mutant)]
        for mutant in left:
            print(f"  {path}:{difference(text, mutant)}")
        print(f"{path}: {len(tried) - len(left)} of {len(tried)} noticed ({1 - len(left) / len(tried):.0%})", flush=True)


if __name__ == "__main__":
    main()
