"""The life of a matter: its stages, the one table of allowed moves, and the reasons written beside each move."""

from enum import IntEnum

import numpy as np


class Stage(IntEnum):
    """Where a matter is. The last three are ends."""

    UNKNOWN = 0
    """It has arisen; nobody who could act knows."""
    KNOWN = 1
    """It waits to be claimed or dispatched."""
    UNCLAIMED = 2
    """It was asked about and nobody took it; it waits for another attempt."""
    TALKS = 3
    """Those concerned deliberate."""
    PARTNERS = 4
    """Somebody rightful has it, and waits for the others that must join in."""
    IN_HAND = 5
    """It is in its holders' queues."""
    SESSION = 6
    """The work on a dispute is done; the parties are to agree."""
    COURT = 7
    SETTLED = 8
    LAPSED = 9
    """It passed by itself before anybody acted."""
    GIVEN_UP = 10


class Reason(IntEnum):
    """Why a matter moved."""

    AROSE = 0
    REPORTED = 1
    FOUND_BY_GRID = 2
    HEARD_BY_MASS_ORGANIZATION = 3
    PASSED_BY_ITSELF = 4
    CLAIMED = 5
    DISPATCHED = 6
    NOBODY_TOOK_IT = 7
    RETURNED = 8
    ASKED_AGAIN = 9
    NOBODY_IN_THE_END = 10
    PETITIONED = 11
    WRONG_OWNER_FOUND = 12
    TO_TALKS = 13
    AGREED = 14
    NOT_AGREED = 15
    PARTNERS_JOINED = 16
    PARTNERS_MISSING = 17
    WORK_DONE = 18
    SETTLEMENT_REACHED = 19
    SETTLEMENT_FAILED = 20
    PASSED_UP = 21
    COURT_RULED = 22
    PATIENCE_LOST = 23
    ROUTED = 24
    FOUND_BY_MEDIATOR = 25
    SETTLED_IN_GRID = 26
    ARBITRATED = 27
    CLOSED_EARLY = 28
    ESCALATED = 29
    OVERLOADED = 30


class Origin(IntEnum):
    """What a matter was born of."""

    NEW = 0
    REOPENED = 1
    PETITION = 2


class Channel(IntEnum):
    """Through whom a matter became known: its citizen, a grid worker, a mass organisation, a mediator."""

    NONE = 0
    TOLD = 1
    GRID = 2
    MASS = 3
    MEDIATOR = 4


class Ownership(IntEnum):
    """Who had a matter after the first triage."""

    NOT_YET = 0
    CLEAR = 1
    OVERREACH = 2
    MISPLACEMENT = 3
    ABSENCE = 4
    NOVEL = 5


MOVES: dict[Stage, tuple[Stage, ...]] = {
    Stage.UNKNOWN: (Stage.KNOWN, Stage.LAPSED),
    Stage.KNOWN: (Stage.IN_HAND, Stage.PARTNERS, Stage.UNCLAIMED, Stage.GIVEN_UP, Stage.SETTLED),
    Stage.UNCLAIMED: (Stage.KNOWN, Stage.GIVEN_UP),
    Stage.TALKS: (Stage.IN_HAND, Stage.PARTNERS),
    Stage.PARTNERS: (Stage.IN_HAND, Stage.TALKS, Stage.KNOWN, Stage.GIVEN_UP),
    Stage.IN_HAND: (Stage.SETTLED, Stage.SESSION, Stage.TALKS, Stage.KNOWN, Stage.GIVEN_UP, Stage.IN_HAND),
    Stage.SESSION: (Stage.SETTLED, Stage.IN_HAND, Stage.KNOWN, Stage.COURT),
    Stage.COURT: (Stage.SETTLED,),
}
"""Every move that a matter can make."""

ENDS = (Stage.SETTLED, Stage.LAPSED, Stage.GIVEN_UP)
ALLOWED = np.zeros((len(Stage), len(Stage)), dtype=bool)
for _stage, _targets in MOVES.items():
    ALLOWED[_stage, list(_targets)] = True
