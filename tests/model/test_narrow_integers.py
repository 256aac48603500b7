"""The model lives on machines whose indices have 32 bits (a browser's WebAssembly): there NumPy refuses wider whole numbers as indices.

Where indices have 64 bits nothing is refused. So a city is lived through in a process in which `np.int64` is `np.longlong`: as wide, but another
type, which goes along with whatever is worked out of it; `repeat`, `bincount` and `reduceat` then refuse it as they would there.
"""

import subprocess
import sys

import numpy as np
import pytest

A_CITY_ON_NARROW_INDICES = """
import sys
import numpy as np

def narrow(function, place):
    def asked(*given, **named):
        by = sys._getframe(1).f_globals.get("__name__", "")
        if len(given) > place and getattr(given[place], "dtype", np.dtype(bool)).char == "q" and (by.startswith("cogov.") or by == "__main__"):
            raise TypeError(f"cannot cast from int64 to int32: {function.__name__} in {by}")
        return function(*given, **named)
    return asked

class Narrow:
    def __init__(self, ufunc):
        self.ufunc, self.reduceat = ufunc, narrow(ufunc.reduceat, 1)
    def __call__(self, *given, **named):
        return self.ufunc(*given, **named)
    def __getattr__(self, name):
        return getattr(self.ufunc, name)

np.int64 = np.longlong
from cogov.experiments.runner import RunRequest, live_together
from cogov.scenarios.loader import load_scenario, resolve_policy
np.repeat, np.bincount, np.add, np.maximum = narrow(np.repeat, 1), narrow(np.bincount, 0), Narrow(np.add), Narrow(np.maximum)

for refused in (lambda wide: np.repeat(wide, wide), np.bincount, lambda wide: np.add.reduceat(wide, wide)):
    try:
        refused(np.zeros(1, dtype=np.int64))
    except TypeError:
        print("refused")
scenario = load_scenario("leping", {"city.population": 1500, "days": 21, "warmup": 6})
lived = live_together([RunRequest(scenario, name, resolve_policy(scenario, name), 1) for name in ("as_is", "co_governance", "dense_grid")])
print([round(one.measured.indicators["discovery_rate"], 3) for one in lived])
"""


@pytest.mark.skipif(np.dtype(np.intp).char != "l", reason="np.longlong is no other type than np.intp here")
def test_a_city_lives_on_indices_of_32_bits() -> None:
    done = subprocess.run([sys.executable, "-c", A_CITY_ON_NARROW_INDICES], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    *refused, found = done.stdout.splitlines()
    assert refused == ["refused"] * 3
    assert found.count("0.") == 3
