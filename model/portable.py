"""Arithmetic that gives the same bits whatever the processor's vector instructions and the library for matrices.

NumPy takes exp, log and powers from whatever vector code the processor offers, and these differ in the last bit; BLAS adds up a product
in an order of its own. A colleague who lives a run again would get other bytes. SciPy's special functions go number by number, and sums
are NumPy's, whose order depends on shapes alone; plus, minus, times, division and roots are exactly rounded everywhere. Some of SciPy's
functions ask the C library, whose last digit may be another under another system or without fused multiplication: one value in some
thousands. `experiments/arithmetic.py` has a fingerprint of that.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]

_LOG2_OF_E = 1.4426950408889634


def exp(x: Any) -> Any:
    """Return e to the power x, within |x| units of the last place."""
    return special.exp2(x * _LOG2_OF_E)


def log(x: Any) -> Any:
    """Return the natural logarithm of x."""
    return special.xlogy(1.0, x)


def expm1(x: Any) -> Any:
    """Return exp(x) − 1, exact for small x."""
    return special.expm1(x)


def log1p(x: Any) -> Any:
    """Return log(1 + x), exact for small x."""
    return special.log1p(x)


def power(base: Any, exponent: Any) -> Any:
    """Return base to the power of exponent, for bases that are not negative: the base itself for 1, 1 for 0."""
    return np.where(np.equal(exponent, 1), base, special.exp2(special.xlogy(exponent, base) * _LOG2_OF_E))[()]


def product(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> Floats:
    """Return the product of a vector or matrix with another, summed in order: Σ_k left[…, k] · right[k, …]."""
    return np.asarray((left[..., None] * right).sum(axis=left.ndim - 1) if right.ndim > 1 else (left * right).sum(axis=-1))


def ascending(values: Floats) -> npt.NDArray[np.intp]:
    """Return the order of numbers, the smallest first and equal ones as they stand: that of a stable sort, in a third of its time.

    Where the processor sorts in vectors it is fast and leaves equal ones in an order of its own; so they are sorted again, by rank and place.
    """
    order = np.argsort(values)
    ordered = values[order]
    rank = np.zeros(len(values), dtype=np.int64)
    np.cumsum(ordered[1:] > ordered[:-1], out=rank[1:])
    return np.asarray(np.sort(rank * len(values) + order) % max(len(values), 1), dtype=np.intp)
