"""Sharing: institutions lend what they can spare of their own to whom they are tied and congruent with.

offer_i = resource_sharing · openness_i · surplus_i; j receives offer_i · κ_ij · d_j w_ij / Σ_l d_l w_il, at most its deficit d_j;
the rest is offered a second time, and mass and social organisations pass on part of what then remains (a second hop).
κ_ij is congruence averaged over the matters in j's queue. Information and policy support are copied; training is a stock that
economic organisations fill and that decays. Lever: resource_sharing. Essay: 资源共享;社会组织通过链接其他行动主体的资源.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.desks import BROKERS, ECONOMIC, GOVERNMENT
from cogov.model.holdings import Holdings, in_hand
from cogov.model.resources import RIVAL, on_hand, wanted_today

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Floats = npt.NDArray[np.float64]


def sharing(model: "CoGovernanceModel") -> None:
    """Institutions look at their queues, lend and borrow, copy information and train one another."""
    model.loans.next_day()
    institutions, lever = model.institutions, model.levers.resource_sharing
    model.shared_information = lever[:, GOVERNMENT]
    _train(model, lever[institutions.township, ECONOMIC])
    if model.is_rest_day or not lever.any():
        return
    holdings = in_hand(model)
    spare = on_hand(model) - wanted_today(model, holdings)
    own_left = institutions.flows[:, :RIVAL] - model.loans.lent
    readiness = lever[institutions.township, institutions.sector][:, None] * institutions.free_openness[:, :RIVAL]
    _lend(model, holdings, np.clip(spare, 0.0, np.maximum(own_left, 0.0)) * readiness, np.maximum(-spare, 0.0))


def _train(model: "CoGovernanceModel", lever: Floats) -> None:
    """Move the stock of training: new = old + gained − decayed.

    On the first day it stands where the two are equal: from nothing it takes 600 days to come within 5 % of that, longer than any warm-up.
    """
    parameters, training = model.scenario.parameters.sharing, model.institutions.training
    gained = lever * parameters.training_flow * model.taught
    if model.day == 0 and parameters.training_decay > 0:
        training[:] = gained / parameters.training_decay
    training += gained - parameters.training_decay * training


def _lend(model: "CoGovernanceModel", holdings: Holdings, offer: Floats, deficit: Floats) -> None:
    kappa = _congruence_on_ties(model, holdings)
    lent, got = np.zeros_like(offer), np.zeros_like(offer)
    for _ in range(2):
        given, received = one_pass(model, offer - lent, np.maximum(deficit - got, 0.0), kappa)
        lent, got = lent + given, got + received
    given, received = _second_hop(model, offer - lent, np.maximum(deficit - got, 0.0), kappa)
    model.loans.book(lent + given, got + received)


def _congruence_on_ties(model: "CoGovernanceModel", holdings: Holdings) -> Floats:
    """Return κ of every tie, averaged over the topics in the target's queue; 0 towards empty queues."""
    desks, topics = model.institutions.size, len(model.topics.names)
    cell = holdings.desk * topics + model.register.topic[holdings.row]
    queue = np.bincount(cell, minlength=desks * topics).reshape(desks, topics)
    mix = queue / np.maximum(queue.sum(axis=1, keepdims=True), 1)
    kappa: Floats = (model.tie_congruence * mix[model.governance.target]).sum(axis=1)
    return kappa


def one_pass(model: "CoGovernanceModel", offer: Floats, deficit: Floats, kappa: Floats) -> tuple[Floats, Floats]:
    """Return what each desk lends and gets when every offer is spread over ties by deficit and strength."""
    ties = model.governance
    pull = deficit[ties.target] * ties.strength[:, None]
    total = ties.out_of @ pull
    share = pull / np.maximum(total[ties.source], 1e-12) * kappa[:, None]
    flow = offer[ties.source] * share
    arriving = ties.into @ flow
    flow *= np.minimum(1.0, deficit / np.maximum(arriving, 1e-12))[ties.target]
    return ties.out_of @ flow, ties.into @ flow


def _second_hop(model: "CoGovernanceModel", offer: Floats, deficit: Floats, kappa: Floats) -> tuple[Floats, Floats]:
    """Let brokers pass on part of what their neighbours could not place: i lends to j through the broker between them."""
    ties, broker = model.governance, np.isin(model.institutions.sector, BROKERS)
    to_broker = ties.strength * broker[ties.target]
    weight = to_broker / np.maximum(ties.out_of @ to_broker, 1e-12)[ties.source]
    entrusted = offer[ties.source] * weight[:, None]
    pool = ties.into @ entrusted * model.scenario.parameters.sharing.broker_share
    given, received = one_pass(model, pool, deficit, kappa)
    used = given / np.maximum(ties.into @ entrusted, 1e-12)
    return ties.out_of @ (entrusted * used[ties.target]), received
