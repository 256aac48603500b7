"""One output of a study as a table of replicates by points, in whole blocks of the design."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]

MISSING = 0.1
"""A replicate that lacks more than this share of the points is not finished and left out."""


@dataclass(frozen=True)
class Responses:
    """`values[r, p]` is what replicate r left at the p-th point; blocks with a gap are left out."""

    values: Array
    points: NDArray[np.intp]
    """Which points of the design these are."""
    blocks_left_out: int
    replicates_left_out: int

    @property
    def mean(self) -> Array:
        """Mean over replicates, by point."""
        found: Array = self.values.mean(axis=0)
        return found

    @property
    def replicates(self) -> int:
        """How many replicates there are."""
        return int(self.values.shape[0])


def whole_blocks(table: pd.DataFrame, size: int, count: int | None = None) -> Responses:
    """Take from a table of points by replicates the blocks of `size` points that are complete.

    A trajectory of Morris and a base sample of Sobol are worth nothing with a hole. `count`: points of the whole design, by
    default as many as there are.
    """
    planned = count if count is not None else (int(table.index.max()) + 1 if len(table) else 0)
    whole = table.reindex(range(planned // size * size)).to_numpy(dtype=np.float64).T
    missing = np.isnan(whole).mean(axis=1) if whole.size else np.ones(whole.shape[0])
    kept = missing <= max(MISSING, float(missing.min(initial=1.0)))
    blocks = whole[kept].reshape(int(kept.sum()), -1, size)
    complete = np.isfinite(blocks).all(axis=(0, 2))
    points = np.arange(whole.shape[1]).reshape(-1, size)[complete].ravel()
    return Responses(
        values=blocks[:, complete].reshape(int(kept.sum()), -1),
        points=points,
        blocks_left_out=int((~complete).sum()),
        replicates_left_out=int((~kept).sum()),
    )
