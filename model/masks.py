"""Sets of slots as bits of one number a matter: at most 64 slots."""

import numpy as np
import numpy.typing as npt

Masks = npt.NDArray[np.uint64]


def pack(flags: npt.NDArray[np.bool_]) -> Masks:
    """Pack (matters, slots) flags into one number a matter."""
    weights = np.uint64(1) << np.arange(flags.shape[1], dtype=np.uint64)
    packed: Masks = (flags * weights).sum(axis=1, dtype=np.uint64)
    return packed


def unpack(masks: Masks, slots: int) -> npt.NDArray[np.bool_]:
    """Unpack to (matters, slots) flags."""
    flags: npt.NDArray[np.bool_] = (masks[:, None] >> np.arange(slots, dtype=np.uint64)) & np.uint64(1) == 1
    return flags
