import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cogov.model import portable

MODEL = Path(__file__).parents[2] / "model"
VECTORISED = {
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "power", "float_power", "cbrt", "sin", "cos", "tan", "arctan", "arctan2"),
    *("sinh", "cosh", "tanh", "arcsin", "arccos", "arcsinh", "arccosh", "arctanh", "hypot", "logaddexp", "logspace", "geomspace"),
}
BLAS = {"dot", "vdot", "inner", "tensordot", "matmul", "einsum", "linalg", "cov", "corrcoef", "polyfit", "convolve", "correlate"}
SPARSE = {
    "ties.out_of",
    "network.out_of",
    "inward.out_of",
    "ties.into",
    "inward.into",
    "ties.matrix",
    "ties",
    "city.governance.matrix",
}
"""Products with these go row by row, in order."""
WHOLE_NUMBERS = {"rightful.astype(np.intp)"}

LIVE = """
import hashlib, json, sys
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.experiments.plan import Deadline
found = {}
for asked in json.loads(sys.argv[1]):
    plan = plan_of(Design.model_validate(asked))
    for run in plan.runs():
        left, name = plan.experiment.live(run, Deadline()), f"{asked['scenario']} {run.policy}"
        found |= {f"{name} {output}": value.hex() for output, value in left.values.items()}
        for kind, table in left.tables.items():
            for column in table.column_names:
                values = repr(table[column].to_pylist()).encode()
                found[f"{name} {kind} {column}"] = f"{table.num_rows} {hashlib.sha256(values).hexdigest()}"
print(json.dumps(found))
"""
TOWN = {
    "days": 70,
    "warmup": 10,
    "population": 1500,
    "seed": 3,
    "replicates": 1,
    "record": {"series": True, "events": True, "indicators": "all"},
}
LIVED = [
    {"scenario": "leping", "policies": ["as_is", "co_governance", "campaign_style"], **TOWN},
    {"scenario": "rural_county", "policies": ["pilot_then_all"], **TOWN},
]


def in_doubt(source: str) -> Iterator[str]:
    """What of a source depends on the processor or on BLAS, or may."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(ast.Name("np"), name) if name in VECTORISED | BLAS:
                yield f"np.{name}"
            case ast.BinOp(left, ast.MatMult(), _) if ast.unparse(left) not in SPARSE | WHOLE_NUMBERS:
                yield ast.unparse(node)
            case ast.BinOp(left, ast.Pow(), right) if not (isinstance(right, ast.Constant) and right.value == 2):
                if not isinstance(left, ast.Constant):
                    yield ast.unparse(node)
            case ast.Call(ast.Attribute(_, "argsort"), _, keywords) if "kind" not in {word.arg for word in keywords}:
                yield ast.unparse(node)
            case ast.Attribute(_, "dot" | "argpartition"):
                yield ast.unparse(node)


@pytest.mark.parametrize("path", sorted(MODEL.rglob("*.py")), ids=lambda path: str(path.relative_to(MODEL)))
def test_the_model_computes_the_same_bits_everywhere(path: Path) -> None:
    if path.name != "portable.py":
        assert list(in_doubt(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source", ["np.exp(x)", "a @ b", "x**1.5", "x**y", "np.einsum('i,i', a, b)", "np.argsort(x)", "x.argsort()", "a.dot(b)"]
)
def test_what_may_differ_is_seen(source: str) -> None:
    assert list(in_doubt(source))


@pytest.mark.parametrize("source", ["portable.exp(x)", "x**2", "2.0**-53", "ties.into @ flow", "np.argsort(x, kind='stable')"])
def test_what_cannot_differ_passes(source: str) -> None:
    assert list(in_doubt(source)) == []


def processors() -> dict[str, dict[str, str]]:
    """What a processor without the newest vector instructions, or a BLAS made for another, would be told."""
    from numpy._core._multiarray_umath import __cpu_dispatch__ as dispatched
    from numpy._core._multiarray_umath import __cpu_features__ as there

    found = [name for name in dispatched if there[name]]
    wide = [name for name in found if "512" in name or name.endswith("V4")]
    return {
        "no AVX-512, Haswell": {"NPY_DISABLE_CPU_FEATURES": " ".join(wide), "OPENBLAS_CORETYPE": "Haswell"},
        "baseline, Prescott": {"NPY_DISABLE_CPU_FEATURES": " ".join(found), "OPENBLAS_CORETYPE": "Prescott"},
        "SkylakeX": {"OPENBLAS_CORETYPE": "SkylakeX"},
    }


def lived(settings: dict[str, str]) -> dict[str, str]:
    usual = {name: value for name, value in os.environ.items() if name not in {"NPY_DISABLE_CPU_FEATURES", "OPENBLAS_CORETYPE"}}
    command = [sys.executable, "-W", "ignore", "-c", LIVE, json.dumps(LIVED)]
    done = subprocess.run(command, env=usual | settings, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    return lived({})


@pytest.mark.parametrize("processor", processors())
def test_every_indicator_series_and_event_has_the_same_bits_on_another_processor(processor: str, here: dict[str, str]) -> None:
    there = lived(processors()[processor])
    rows = {kind: [int(said.split()[0]) for name, said in here.items() if f" {kind} " in name] for kind in ("series", "events")}
    assert len(here) > 1000
    assert all(min(rows[kind], default=0) >= 60 for kind in rows)
    assert {name for name in here if here[name] != there[name]} == set()


@given(arrays(np.float64, st.integers(0, 300), elements=st.sampled_from([-np.inf, -1.5, -0.0, 0.0, 5e-324, 1.0, 1.0 + 2**-52, np.inf])))
def test_ascending_is_a_stable_sort(x: np.ndarray) -> None:
    assert portable.ascending(x).tolist() == np.argsort(x, kind="stable").tolist()


@given(arrays(np.float64, 40, elements=st.floats(-50, 50)))
def test_exp_is_close_and_exact_at_zero(x: np.ndarray) -> None:
    np.testing.assert_allclose(portable.exp(x), np.exp(x), rtol=1e-13)
    assert portable.exp(0.0) == 1.0
    assert portable.exp(-np.inf) == 0.0


@given(arrays(np.float64, 40, elements=st.floats(1e-300, 1e6)))
def test_log_is_close(x: np.ndarray) -> None:
    np.testing.assert_allclose(portable.log(x), np.log(x), rtol=1e-15, atol=1e-15)
    np.testing.assert_allclose(portable.log1p(x), np.log1p(x), rtol=1e-15)
    np.testing.assert_allclose(portable.expm1(-x), np.expm1(-x), rtol=1e-14)


@given(arrays(np.float64, 20, elements=st.floats(0, 100)), st.floats(0, 5))
def test_power_is_close_and_exact_at_none_and_one(base: np.ndarray, exponent: float) -> None:
    np.testing.assert_allclose(portable.power(base, exponent), base**exponent, rtol=1e-12, atol=1e-300)
    assert (portable.power(base, 1.0) == base).all()
    assert (portable.power(base, 0.0) == 1.0).all()


@pytest.mark.parametrize(("left", "right"), [((4, 3), (3, 5)), ((3,), (3, 5)), ((4, 3), (3,)), ((3,), (3,))])
def test_products_are_those_of_matrices(left: tuple[int, ...], right: tuple[int, ...]) -> None:
    a, b = (np.arange(1.0, 1 + np.prod(shape)).reshape(shape) for shape in (left, right))
    np.testing.assert_array_equal(portable.product(a, b), a @ b)
