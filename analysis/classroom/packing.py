"""Whole numbers as short text: seven bits a byte, the smallest first, as base64. The page's `packing.js` reads it."""

import base64

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
BITS = 7
MOST = 2**42
"""What is packed is smaller than this: six bytes hold it."""


def packed(numbers: npt.ArrayLike) -> str:
    """Pack whole numbers from 0 on, in their order."""
    values = np.asarray(numbers, dtype=np.int64).ravel()
    if len(values) and not 0 <= values.min() <= values.max() < MOST:
        raise ValueError(f"only whole numbers from 0 below {MOST:,} can be packed")
    length = 1 + sum((values >= 1 << BITS * more).astype(np.int64) for more in range(1, 6))
    end = np.cumsum(length)
    place = np.arange(end[-1] if len(end) else 0) - np.repeat(end - length, length)
    sevens = (np.repeat(values, length) >> BITS * place) & 127
    more = place < np.repeat(length, length) - 1
    return base64.b64encode((sevens | more << BITS).astype(np.uint8).tobytes()).decode("ascii")


def signed(numbers: npt.ArrayLike) -> Ints:
    """Make numbers of both signs ready to be packed: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4."""
    values = np.asarray(numbers, dtype=np.int64)
    folded: Ints = np.where(values < 0, -2 * values - 1, 2 * values)
    return folded
