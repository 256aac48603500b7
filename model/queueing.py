"""The science of a desk's day: who gets how much of the handlers' time, and when they are done.

Pure functions over holdings (a matter at a desk) grouped by desk and sorted by priority.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def roster(handlers: Floats, phase: Floats, working_day: int) -> Floats:
    """Return how many handlers are present: a fraction of a handler comes by roster, never rounded up.

    Over n working days a desk with h handlers sees floor(n h + phase) handler-days.
    """
    present: Floats = np.floor((working_day + 1) * handlers + phase) - np.floor(working_day * handlers + phase)
    return present


def serve(desk: Ints, demand: Floats, ready: Floats, capacity: Floats, *, in_order: bool, cities: int = 1) -> tuple[Floats, Floats]:
    """Let each desk work down its queue for one day.

    Holdings are sorted by desk and priority. `demand` is handler-days wanted today (at most 1: one handler a matter),
    `ready` the fraction of the day at which a matter comes in (0 if it was there), `capacity` handlers present by desk.
    With `in_order` nobody is served before who stands ahead, even one that comes in later in the day. Of several cities the desks of each stand
    behind those of the one before.
    Returns handler-days given and the fraction of the day at which the last of it was given. One handler: the Lindley
    recursion, exactly; several: a server of their joint speed that gives no matter more than one handler.
    """
    if len(desk) == 0:
        return demand.copy(), ready.copy()
    handlers = capacity[desk]
    length = np.where(handlers > 0, demand / np.maximum(handlers, 1e-12), 0.0)
    end = _ends(desk, desk // (len(capacity) // cities), length, ready if in_order else np.zeros_like(ready))
    start = end - length
    room = np.clip(1.0 - start, 0.0, None)
    given = np.where(handlers > 0, np.minimum(demand, room * handlers), 0.0)
    given = np.minimum(given, np.clip(1.0 - ready, 0.0, 1.0))
    return given, np.minimum(np.maximum(np.maximum(start, ready) + given, np.minimum(end, 1.0)), 1.0)


def _ends(desk: Ints, city: Ints, length: Floats, ready: Floats) -> Floats:
    """Return when each holding would be done: end_j = max(ready_j, end_{j−1}) + length_j within each desk.

    Running sums begin anew with each city, so that none rounds otherwise for what stands before it.
    """
    first, queue = _stretches(desk)
    start, place = _stretches(city)
    total = _running(np.add, length, start)
    before = (total - length)[first][queue]
    done = total - before
    slack = ready - (done - length)
    apart = (queue - queue[start][place]) * (4.0 + 2.0 * np.maximum.reduceat(done, start))[place]
    latest = _running(np.maximum, slack + apart, start) - apart
    ends: Floats = done + latest
    return ends


def _stretches(values: Ints) -> tuple[Ints, Ints]:
    """Return where stretches of one value begin, and in which of them each entry lies."""
    begins = np.r_[True, values[1:] != values[:-1]]
    return np.flatnonzero(begins), np.cumsum(begins) - 1


def _running(ufunc: np.ufunc, values: Floats, start: Ints) -> Floats:
    """Accumulate values anew from every start."""
    return np.concatenate([ufunc.accumulate(stretch) for stretch in np.split(values, start[1:])])


def gamma_work(u: Floats, mean: Floats, cv: Floats) -> Floats:
    """Return the gamma quantile of `u` for mean and coefficient of variation; the mean itself where cv is 0."""
    shape = 1 / np.maximum(cv, 1e-6) ** 2
    work: Floats = np.where(cv > 1e-6, gammaincinv(np.minimum(shape, 1e9), u) * mean / shape, mean)
    return np.maximum(work, 1e-6)
