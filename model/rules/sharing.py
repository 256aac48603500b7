"""Sharing: institutions lend what they can spare of their own to whom they are tied and congruent with.

offer_i = resource_sharing · openness_i · surplus_i; j receives offer_i · κ_ij · d_j w_ij / Σ_l d_l w_il, at most its deficit d_j;
the rest is offered a second time, and mass and social organisations pass on part of what then remains (a second hop).
κ_ij is congruence averaged over the matters in j's queue. Information and policy support are copied; training is a stock that
economic organisations fill and that decays. Lever: resource_sharing. Essay: 资源共享;社会组织通过链接其他行动主体的资源.
"""

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from cogov.model.city import EACH, EACH_ROW, City
from cogov.model.desks import BROKERS, ECONOMIC, GOVERNMENT
from cogov.model.holdings import Holdings, in_hand
from cogov.model.loans import RIVAL
from cogov.model.network import Ties
from cogov.model.numbers import Numbers, number, share
from cogov.model.resources import on_hand, wanted_today
from cogov.model.rule import rule
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Sharing(Numbers):
    """Resources that travel the governance network."""

    shared: ClassVar = frozenset({"loan_days"})

    loan_days: int = number(7, 1, 60, "days", "length of a loan")
    reporting: float = share(0.04, "share of handler-days that reporting takes at full sharing", "assumed, 2 to 5 %")
    broker_share: float = share(0.5, "part of what is left that mass and social organisations pass on in a second hop")
    skill_gain: float = number(0.3, 0, 3, "1", "rise of skill with the training stock, at most")
    training_flow: float = number(0.01, 0, 1, "per day", "training that economic organisations give at full sharing")
    training_decay: float = number(0.005, 0, 1, "per day", "decay of the training stock")


@rule(
    writes="loans.lent loans.borrowed loans._ending loans._today institutions.training city.shared_information",
    numbers=Sharing,
    says=Text(zh="各主体出借闲置资源，共享信息，相互培训", en="institutions lend what is spare, copy information, train one another"),
)
def sharing(city: City, p: Sharing) -> None:
    """Institutions look at their queues, lend and borrow, copy information and train one another."""
    city.loans.next_day()
    institutions, lever = city.institutions, city.levers.resource_sharing
    city.shared_information = lever[:, GOVERNMENT].copy()
    _train(city, lever[institutions.township, ECONOMIC])
    if city.is_rest_day or not lever.any():
        return
    holdings = in_hand(city)
    spare = on_hand(city) - wanted_today(city, holdings)
    own_left = institutions.flows[:, :RIVAL] - city.loans.lent
    readiness = lever[institutions.township, institutions.sector][:, None] * institutions.free_openness[:, :RIVAL]
    _lend(city, holdings, np.clip(spare, 0.0, np.maximum(own_left, 0.0)) * readiness, np.maximum(-spare, 0.0))


def _train(city: City, lever: Floats) -> None:
    """Move the stock of training: new = old + gained − decayed.

    On the first day it stands where the two are equal: from nothing it takes 600 days to come within 5 % of that, longer than any warm-up.
    """
    training, parameters = city.institutions.training, city.numbers(Sharing, desks=EACH)
    gained = lever * parameters.training_flow * city.taught
    if city.day == 0:
        training[:] = np.where(parameters.training_decay > 0, gained / np.maximum(parameters.training_decay, 1e-12), training)
    training += gained - parameters.training_decay * training


def _lend(city: City, holdings: Holdings, offer: Floats, deficit: Floats) -> None:
    """Lend along the ties that lead to a desk in need; where nobody is, nothing moves."""
    places = np.flatnonzero((deficit > 0).any(axis=1)[city.governance.target])
    ties = city.governance.only(places)
    kappa = _congruence_on_ties(city, holdings, ties)
    lent, got = np.zeros_like(offer), np.zeros_like(offer)
    for _ in range(2):
        given, received = one_pass(ties, offer - lent, np.maximum(deficit - got, 0.0), kappa)
        lent, got = lent + given, got + received
    given, received = _second_hop(city, ties, offer - lent, np.maximum(deficit - got, 0.0), kappa)
    city.loans.book(lent + given, got + received)


def _congruence_on_ties(city: City, holdings: Holdings, ties: Ties) -> Floats:
    """Return κ of ties, averaged over the topics in the target's queue; 0 towards empty queues."""
    desks, topics = city.institutions.size, len(city.topics.names)
    cell = holdings.desk * topics + city.register.topic[holdings.row]
    queue = np.bincount(cell, minlength=desks * topics).reshape(desks, topics)
    weighed = (queue / np.maximum(queue.sum(axis=1, keepdims=True), 1)).take(ties.target, axis=0)
    tie, topic = np.nonzero(weighed)
    weighed[tie, topic] *= city.congruence(ties.source[tie], ties.target[tie], topic)
    kappa: Floats = weighed.sum(axis=1)
    return kappa


def one_pass(ties: Ties, offer: Floats, deficit: Floats, kappa: Floats) -> tuple[Floats, Floats]:
    """Return what each desk lends and gets when every offer is spread over ties by deficit and strength."""
    pull = deficit.take(ties.target, axis=0) * ties.strength[:, None]
    share = pull / np.maximum(ties.out_of @ pull, 1e-12).take(ties.source, axis=0) * kappa[:, None]
    flow = offer.take(ties.source, axis=0) * share
    flow *= np.minimum(1.0, deficit / np.maximum(ties.into @ flow, 1e-12)).take(ties.target, axis=0)
    return ties.out_of @ flow, ties.into @ flow


def _second_hop(city: City, ties: Ties, offer: Floats, deficit: Floats, kappa: Floats) -> tuple[Floats, Floats]:
    """Let brokers pass on part of what their neighbours could not place: i lends to j through the broker between them."""
    network, broker = city.governance, np.isin(city.institutions.sector, BROKERS)
    to_broker = network.strength * broker[network.target]
    weight = to_broker / np.maximum(network.out_of @ to_broker, 1e-12)[network.source]
    asked = broker & (np.bincount(ties.source, minlength=len(broker)) > 0)
    places = np.flatnonzero(asked[network.target])
    inward = network.only(places)
    entrusted = offer.take(inward.source, axis=0) * weight[places, None]
    pool = inward.into @ entrusted
    given, received = one_pass(ties, pool * city.numbers(Sharing, desks=EACH_ROW).broker_share, deficit, kappa)
    used = given / np.maximum(pool, 1e-12)
    return inward.out_of @ (entrusted * used.take(inward.target, axis=0)), received
