"""A run_id changes with everything that decides a result, and with nothing else."""

import ast
import os
import pickle
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np
import pytest

from cogov.experiments import identity
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.experiments.functions import FunctionExperiment
from cogov.experiments.identity import Identity, canonical, code_fingerprint
from cogov.experiments.plan import Deadline, Run, TimedOut
from cogov.experiments.planning import plan_runs, stands_for

pytestmark = pytest.mark.usefixtures("leping_read_once")
BASE: dict[str, Any] = {"scenario": "leping", "replicates": 2, "factors": {"boundary_clarity": [0.2, 0.8], "choices.queue": ["fifo"]}}


def square(x: float) -> dict[str, float]:
    return {"y": x * x}


def drawn(x: float, seed: int) -> dict[str, float]:
    return {"y": float(np.random.default_rng(seed).normal(x))}


def ids(**said: Any) -> set[str]:
    return {run.run_id for run in plan_of(Design.model_validate({**BASE, **said})).runs()}


DECIDES: dict[str, dict[str, Any]] = {
    "scenario": {"scenario": "fragmented"},
    "days": {"days": 300},
    "population": {"population": 8000},
    "seed": {"seed": 3},
    "luck": {"luck": "independent"},
    "policy": {"policies": ["co_governance"]},
    "what is set": {"set": {"goal_alignment": 0.9}},
    "a parameter": {"set": {"parameters.triage.sigma_0": 0.121}},
    "another factor": {"factors": {**BASE["factors"], "goal_alignment": [0.3]}},
    "order of factors": {"factors": dict(reversed(BASE["factors"].items()))},
    "a hair's breadth": {"factors": {"boundary_clarity": [0.2 + 2**-54, 0.8 + 2**-52], "choices.queue": ["fifo"]}},
}


@pytest.mark.parametrize("name", DECIDES)
def test_what_decides_a_result_changes_every_run_id(name: str) -> None:
    assert not ids() & ids(**DECIDES[name])


KEEPS: dict[str, dict[str, Any]] = {
    "replicates": {"replicates": 5},
    "levels": {"factors": {"boundary_clarity": [0.5, 0.8, 0.2], "choices.queue": ["priority", "fifo"]}},
    "policies": {"policies": ["co_governance", "as_is"]},
    "records": {"record": {"series": True, "events": True}},
    "timeout": {"timeout": 5},
    "title": {"title": {"zh": "题", "en": "title"}, "name": "other", "source": "else"},
    "kind": {"design": "points", "factors": {}, "points": [{"boundary_clarity": x, "choices.queue": "fifo"} for x in (0.8, 0.2)]},
}


@pytest.mark.parametrize("name", KEEPS)
def test_what_decides_nothing_leaves_every_run_id_as_it_was(name: str) -> None:
    assert ids() <= ids(**KEEPS[name])


def test_the_words_and_the_budget_of_a_city_decide_nothing(tmp_path: Path) -> None:
    (tmp_path / "leping2.yaml").write_text(
        "extends: leping\ntitle: {zh: 另, en: other}\nsource: none\npolicy: {budget: 1e6}\npolicies: {mine: {goal_alignment: 1}}\n", "utf-8"
    )
    assert ids() == ids(scenario=str(tmp_path / "leping2.yaml"))


def test_the_order_of_topics_decides() -> None:
    experiment = FunctionExperiment(square, {"x": float}, ("y",))
    one, other = ({"topics": dict(items)} for items in ([("a", 1), ("b", 2)], [("b", 2), ("a", 1)]))
    assert len({Identity(city, list(experiment.factors), {"": {}}).run_id("", (0.5,), 1) for city in (one, other)}) == 2


def test_run_ids_are_those_of_another_process_with_another_hash_seed() -> None:
    script = (
        "from cogov.experiments.designs.plans import plan_of\n"
        "from cogov.experiments.designs.schema import Design\n"
        f"print(*(run.run_id for run in plan_of(Design.model_validate({BASE!r})).runs()))\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert set(said[0].split()) == ids()


def test_a_run_is_named_within_a_tenth_of_a_millisecond() -> None:
    names = Identity({"city": "x" * 30_000}, ["a", "b"], {"p": {"settings": "y" * 1500}})
    begun = time.process_time()
    found = {names.run_id("p", (place / 7, 0.5), 1) for place in range(2000)}
    assert (time.process_time() - begun) / 2000 < 1e-4
    assert len(found) == 2000


def test_an_experiment_is_small_and_travels_fast() -> None:
    experiment = plan_of(Design.model_validate(BASE)).experiment
    begun = time.process_time()
    travelled = pickle.dumps(experiment)
    assert pickle.loads(travelled).described() == experiment.described()
    assert time.process_time() - begun < 0.1
    assert len(travelled) < 60_000


def test_floats_are_written_by_their_shortest_digits_and_keys_in_their_order() -> None:
    assert canonical({"b": [0.1, 1.0, 1e-7, "é"], "a": None}) == b'{"b":[0.1,1.0,1e-07,"\\u00e9"],"a":null}'


def test_the_code_counts_whatever_its_line_ends_and_wherever_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fingerprint(folder: Path) -> str:
        code_fingerprint.cache_clear()
        monkeypatch.setattr(identity, "_folder", lambda package: folder / package)
        return code_fingerprint()

    folders = [tmp_path / name for name in ("unix", "windows", "changed", "zipped")]
    texts = [b"x = 1\ny = 2\n", b"x = 1\r\ny = 2\r\n", b"x = 1\ny = 3\n", b"x = 1\ny = 2\n"]
    for folder, text in zip(folders, texts, strict=True):
        for package in identity.DECIDES:
            (folder / package / "rules").mkdir(parents=True)
            (folder / package / "rules" / "one.py").write_bytes(text)
            (folder / package / "notes.txt").write_text(folder.name)
    unix, windows, changed, _ = (fingerprint(folder) for folder in folders)
    assert unix == windows != changed
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folders[3].rglob("*.py")):
            packed.write(path, path.relative_to(folders[3]))
    assert fingerprint(zipfile.Path(archive)) == unix  # type: ignore[arg-type]
    code_fingerprint.cache_clear()


def test_the_fingerprint_reads_the_real_code() -> None:
    code_fingerprint.cache_clear()
    paths = [path for package in identity.DECIDES for path, _ in identity._sources(identity._folder(package), package)]
    assert "cogov.model/rules/triage.py" in paths
    assert "cogov.model/rules/handling.py" in paths
    assert all(f"cogov.experiments/{name}" in paths for name in identity.DECIDES["cogov.experiments"])
    assert paths == sorted(paths, key=lambda path: list(identity.DECIDES).index(path.partition("/")[0]))


RULE = '''
"""A rule."""

DAY = ("triage", "handling")
FLOOR: float = share(0.6, "progress that needs no resources", unit="handler-days")
TITLE = Text(zh="进展", en="Progress")


def handle(city: City) -> None:
    """Work goes on."""
    if FLOOR < 0.5:
        raise ValueError(f"{city.name} is too low")
    city.work -= FLOOR  # a day's
'''

SAID_OTHERWISE: dict[str, tuple[str, str]] = {
    "docstring": ('"""Work goes on."""', '"""The work goes on, day by day."""'),
    "docstring of a file": ('"""A rule."""', '"""The rule of work."""'),
    "docstring of a number": ('TITLE = Text(zh="进展", en="Progress")', 'TITLE = Text(zh="进展", en="Progress")\n"""What it is called."""'),
    "comment": ("# a day's", "# what a day brings"),
    "hint": ("progress that needs no resources", "the share of progress that needs nothing"),
    "name in English": ('en="Progress"', 'en="Advance"'),
    "name in Chinese": ("进展", "进度"),
    "message": ("is too low", "may not be so low"),
    "layout": ('("triage", "handling")', "(\n    'triage',\n    'handling',\n)"),
}

DONE_OTHERWISE: dict[str, tuple[str, str]] = {
    "number": ("0.6", "0.6000000001"),
    "whole number": ("0.5", "1"),
    "comparison": ("<", "<="),
    "sign": ("-=", "+="),
    "order of rules": ('"triage", "handling"', '"handling", "triage"'),
    "name": ('"triage"', '"sorting"'),
    "unit": ('"handler-days"', '"days"'),
    "condition": ("if FLOOR", "if not FLOOR"),
}


@pytest.mark.parametrize("what", SAID_OTHERWISE)
def test_what_is_only_said_otherwise_is_the_same_code(what: str) -> None:
    before, after = SAID_OTHERWISE[what]
    assert before in RULE
    assert identity.what_is_done(RULE.replace(before, after)) == identity.what_is_done(RULE)


@pytest.mark.parametrize("what", DONE_OTHERWISE)
def test_what_is_done_otherwise_is_other_code(what: str) -> None:
    before, after = DONE_OTHERWISE[what]
    assert before in RULE
    assert identity.what_is_done(RULE.replace(before, after)) != identity.what_is_done(RULE)


class Reworded(ast.NodeTransformer):
    """Says everything otherwise that is said."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        is_said = isinstance(node.value, str) and identity.PROSE.match(node.value)
        return ast.Constant("other words") if is_said else node


def deciding() -> Iterator[tuple[str, str]]:
    for package, names in identity.DECIDES.items():
        for path, text in identity._sources(identity._folder(package), package):
            if not names or path.removeprefix(f"{package}/") in names:
                yield path, text


def test_the_real_code_reworded_and_without_comments_and_layout_is_the_same_code() -> None:
    for path, text in deciding():
        reworded = ast.unparse(Reworded().visit(ast.parse(text)))
        assert identity.what_is_done(reworded) == identity.what_is_done(text), path


def numbers(tree: ast.AST) -> list[ast.Constant]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in (int, float)]


def test_a_number_of_the_real_code_counts() -> None:
    text = max((text for _, text in deciding()), key=lambda text: len(numbers(ast.parse(text))))
    for place in range(0, len(numbers(ast.parse(text))), 20):
        tree = ast.parse(text)
        number = numbers(tree)[place]
        number.value = number.value * (1 + 1e-9) if number.value else 1e-9
        assert identity.what_is_done(ast.unparse(tree)) != identity.what_is_done(text)


def uses_of_prose(source: str) -> Iterator[str]:
    """Words for people that do something: compared, looked up, taken apart, handed to NumPy."""
    for node in ast.walk(ast.parse(source)):
        within: list[Any] = []
        match node:
            case ast.Compare():
                within = [node.left, *node.comparators]
            case ast.Subscript():
                within = [node.slice]
            case ast.Dict():
                within = list(node.keys)
            case ast.Attribute():
                within = [node.value] if node.attr not in ("format", "join") else []
            case ast.MatchValue():
                within = [node.value]
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "re"))):
                within = node.args
        yield from (ast.unparse(node) for part in within if isinstance(part, ast.Constant) and identity.PROSE.match(str(part.value)))


def test_words_for_people_decide_nothing() -> None:
    assert {path: found for path, text in deciding() if (found := list(uses_of_prose(text)))} == {}
    assert list(uses_of_prose("np.einsum('i j', x)\nif x == 'so be it': y['a b'] = 'a b'.split()\nsay('so be it')")) != []


DECIDES_NOTHING = frozenset({"cogov.experiments/plan.py", "cogov.experiments/titles.py", "cogov.scenarios/words.py"})
"""Gone through in every run: the deadline, what desks are called, and how sentences are found."""


def test_all_code_that_a_run_goes_through_counts() -> None:
    said = {"days": 3, "warmup": 1, "population": 600, "record": {"series": True, "events": True, "townships": True}}
    plan = plan_of(Design.model_validate({**BASE, **said, "policies": ["co_governance"]}))
    run, gone_through = next(iter(plan.runs())), set[str]()
    plan.experiment.live(run, Deadline())  # all is imported

    def see(code: CodeType, _: int) -> None:
        parts = Path(code.co_filename).as_posix().rpartition("/cogov/")[2].split("/")
        if parts[0] in ("model", "scenarios", "experiments"):
            gone_through.add(f"cogov.{parts[0]}/{'/'.join(parts[1:])}")

    sys.monitoring.use_tool_id(sys.monitoring.PROFILER_ID, "what a run goes through")
    sys.monitoring.register_callback(sys.monitoring.PROFILER_ID, sys.monitoring.events.PY_START, see)
    sys.monitoring.set_events(sys.monitoring.PROFILER_ID, sys.monitoring.events.PY_START)
    try:
        plan.experiment.live(run, Deadline())
    finally:
        sys.monitoring.set_events(sys.monitoring.PROFILER_ID, 0)
        sys.monitoring.free_tool_id(sys.monitoring.PROFILER_ID)
    assert "cogov.model/rules/triage.py" in gone_through
    assert gone_through <= {path for path, _ in deciding()} | DECIDES_NOTHING


def test_common_luck_gives_a_replicate_the_same_seed_everywhere() -> None:
    plan = plan_of(Design.model_validate({**BASE, "seed": 10, "policies": ["as_is", "fengqiao"]}))
    assert [(run.replicate, run.seed) for run in plan.runs()] == [(0, 10)] * 4 + [(1, 11)] * 4
    assert [run.point for run in plan.runs()] == [0, 0, 1, 1] * 2


def test_independent_luck_gives_every_run_a_seed_of_its_own() -> None:
    design = {**BASE, "luck": "independent", "policies": ["as_is", "fengqiao"], "replicates": 50}
    runs = list(plan_of(Design.model_validate(design)).runs())
    assert len({run.seed for run in runs}) == len(runs) == 200
    assert all(0 <= run.seed < 2**63 for run in runs)
    more = plan_of(Design.model_validate({**design, "factors": {"boundary_clarity": [0.5, 0.2, 0.8], "choices.queue": ["fifo"]}})).runs()
    assert {run.run_id for run in runs} <= {run.run_id for run in more}


def test_equal_points_are_lived_through_once() -> None:
    plan = plan_runs(FunctionExperiment(square, {"x": float}, ("y",)), [(0.5,), (0.1,), (0.5,), (0.2,)], replicates=2)
    runs = list(plan.runs())
    assert [(run.point, run.values) for run in runs[:3]] == [(0, (0.5,)), (1, (0.1,)), (3, (0.2,))]
    assert len(runs) == plan.count == len({run.run_id for run in runs}) == 6
    assert stands_for([(0.5,), (0.1,), (0.5,), (0.2,)]) == [0, 1, 0, 3]


def test_two_policies_that_a_factor_makes_equal_are_still_two() -> None:
    design = {**BASE, "policies": ["as_is", "clear_boundaries"]}
    assert len(ids(**design)) == 8


def test_a_function_is_an_experiment() -> None:
    experiment = FunctionExperiment(drawn, {"x": float}, ("y",), seeded=True)
    one, same, other = (experiment.live(Run("", 0, (2.0,), "", 0, seed), Deadline()).values for seed in (1, 1, 2))
    assert one == same != other
    assert pickle.loads(pickle.dumps(experiment)) == experiment
    with pytest.raises(TimedOut):
        experiment.live(Run("", 0, (2.0,), "", 0, 1), Deadline(0.0))


def test_another_function_is_another_experiment() -> None:
    from functools import partial

    functions: list[Any] = [square, drawn, partial(drawn, seed=1), partial(drawn, seed=2)]
    described = [canonical(FunctionExperiment(function, {"x": float}, ("y",)).described()) for function in functions]
    assert len(set(described)) == 4
    assert described == [canonical(FunctionExperiment(function, {"x": float}, ("y",)).described()) for function in functions]
