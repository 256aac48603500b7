"""Codes: a matter's identity as a person writes it, the same under every policy.

`d107-v3-land_disputes` arose on day 107 in village 3; `-2` behind it is the second of its topic there that day, `.1` the first matter
born of it (reopened, petition). Days count from 0, villages from 1. A matter that some rule of a researcher's own entered under an
identity of its own has this number for its code.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cogov.model.chance import child_identity
from cogov.model.city import City
from cogov.model.register import NO_PARENT, Register
from cogov.model.rules.emergence import ORDINALS

Ints = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]
CODE = re.compile(r"d(?P<day>\d+)-v(?P<village>\d+)-(?P<topic>.+?)(?:-(?P<ordinal>\d+))?(?P<born>(?:\.\d+)*)")


def codes(city: City) -> list[str]:
    """Return the code of every matter that has arisen, by its row."""
    register, topics, villages = city.register, city.topics.names, city.territory.villages
    identity, parent = register.identity[: register.size], register.parent[: register.size]
    place, ordinal = np.divmod(identity, np.uint64(ORDINALS))
    day, cell = np.divmod(place, np.uint64(villages * len(topics)))
    village, topic = np.divmod(cell.astype(np.int64), len(topics))
    plain = (village == register.village[: register.size]) & (topic == register.topic[: register.size])
    plain &= (day == np.floor(register.arose[: register.size])) & (parent == NO_PARENT)
    born, found = births(register), list[str]()
    for row, number in enumerate(identity.tolist()):
        if born[row]:
            found.append(f"{found[parent[row]]}.{born[row]}")
        elif plain[row]:
            found.append(_plain(int(day[row]), int(village[row]), topics[topic[row]], int(ordinal[row])))
        else:
            found.append(str(number))
    return found


def _plain(day: int, village: int, topic: str, ordinal: int) -> str:
    return f"d{day}-v{village + 1}-{topic}" + (f"-{ordinal + 1}" if ordinal else "")


def births(register: Register) -> Ints:
    """Return which of its parent's children each matter is, counted from 1; 0 for one that was born of none."""
    parent = register.parent[: register.size]
    child = np.flatnonzero(parent != NO_PARENT)
    ordinal: Ints = np.zeros(register.size, dtype=np.intp)
    for number in range(1, int(register.children[: register.size].max(initial=0)) + 1):
        ordinal[child[child_identity(register.identity[parent[child]], number) == register.identity[child]]] = number
    return ordinal


def identity_of(code: str, topics: Sequence[str], villages: int) -> int | None:
    """Read a code, or a bare identity; None if it is neither, or names no topic or village of the city."""
    if code.isdecimal():
        return int(code) if int(code) < 2**64 else None
    parts = CODE.fullmatch(code)
    if parts is None or parts["topic"] not in topics or not 1 <= int(parts["village"]) <= villages:
        return None
    cell = (int(parts["village"]) - 1) * len(topics) + topics.index(parts["topic"])
    identity = (int(parts["day"]) * villages * len(topics) + cell) * ORDINALS + int(parts["ordinal"] or 1) - 1
    if identity >= 2**63:
        return None
    for ordinal in parts["born"].split(".")[1:]:
        identity = int(child_identity(np.array([identity], dtype=np.uint64), int(ordinal))[0])
    return identity
