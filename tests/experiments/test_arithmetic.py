"""The fingerprint of a machine's last digits: the same wherever results are, another where they may not be."""

import ast
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from laboratory import study

from cogov.experiments import arithmetic, chunk
from cogov.experiments.chunk import PackedExperiment
from cogov.experiments.store.manifest import versions
from cogov.model import portable
from cogov.scenarios.errors import InputError

MODEL = Path(__file__).parents[2] / "model"
WITHOUT_FUSED = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX"}


def elsewhere(**settings: str) -> str:
    usual = {name: value for name, value in os.environ.items() if name not in {"NPY_DISABLE_CPU_FEATURES", "OPENBLAS_CORETYPE"}}
    script = "from cogov.experiments.arithmetic import fingerprint; print(fingerprint())"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=usual | settings, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_neither_vector_instructions_nor_blas_change_it() -> None:
    from numpy._core._multiarray_umath import __cpu_dispatch__ as dispatched
    from numpy._core._multiarray_umath import __cpu_features__ as there

    without = " ".join(name for name in dispatched if there[name])
    assert elsewhere(NPY_DISABLE_CPU_FEATURES=without, OPENBLAS_CORETYPE="Prescott") == elsewhere() == arithmetic.fingerprint()


@pytest.mark.skipif(
    platform.machine() != "x86_64" or platform.libc_ver()[0] != "glibc" or "fma" not in Path("/proc/cpuinfo").read_text("utf-8"),
    reason="the C library of Linux lets fused multiplication be switched off",
)
def test_a_processor_without_fused_multiplication_is_told() -> None:
    assert elsewhere(**WITHOUT_FUSED) != elsewhere()


def test_a_last_digit_of_any_function_changes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = arithmetic.fingerprint()
    for name, values in arithmetic.FUNCTIONS.items():
        near = np.array(values())
        near[-7] = np.nextafter(near[-7], 9.0)
        monkeypatch.setattr(arithmetic, "FUNCTIONS", {**arithmetic.FUNCTIONS, name: lambda near=near: near})
        assert arithmetic.fingerprint.__wrapped__() != usual
        monkeypatch.undo()


def test_it_covers_all_that_the_model_takes_from_libraries() -> None:
    own = {name for name, value in vars(portable).items() if callable(value) and getattr(value, "__module__", "") == portable.__name__}
    taken = {
        alias.name
        for path in MODEL.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "scipy.special"
        for alias in node.names
    }
    assert own - {"product", "ascending"} | taken == set(arithmetic.FUNCTIONS)


def test_a_worker_with_other_last_digits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = PackedExperiment.of(study(), tmp_path)
    here = versions()
    monkeypatch.setattr(chunk, "_READ", {})
    monkeypatch.setattr(chunk, "versions", lambda: {**here, "arithmetic": "0" * 12})
    with pytest.raises(InputError, match="arithmetic 000000000000"):
        packed.experiment()
