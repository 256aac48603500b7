"""The last digits of this machine: what exp, log and their like give on it, as a fingerprint.

The model adds, multiplies and divides, which is exactly rounded everywhere, and takes nothing from vector instructions or BLAS
(`model/portable.py`). What is left are the elementary functions of SciPy and of the C library. They give the same bits on all processors of
one kind under one release of the system; without fused multiplication, or under another system, one value in some thousands has another
last digit. Results with another fingerprint may be another history, and nobody's fault.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from scipy import special

from cogov.model import portable

DRAWN = 20_000
"""Arguments of each function: enough to meet the few whose last digit differs."""
LENGTH = 12
"""Hexadecimal digits of a fingerprint."""

_ANY, _SHARE = np.linspace(-30.0, 30.0, DRAWN), (np.arange(DRAWN) + 0.5) / DRAWN

FUNCTIONS: Mapping[str, Callable[[], Any]] = {
    "exp": lambda: portable.exp(_ANY),
    "expm1": lambda: portable.expm1(_ANY),
    "log": lambda: portable.log(_SHARE),
    "log1p": lambda: portable.log1p(-_SHARE),
    "power": lambda: portable.power(_SHARE, 1.7),
    "expit": lambda: special.expit(_ANY),
    "logit": lambda: special.logit(_SHARE),
    "ndtr": lambda: special.ndtr(_ANY / 4),
    "ndtri": lambda: special.ndtri(_SHARE),
    "pdtr": lambda: special.pdtr(1.0, 5 * _SHARE),
    "gammaincinv": lambda: special.gammaincinv(2.0, _SHARE[::20]),
}
"""What the model takes from libraries, at fixed arguments; a test holds it beside what the model imports."""


@cache
def fingerprint() -> str:
    """Return a hash of all bits that the functions give here."""
    found = hashlib.sha256()
    for name, values in FUNCTIONS.items():
        found.update(name.encode() + np.ascontiguousarray(values(), dtype="<f8").tobytes())
    return found.hexdigest()[:LENGTH]
