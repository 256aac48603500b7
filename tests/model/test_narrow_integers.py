"""The model lives on machines whose indices have 32 bits (a browser's WebAssembly): there NumPy refuses wider whole numbers as indices.

Where indices have 64 bits nothing is refused. So a city is lived through in a process in which `np.int64` is `np.longlong`: as wide, but another
type, which goes along with whatever is worked out of it; `repeat`, `bincount` and `reduceat` then refuse it as they would there.

NumPy itself makes `np.intp` of what `//`, `%`, `divmod`, `**` and the operations on bits give of such numbers. So the code of the model is read with
operators that give it back its type.
"""

import subprocess
import sys

import numpy as np
import pytest

A_CITY_ON_NARROW_INDICES = """
import ast
import builtins
import operator
import sys
from importlib.machinery import SourceFileLoader

import numpy as np

def as_wide(function):
    def asked(*given, **named):
        found = function(*given, **named)
        wide = any(getattr(getattr(one, "dtype", None), "char", "") == "q" for one in given)
        return marked(found) if wide else found
    return asked

def marked(found):
    if isinstance(found, tuple):
        return tuple(map(marked, found))
    return found.astype(np.longlong) if found.dtype.char == "l" else found

OPERATORS = {"FloorDiv": "floordiv", "Mod": "mod", "Pow": "pow", "BitAnd": "and_", "BitOr": "or_", "BitXor": "xor", "LShift": "lshift", "RShift": "rshift"}
builtins.WIDE = {kind: as_wide(getattr(operator, name)) for kind, name in OPERATORS.items()}

class Keeping(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if (kind := type(node.op).__name__) not in OPERATORS:
            return node
        keeping = ast.parse(f"WIDE[{kind!r}]", mode="eval").body
        return ast.copy_location(ast.Call(keeping, [node.left, node.right], []), node)

def read(loader, name):
    path = loader.get_filename(name)
    tree = Keeping().visit(ast.parse(loader.get_data(path)))
    return compile(ast.fix_missing_locations(tree), path, "exec")

usual = SourceFileLoader.get_code
SourceFileLoader.get_code = lambda loader, name: (read if name.startswith("cogov.model.") else usual)(loader, name)

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
np.divmod, np.repeat, np.bincount = as_wide(np.divmod), narrow(np.repeat, 1), narrow(np.bincount, 0)
np.add, np.maximum = Narrow(np.add), Narrow(np.maximum)

for refused in (lambda wide: np.repeat(wide, wide), np.bincount, lambda wide: np.add.reduceat(wide, wide)):
    try:
        refused(np.zeros(1, dtype=np.int64))
    except TypeError:
        print("refused")
wide = np.arange(3, dtype=np.int64)
kept = [kind for kind, work in WIDE.items() if work(wide, 2).dtype.char == "q"]
print("kept", len(kept), *(part.dtype.char for part in np.divmod(wide, 2)))
scenario = load_scenario("leping", {"city.population": 1500, "days": 21, "warmup": 6})
lived = live_together([RunRequest(scenario, name, resolve_policy(scenario, name), 1) for name in ("as_is", "co_governance", "dense_grid")])
print([round(one.measured.indicators["discovery_rate"], 3) for one in lived])
"""


@pytest.mark.skipif(np.dtype(np.intp).char != "l", reason="np.longlong is no other type than np.intp here")
def test_a_city_lives_on_indices_of_32_bits() -> None:
    done = subprocess.run([sys.executable, "-c", A_CITY_ON_NARROW_INDICES], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    *refused, kept, found = done.stdout.splitlines()
    assert refused == ["refused"] * 3
    assert kept == "kept 8 q q"
    assert found.count("0.") == 3
