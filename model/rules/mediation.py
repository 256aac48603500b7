"""Mediation: the parties to a dispute agree, or not.

A session succeeds with logistic(skill + trust + information − hardness), within [.02, .98]. Age and failure harden the dispute; after
some sessions at a level it goes up one, from the city to the court. A settlement is performed with a chance; else the matter comes back.
Three channels (people's, administrative, judicial) by who holds the dispute; coordination lets the others help, supported social
organisations send mediators. Levers: mediation (by channel and level), mediation_coordination, social_org_support. Essay: 枫桥经验,小事不出村、大事不出镇、矛盾不上交.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from cogov.model.chance import Purpose
from cogov.model.city import City
from cogov.model.desks import CITY, unpack
from cogov.model.names import CHANNELS, LEVELS
from cogov.model.numbers import Numbers, number, share
from cogov.model.passing import pass_up
from cogov.model.rule import rule
from cogov.model.stages import Reason, Stage
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Mediation(Numbers):
    """Settlement of disputes."""

    skill: float = number(1.2, -10, 10, "logit", "success of an untrained mediator with a dispute of no hardness")
    rescue: float = number(0.6, 0, 10, "logit", "help from the other channels' strength at full coordination (三调联动)")
    coordination_share: float = share(0.02, "share of handlers that joint sessions take from their own channel, at full coordination")
    social_mediators: float = number(0.3, 0, 10, "logit", "what mutual-help teams add where social organisations are fully supported")
    proactive: float = share(0.05, "chance a day that mediators of full strength come upon an unknown dispute (未诉先办)")
    skill_lever: float = number(1.0, 0, 10, "logit", "rise at full mediation strength")
    trust: float = number(0.8, 0, 10, "logit", "weight of the citizen's trust")
    information: float = number(0.4, 0, 10, "logit", "weight of shared information")
    hardness: float = number(1.0, 0, 10, "logit", "mean hardness at birth")
    hardness_spread: float = number(0.8, 0, 5, "logit", "spread of hardness at birth")
    hardening: float = number(0.4, 0, 5, "logit", "rise of hardness with each failed attempt")
    ageing: float = number(
        0.003, 0, 1, "logit per day", "rise of hardness with a dispute's age; 0: none", "assumed; the direction from Michelson 2007"
    )
    attempts_per_level: int = number(2, 1, 20, "attempts", "sessions before a dispute goes up a level")
    court_days: float = number(60, 1, 730, "days", "time the court takes")
    performed: float = share(0.85, "chance that a settlement is performed", "administrative mediation in Zhejiang, H1 2020: 84.87 %")
    handlers: float = share(0.05, "share of handlers tied to mediation rooms at full strength")


@rule(
    writes="register.performed register.court register.hardness",
    numbers=Mediation,
    says=Text(zh="纠纷双方达成协议、上交一级或进入法院", en="the parties agree, go up a level or to court"),
)
def mediation(city: City, p: Mediation) -> None:
    """Sessions are held on disputes whose work is done; the court rules on what it has had long enough."""
    register = city.register
    ruled = register.at(Stage.COURT)
    ruled = ruled[register.stage_until[ruled] < city.day + 1]
    register.move(ruled, Stage.SETTLED, register.stage_until[ruled], Reason.COURT_RULED)
    rows = register.at(Stage.SESSION)
    if len(rows):
        _hold_sessions(city, rows)


def success_chance(city: City, rows: Ints) -> Floats:
    """Return the chance that a session on each dispute ends in a settlement."""
    parameters, register, levers = city.numbers(Mediation, rows), city.register, city.levers
    where = city.township_of(rows)
    strength, others = strengths(city, rows)
    trust = city.citizens.trust[register.citizen[rows]]
    logit = (
        parameters.skill
        + parameters.skill_lever * strength
        + parameters.rescue * levers.mediation_coordination[where] * others
        + parameters.social_mediators * levers.social_org_support[where]
        + np.float32(parameters.trust) * (trust - 0.5)
        + parameters.information * city.shared_information[where]
        - register.hardness[rows]
        - parameters.ageing * (city.day - register.arose[rows])
    )
    return np.clip(expit(logit), 0.02, 0.98)


def strengths(city: City, rows: Ints) -> tuple[Floats, Floats]:
    """Return the strength of each dispute's own channel at its level, and the mean strength of the two others."""
    register = city.register
    slot = unpack(register.holders[rows], len(city.slots)).argmax(axis=1)
    channel = city.institutions.channel[city.slots.desk_of[register.village[rows], slot]]
    by_channel = city.levers.mediation.reshape(-1, len(CHANNELS), len(LEVELS))
    at_level = by_channel[city.township_of(rows), :, register.level[rows]]
    own = at_level[np.arange(len(rows)), channel]
    return own, (at_level.sum(axis=1) - own) / (len(CHANNELS) - 1)


def _hold_sessions(city: City, rows: Ints) -> None:
    register = city.register
    chance, time = success_chance(city, rows), register.stage_since[rows]
    identity, session = register.identity[rows], register.sessions[rows]
    agreed = city.luck(rows).uniform(Purpose.SESSION, identity, session) < chance
    register.meet(rows)
    performed = city.luck(rows).uniform(Purpose.PERFORMED, identity, session) < city.numbers(Mediation, rows).performed
    register.performed[rows] = agreed & performed
    register.move(rows[agreed], Stage.SETTLED, time[agreed], Reason.SETTLEMENT_REACHED)
    settled = rows[agreed & register.performed[rows]]
    city.settle_at_the_root(register.village[settled], register.topic[settled])
    _harden(city, rows[~agreed])


def _harden(city: City, rows: Ints) -> None:
    """Try again, go up a level, or go to court."""
    register, parameters = city.register, city.numbers(Mediation, rows)
    register.hardness[rows] += parameters.hardening
    register.open_again(rows)
    exhausted = register.sessions_at_level[rows] >= parameters.attempts_per_level
    again, top = rows[~exhausted], register.level[rows] == CITY
    register.work_anew(again, 0.5)
    register.move(again, Stage.IN_HAND, register.stage_since[again], Reason.SETTLEMENT_FAILED)
    court = rows[exhausted & top]
    register.court[court] = True
    register.move(court, Stage.COURT, register.stage_since[court], Reason.SETTLEMENT_FAILED)
    delay = city.numbers(Mediation, court).court_days * (0.5 + city.luck(court).uniform(Purpose.COURT, register.identity[court]))
    register.stay(court, register.stage_since[court] + delay)
    pass_up(city, rows[exhausted & ~top], Reason.PASSED_UP)
