"""The reduced kernel with starsim: its people, states and distributions, a module for the day, arrays for the matters that wait."""

import os

os.environ.setdefault("STARSIM_INSTALL_FONTS", "0")

import kernel
import numpy as np
import starsim as ss


class Ties(ss.Network):
    def step(self) -> None:
        """Nobody moves."""


class Governance(ss.Module):
    def __init__(self, residents: int) -> None:
        super().__init__()
        self.home = kernel.desks_of(residents)
        self.desks = int(self.home[-1]) + 1
        self.define_pars(
            meets=ss.bernoulli(kernel.MEETS), misrouted=ss.bernoulli(kernel.MISROUTED), anywhere=ss.randint(low=0, high=self.desks)
        )
        self.define_states(
            ss.FloatArr("satisfaction", default=kernel.SATISFIED),
            ss.FloatArr("engagement", default=ss.bernoulli(kernel.ENGAGED)),
            ss.BoolState("engaged", default=False),
        )
        self.room, self.matters = np.zeros(self.desks), 0
        self.who, self.desk, self.arose, self.ready = (np.empty(0, dtype=np.int64) for _ in range(4))

    def init_post(self) -> None:
        super().init_post()
        self.engaged[:] = self.engagement > 0.5
        self.one, self.other = self.sim.networks[0].edges.p1, self.sim.networks[0].edges.p2
        self.degree = np.maximum(1, self._neighbours(np.ones(len(self.home))))

    def step(self) -> None:
        self.meet()
        self.serve()
        self.look()

    def meet(self) -> None:
        """Meet matters and take them to desks."""
        who = self.pars.meets.filter()
        lost = self.pars.misrouted.rvs(who)
        self.matters += len(who)
        self.who = np.append(self.who, who)
        self.desk = np.append(self.desk, np.where(lost, self.pars.anywhere.rvs(who), self.home[who]))
        self.arose = np.append(self.arose, np.full(len(who), self.ti))
        self.ready = np.append(self.ready, self.ti + lost)

    def serve(self) -> None:
        """Serve first come, first served, as far as the day and the engaged reach."""
        self.room += kernel.SERVED_A_DAY + kernel.HELP * np.bincount(self.home, self.engaged.raw)
        here = np.flatnonzero(self.ready <= self.ti)
        here = here[np.lexsort((self.ready[here], self.desk[here]))]
        waiting = np.bincount(self.desk[here], minlength=self.desks)
        place = np.arange(len(here)) - np.repeat(np.cumsum(waiting) - waiting, waiting)
        served = here[place < np.floor(self.room)[self.desk[here]]]
        self.judge(served)
        done = np.bincount(self.desk[served], minlength=self.desks)
        self.room = np.where(waiting > done, self.room - done, 0.0)
        self._leave(served)

    def judge(self, served: kernel.Ints) -> None:
        """One after the other where somebody is served twice in a day."""
        felt = np.exp(-(self.ti - self.arose[served]) / kernel.PATIENCE_DAYS)
        satisfaction = self.satisfaction.raw
        while len(served):
            who, first = np.unique(self.who[served], return_index=True)
            satisfaction[who] += kernel.ADAPTS * (felt[first] - satisfaction[who])
            served, felt = np.delete(served, first), np.delete(felt, first)

    def look(self) -> None:
        """See how many neighbours are engaged."""
        share = self._neighbours(self.engaged.raw.astype(float)) / self.degree
        self.engagement[:] = self.engagement.raw + kernel.MOVES * ((share >= kernel.ENOUGH) - self.engagement.raw)
        self.engaged[:] = self.engagement.raw > 0.5

    def _neighbours(self, values: np.ndarray) -> np.ndarray:
        size = len(self.home)
        return np.bincount(self.one, values[self.other], size) + np.bincount(self.other, values[self.one], size)

    def _leave(self, served: kernel.Ints) -> None:
        self.who, self.desk, self.arose, self.ready = (
            np.delete(column, served) for column in (self.who, self.desk, self.arose, self.ready)
        )


def live(residents: int, days: int, seed: int = 1) -> kernel.Lived:
    one, other = kernel.ties(residents, np.random.default_rng(seed))
    governance, tied = Governance(residents), Ties(edges={"p1": one, "p2": other, "beta": np.ones(len(one))})
    span = {"start": 0, "dur": ss.days(days - 1), "dt": ss.days(1)}
    sim = ss.Sim(n_agents=residents, modules=[governance], networks=tied, rand_seed=seed, verbose=0, **span)
    sim.run()
    [lived] = sim.custom.values()
    return kernel.Lived(lived.matters, float(lived.satisfaction.mean()), float(lived.engaged.mean()))
