"""Deliberation: those concerned talk.

Collective and contested matters reach the platform of their level with a chance that is the lever. Owners and citizens take
positions on the topic and average them, `x_i ← λ_i Σ_j w_ij x_j + (1 − λ_i) x_i₀` (Friedkin & Johnsen 1999, susceptibility λ a
trait of each person; `choices: listening` says whether all weigh alike or by their ties); the plan is their mean, and `choices: decision` says how many must be able to live with it: all, a declared part, or
more than half. Talks take days (longer at higher levels), citizens' hours and handlers' time. An agreed plan lowers reopening, as far as those
concerned were represented and the procedure complete, and makes partners readier to join whoever is there; on a collective matter it leaves
a village rule 村规民约 that prevents the next, and agreements move declared goals towards need. Talks that fail leave disappointment.
Where Party-building is strong, the Party organisation brings more matters to the platforms that there are. Levers: deliberation,
party_building. Essay: 有事好商量,众人的事由众人商量.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.chance import Purpose
from cogov.model.citizens import CHILD
from cogov.model.city import EACH, City
from cogov.model.desks import pack, unpack
from cogov.model.names import CITIZEN_GROUPS
from cogov.model.network import STRANGERS, nearness
from cogov.model.numbers import Numbers, number, share
from cogov.model.options import Choice, option
from cogov.model.rule import rule
from cogov.model.stages import Reason, Stage
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
GROWN_UP = CITIZEN_GROUPS.index("everyone")
"""Whom a matter of everyone may concern: those of 15 and over."""
OF_DESKS = 10**9
"""Where the addresses of those who speak for desks begin."""


class Deliberation(Numbers):
    """Talks among those concerned."""

    shared: ClassVar = frozenset({"rounds", "citizens"})

    days: float = number(7, 0.5, 100, "days", "mean length of talks")
    citizen_hours: float = number(0.6, 0, 100, "hours", "time that a round of talks takes of each citizen at the table")
    desk_days: float = number(
        0.1,
        0,
        5,
        "handler-days",
        "time that a round of talks, with its preparation, takes of each desk at the table, before any other work",
    )
    contested: float = share(0.6, "congruence below which several owners count as contesting")
    tolerance: float = number(0.35, 0, 2, "1", "distance from the plan within which one can live with it")
    supermajority: float = number(
        0.75,
        0.5,
        1,
        "share",
        "part of those at the table that must accept the plan under `decision: supermajority`",
        "Choi & Robertson 2014: about 75 %",
    )
    rounds: int = number(5, 1, 100, "rounds", "Friedkin–Johnsen rounds of one talk")
    susceptibility: float = share(0.6, "weight of the others in a round, mean over people", "Friedkin & Johnsen 1999")
    susceptibility_spread: float = number(
        0.3,
        0,
        2,
        "sd",
        "lasting differences between people in it, cut off at 0 and 1",
        "the group printed in Friedkin & Johnsen 1999 has .78, .785, 0 and .714: mean .57, sd .33",
    )
    readiness: float = share(0.1, "rise of the chance a day that a missing partner commits to a plan that those at the table agreed on")
    disappointment: float = share(0.05, "part of their trust that citizens at the table lose when talks fail")
    citizens: int = number(4, 1, 30, "people", "citizens at the table beside the owners")
    plan_quality: float = share(0.5, "how much an agreed, fully representative plan lowers reopening and resistance")
    inclusion: float = share(0.6, "chance that an absent citizen (migrant, left behind, offline) is given a seat all the same")
    completeness: float = share(0.7, "chance that the procedure is complete; else the plan is worth half")
    level_days: float = number(1.5, 1, 10, "×", "talks take so much longer with each level up")
    rule_prevention: float = share(0.4, "fall of the hazard where a village rule 村规民约 has been agreed on the topic")
    rule_days: float = number(365, 1, 10_000, "days", "how long a village rule lasts")
    talk_distance: float = number(0.05, 0, 5, "per km", "rate at which those who come to talks grow fewer with the way to the venue")
    goal_pull: float = number(
        0.2, 0, 10, "per agreed talk and 1,000 residents", "how far a week's agreed talks move declared goals to need"
    )
    party_convening: float = number(0.3, 0, 10, "share", "more matters brought to the platforms that exist, at full Party-building")


@rule(
    writes="register.plan register.talked register.consulted citizens.let_down tally.talk_hours",
    numbers=Deliberation,
    says=Text(zh="涉众、有争议的事先协商", en="those concerned talk about what is collective or contested"),
)
def deliberation(city: City, p: Deliberation) -> None:
    """Owners and citizens open talks about what concerns many or is contested, and end those that are due."""
    register = city.register
    talking = register.at(Stage.TALKS)
    _conclude(city, talking[register.stage_until[talking] < city.day + 1])
    held = register.at(Stage.IN_HAND, Stage.PARTNERS)
    _open(city, held[~register.talked[held] & (register.stage_since[held] >= city.day)])


def _open(city: City, rows: Ints) -> None:
    register = city.register
    rows = rows[register.collective[rows] | _contested(city, rows)]
    rows = rows[city.luck(rows).uniform(Purpose.TALKS, register.identity[rows]) < _reached(city)[city.township_of(rows)]]
    parameters = city.numbers(Deliberation, rows)
    length = parameters.days * portable.power(parameters.level_days, register.level[rows])
    length = length * city.luck(rows).exponential(Purpose.TALKS_DAYS, register.identity[rows])
    register.talked[rows] = True
    register.move(rows, Stage.TALKS, register.stage_since[rows], Reason.TO_TALKS)
    register.stay(rows, city.day + np.maximum(length, 1.0))
    _take_time(city, rows)


def _take_time(city: City, rows: Ints) -> None:
    """Take the time of every round from the citizens and, before any other work, from the desks at the table."""
    register, rounds = city.register, city.numbers(Deliberation).rounds
    seated = _citizens_at_the_table(city, rows)[1]
    people = np.bincount(city.twin_of(rows), weights=seated.sum(axis=1), minlength=city.twins)
    city.tally.talk_hours += city.numbers(Deliberation, cities=EACH).citizen_hours * rounds * people * city.is_measured
    matter, slot = np.nonzero(unpack(register.holders[rows], len(city.slots)))
    desk = city.slots.desk_of[register.village[rows[matter]], slot]
    city.institutions.owe(desk, city.numbers(Deliberation, desks=desk).desk_days * rounds)


def _reached(city: City) -> Floats:
    """Return by township the share of what could be talked about that reaches a platform: the lever, more where the Party convenes."""
    levers, convening = city.levers, city.numbers(Deliberation, townships=EACH).party_convening
    share: Floats = levers.deliberation * (1 + convening * levers.party_building)
    return share


def _contested(city: City, rows: Ints) -> Bools:
    """Say which matters have several owners of whom some are less congruent than the threshold."""
    register = city.register
    held = unpack(register.holders[rows], len(city.slots))
    matter, slot = np.nonzero(held)
    desk = city.slots.desk_of[register.village[rows[matter]], slot]
    first = desk[np.searchsorted(matter, matter)]
    topic = register.topic[rows[matter]]
    low = city.congruence(first, desk, topic) < city.numbers(Deliberation, rows[matter]).contested
    contested = np.zeros(len(rows), dtype=bool)
    contested[matter[low & (first != desk)]] = True
    return contested


def rounds_of_talk(start: Floats, present: Bools, susceptibility: float | Floats, rounds: int, weight: Floats | None = None) -> Floats:
    """Return positions after some rounds, each speaker moving to what he hears as far as he is susceptible; absent ones keep theirs.

    He hears the mean of all present, himself among them, or their positions by `weight` (matters, speakers, others), whose rows sum to 1.
    """
    position, present_count = start, np.maximum(present.sum(axis=1, keepdims=True), 1)
    for _ in range(rounds):
        if weight is None:
            heard = (position * present).sum(axis=1, keepdims=True) / present_count
        else:
            heard = (weight * position[:, None, :]).sum(axis=2)
        position = np.where(present, susceptibility * heard + (1 - susceptibility) * start, start)
    return position


def weights_by_nearness(near: Floats, present: Bools, susceptibility: Floats) -> Floats:
    """Return what each speaker gives to each other: λ_i in all, in proportion to how near they are, and 1 − λ_i to himself (Friedkin & Johnsen)."""
    others = near * present[:, None, :] * ~np.eye(present.shape[1], dtype=bool)
    given: Floats = susceptibility[:, :, None] * others / np.maximum(others.sum(axis=2, keepdims=True), 1e-12)
    return given + np.eye(present.shape[1]) * (1 - given.sum(axis=2, keepdims=True))


def _alike(city: City, desk: Ints, present: Bools, susceptibility: Floats) -> None:
    return None


def _by_ties(city: City, desk: Ints, present: Bools, susceptibility: Floats) -> Floats:
    near = np.full((*present.shape, present.shape[1]), STRANGERS)
    between = np.broadcast_arrays(desk[:, :, None], desk[:, None, :])
    tied = city.governance.between(between[0].ravel(), between[1].ravel()).reshape(between[0].shape)
    near[:, : desk.shape[1], : desk.shape[1]] = nearness(tied)
    return weights_by_nearness(near, present, susceptibility)


LISTENING = Choice[Callable[[City, Ints, Bools, Floats], Floats | None]](
    "listening",
    alike=option(_alike, zh="对在场各方一视同仁", en="speakers weigh all present alike"),
    by_ties=option(
        _by_ties,
        zh="联系越强，听取越多；与无联系者（含群众）仍有交流",
        en="speakers weigh one another by the ties between their desks, those without any (citizens too) as strangers",
    ),
)
"""What each speaker at a talk gives to the position of each other; no weights where all count alike."""


def in_favour(position: Floats, present: Bools, tolerance: float | Floats) -> Bools:
    """Say who at the table can live with the plan, the mean of their positions: all within the tolerance of it."""
    plan = (position * present).sum(axis=1, keepdims=True) / np.maximum(present.sum(axis=1, keepdims=True), 1)
    accepts: Bools = present & (np.abs(position - plan) < tolerance)
    return accepts


def _consensus(share: Floats, parameters: Deliberation) -> Bools:
    return share >= 1


def _supermajority(share: Floats, parameters: Deliberation) -> Bools:
    return share >= parameters.supermajority


def _majority(share: Floats, parameters: Deliberation) -> Bools:
    return share > 0.5


DECISION = Choice[Callable[[Floats, Deliberation], Bools]](
    "decision",
    consensus=option(_consensus, zh="一致同意：在场者都能接受方案", en="talks agree if everybody at the table can live with the plan"),
    supermajority=option(
        _supermajority,
        zh="特定多数同意",
        en="talks agree if the declared part of those at the table can (`deliberation.supermajority`)",
    ),
    majority=option(_majority, zh="过半数同意", en="talks agree if more than half of those at the table can"),
)
"""Whether talks agree, by the share of those at the table who can live with the plan."""


@dataclass(frozen=True)
class Talk:
    """How talks ended, by (matter, speaker): first the desks, slot by slot, then the citizens concerned."""

    present: Bools
    accepts: Bools
    citizen: Ints
    """Rows of the citizens concerned, by (matter, seat)."""
    moved: Floats
    """How far each desk's stance came, by (matter, slot)."""
    represented: Floats
    """How near the plan is to the views of all citizens concerned, by matter: 1 if it is their mean."""


def talk(city: City, rows: Ints) -> Talk:
    """Hold talks: desks bring their stances, citizens views of their own.

    A citizen who is away, left behind, offline or too far away has a seat only by inclusion; where some are missing, the plan represents
    the rest.
    """
    register, parameters = city.register, city.numbers(Deliberation, rows[:, None])
    held = unpack(register.holders[rows], len(city.slots))
    desk = city.slots.desk_of[register.village[rows]]
    citizen, seated, views = _citizens_at_the_table(city, rows)
    present = np.concatenate([held, seated], axis=1)
    start = np.concatenate([city.goals.stance[desk, register.topic[rows][:, None]], views], axis=1)
    susceptibility = _susceptibility(city, desk, citizen)
    weight = city.chosen(LISTENING)(city, desk, present, susceptibility)
    end = rounds_of_talk(start, present, susceptibility, parameters.rounds, weight)
    plan = (end * present).sum(axis=1) / np.maximum(present.sum(axis=1), 1)
    represented = 1 - np.abs(plan - views.mean(axis=1)) / 2
    return Talk(present, in_favour(end, present, parameters.tolerance), citizen, (end - start)[:, : held.shape[1]], represented)


def _susceptibility(city: City, desk: Ints, citizen: Ints) -> Floats:
    """Return how far each speaker heeds the others: a lasting trait of citizens and of those who speak for a desk."""
    parameters = city.numbers(Deliberation, desks=desk[:, :1])
    person = np.concatenate([OF_DESKS + city.at_home(city.institutions, desk), city.at_home(city.citizens, citizen)], axis=1)
    luck = city.chance.of(city.twin_of_desk(desk[:, :1]))
    own = parameters.susceptibility_spread * luck.normal(Purpose.SUSCEPTIBILITY, person)
    return np.clip(parameters.susceptibility + own, 0.0, 1.0)


def _conclude(city: City, rows: Ints) -> None:
    """End talks: an agreement leaves a plan that those who share it carry; failure leaves nothing but disappointment."""
    city.citizens.let_down = np.empty(0, dtype=np.intp)
    if len(rows) == 0:
        return
    register, parameters = city.register, city.numbers(Deliberation, rows)
    talked = talk(city, rows)
    share = talked.accepts.sum(axis=1) / np.maximum(talked.present.sum(axis=1), 1)
    agreed = city.chosen(DECISION)(share, parameters)
    seated = talked.present[:, -parameters.citizens :] & ~agreed[:, None]
    city.citizens.let_down = talked.citizen[seated]
    accepts = talked.accepts[agreed, : len(city.slots)]
    _remember(city, rows[agreed], talked.moved[agreed])
    _leave_plan(city, rows[agreed], talked.represented[agreed])
    _stand_aside(city, rows[agreed], accepts)
    for result, reason in ((rows[agreed], Reason.AGREED), (rows[~agreed], Reason.NOT_AGREED)):
        partners = lacks_partners(city, result)
        for stage, chosen in ((Stage.PARTNERS, result[partners]), (Stage.IN_HAND, result[~partners])):
            register.move(chosen, stage, register.stage_until[chosen], reason)


def lacks_partners(city: City, rows: Ints) -> Bools:
    """Say which matters somebody rightful holds while others who are rightful have yet to see it or be convened."""
    rightful = _rightful(city, rows)
    held = unpack(city.register.holders[rows], len(city.slots))
    return np.asarray((rightful & ~held).any(axis=1) & (rightful & held).any(axis=1))


def _rightful(city: City, rows: Ints) -> Bools:
    register = city.register
    return np.asarray(city.mandates.rightful[register.level[rows].astype(np.intp), register.topic[rows]])


def _stand_aside(city: City, rows: Ints, accepts: Bools) -> None:
    """Let desks that were outvoted leave the matter to those who agreed, unless nobody rightful would be left."""
    rightful = _rightful(city, rows)
    stays = (accepts & (rightful | ~rightful.any(axis=1, keepdims=True))).any(axis=1)
    city.register.hold(rows[stays], pack(accepts[stays]))


def _leave_plan(city: City, rows: Ints, represented: Floats) -> None:
    """Write down what was agreed: plan quality falls with who was missing and with an incomplete procedure."""
    register, parameters = city.register, city.numbers(Deliberation, rows)
    complete = city.luck(rows).uniform(Purpose.COMPLETE, register.identity[rows]) < parameters.completeness
    register.plan[rows] = parameters.plan_quality * represented * np.where(complete, 1.0, 0.5)
    register.consulted[rows] = True
    common = rows[register.collective[rows] & complete]
    city.agree_on_rules(register.village[common], register.topic[common])
    city.move_goals(city.numbers(Deliberation, cities=EACH).goal_pull * city.count_by_city(rows) * 1000 / city.territory.population)


def _comes(city: City, rows: Ints, seat: Ints) -> Bools:
    """Say by (matter, seat) who would come all the way to the talk: e^(−talk_distance · km to the venue of its level)."""
    register = city.register
    km = city.distances[register.village[rows], register.level[rows]][:, None]
    chance = portable.exp(-city.numbers(Deliberation, rows[:, None]).talk_distance * km)
    comes: Bools = city.luck(rows[:, None]).uniform(Purpose.COMES, register.identity[rows][:, None], seat) < chance
    return comes


def _remember(city: City, rows: Ints, moved: Floats) -> None:
    """Note how far the talk moved each desk at the table, and how far its attention is from the mean of the desks there, for learning."""
    register, topic = city.register, city.register.topic[rows][:, None]
    desk, held = city.slots.desk_of[register.village[rows]], unpack(register.holders[rows], len(city.slots))
    attention = city.own_goals[0][desk, topic]
    mean = (attention * held).sum(axis=1, keepdims=True) / np.maximum(held.sum(axis=1, keepdims=True), 1)
    matter, slot = np.nonzero(held)
    city.record_talk(desk[matter, slot], topic[matter, 0], (mean - attention)[matter, slot], moved[matter, slot])


def _citizens_at_the_table(city: City, rows: Ints) -> tuple[Ints, Bools, Floats]:
    """Return by (matter, seat) the citizens concerned, who of them is present, and what each thinks."""
    register, people, parameters = city.register, city.citizens, city.numbers(Deliberation, rows[:, None])
    identity, seat = register.identity[rows][:, None], np.arange(parameters.citizens)[None, :]
    village, luck = register.village[rows][:, None], city.luck(rows[:, None])
    draw = luck.uniform(Purpose.CITIZEN, identity, seat)
    citizen = city.resident(GROWN_UP, village, draw)
    absent = people.migrant[citizen] | people.left_behind[citizen] | ~people.online[citizen] | ~_comes(city, rows, seat)
    included = luck.uniform(Purpose.SEAT, identity, seat) < parameters.inclusion
    views = np.clip(0.5 * luck.normal(Purpose.POSITION, identity, seat), -1, 1)
    grown = people.age_group[citizen] != CHILD
    return citizen, (~absent | included) & grown, views
