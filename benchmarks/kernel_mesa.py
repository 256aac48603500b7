"""The reduced kernel as plain Mesa agents: an object for each citizen and each desk, a method for what it does."""

import math
from collections import deque

import kernel
import mesa
import numpy as np


class Citizen(mesa.Agent):
    def __init__(self, model: "Kernel", desk: "Desk") -> None:
        super().__init__(model)
        self.desk, self.neighbours = desk, []
        self.satisfaction, self.engagement = kernel.SATISFIED, float(model.random.random() < kernel.ENGAGED)
        self.engaged = self.engagement > 0.5

    def meet(self) -> None:
        """Meet a matter, perhaps, and take it to a desk."""
        if self.model.random.random() >= kernel.MEETS:
            return
        self.model.matters += 1
        if self.model.random.random() < kernel.MISROUTED:
            self.model.random.choice(self.model.desks).coming.append((self, self.model.day))
        else:
            self.desk.queue.append((self, self.model.day))

    def judge(self, wait: float) -> None:
        self.satisfaction += kernel.ADAPTS * (math.exp(-wait / kernel.PATIENCE_DAYS) - self.satisfaction)

    def look(self) -> None:
        """See how many neighbours are engaged."""
        share = sum(neighbour.engaged for neighbour in self.neighbours) / max(1, len(self.neighbours))
        self.engagement += kernel.MOVES * ((share >= kernel.ENOUGH) - self.engagement)

    def join(self) -> None:
        self.engaged = self.engagement > 0.5


class Desk(mesa.Agent):
    def __init__(self, model: "Kernel") -> None:
        super().__init__(model)
        self.quarter, self.queue, self.coming, self.room = [], deque(), [], 0.0

    def open(self) -> None:
        """Take what was misrouted yesterday."""
        self.queue.extend(self.coming)
        self.coming.clear()

    def serve(self) -> None:
        """Serve first come, first served, as far as the day and the engaged reach."""
        self.room += kernel.SERVED_A_DAY + kernel.HELP * sum(citizen.engaged for citizen in self.quarter)
        while self.queue and self.room >= 1:
            citizen, arose = self.queue.popleft()
            citizen.judge(self.model.day - arose)
            self.room -= 1
        if not self.queue:
            self.room = 0.0


class Kernel(mesa.Model):
    def __init__(self, residents: int, seed: int) -> None:
        super().__init__(rng=seed)
        self.day, self.matters = 0, 0
        of_quarter = kernel.desks_of(residents)
        self.desks = [Desk(self) for _ in range(of_quarter[-1] + 1)]
        self.citizens = [Citizen(self, self.desks[desk]) for desk in of_quarter]
        for citizen in self.citizens:
            citizen.desk.quarter.append(citizen)
        for one, other in zip(*kernel.ties(residents, np.random.default_rng(seed)), strict=True):
            self.citizens[one].neighbours.append(self.citizens[other])
            self.citizens[other].neighbours.append(self.citizens[one])

    def step(self) -> None:
        desks, citizens = self.agents_by_type[Desk], self.agents_by_type[Citizen]
        desks.do("open")
        citizens.do("meet")
        desks.do("serve")
        citizens.do("look")
        citizens.do("join")
        self.day += 1


def live(residents: int, days: int, seed: int = 1) -> kernel.Lived:
    model = Kernel(residents, seed)
    for _ in range(days):
        model.step()
    citizens = model.citizens
    return kernel.Lived(
        model.matters, float(np.mean([one.satisfaction for one in citizens])), float(np.mean([one.engaged for one in citizens]))
    )
