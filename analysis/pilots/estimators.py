"""Difference-in-differences, from a table of townships by period. Arrays in, a number out.

`outcome` and `treated` are (townships, periods); `treated` is 1 where the policy was in force for the whole period and its
follow-up, 0 where it was not at any time of them, NaN where it was for a part: such cells are left out.
"""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def two_way(outcome: Floats, treated: Floats) -> float:
    """Coefficient of treatment with an effect for each township and each period, by least squares.

    What most field studies report. Where places start at different times it also compares late starters with early ones that are
    treated already, and is biased when effects grow or fade (Goodman-Bacon 2021, J. Econometrics 225: 254–277).
    """
    cells = np.isfinite(outcome) & np.isfinite(treated)
    if not (treated[cells] == 1).any() or not (treated[cells] == 0).any():
        return math.nan
    design = np.column_stack([_effects(cells), treated[cells]])
    coefficients, _, _, _ = np.linalg.lstsq(design, outcome[cells], rcond=None)
    without = design[:, :-1]
    own = design[:, -1] - without @ np.linalg.lstsq(without, design[:, -1], rcond=None)[0]
    return float(coefficients[-1]) if own @ own > 1e-9 else math.nan


def staggered(outcome: Floats, treated: Floats) -> float:
    """Mean effect on the treated, each cell against what untreated cells let expect of it.

    Effects of townships and periods are fitted to untreated cells only and carried over to the treated (the imputation estimator of
    Borusyak, Jaravel & Spiess 2024, Rev. Econ. Stud. 91: 3253–3285): no treated cell is ever a control.
    """
    control, target = np.isfinite(outcome) & (treated == 0), expected_from_controls(outcome, treated)
    if not target.any():
        return math.nan
    coefficients, _, _, _ = np.linalg.lstsq(_effects(control), outcome[control], rcond=None)
    expected = _effects(target) @ coefficients
    return float((outcome[target] - expected).mean())


def expected_from_controls(outcome: Floats, treated: Floats) -> Bools:
    """Say which treated cells have an untreated cell in their township and one in their period."""
    control = np.isfinite(outcome) & (treated == 0)
    return np.asarray(np.isfinite(outcome) & (treated == 1) & control.any(axis=1)[:, None] & control.any(axis=0)[None, :])


def _effects(cells: Bools) -> Floats:
    """Return indicator columns of townships and periods for the chosen cells."""
    place, period = np.nonzero(cells)
    return np.hstack([np.eye(cells.shape[0])[place], np.eye(cells.shape[1])[period]])
