"""Addressed randomness: every random number has an address, and no policy changes which number anybody gets.

An address is (seed, purpose, parts...): the parts say who and when, never a place in a list. Blocks for the whole population
come from a Philox stream whose key is (seed, purpose) and whose counter is the day; draws for single matters or desks hash
their address with the SplitMix64 finaliser (Steele, Lea & Flood 2014), one round per part. Twin cities that are lived through together have a
seed each, and addresses are as if each lived alone.
"""

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from cogov.model import portable

Uint = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = (np.uint64(shift) for shift in (30, 27, 31, 11))


class Purpose(IntEnum):
    """What a random number is for. Numbers are part of the address: never renumber, only add."""

    POTENTIAL = 1
    ARISES = 2
    CITIZEN = 3
    TIME = 4
    AMBIGUITY = 5
    WORK = 6
    HARDNESS = 7
    COLLECTIVE = 8
    NEED = 9
    NEED_SHIFT = 10
    REPORT = 11
    PATROL = 12
    HEARD = 13
    CHANNEL = 14
    LAPSE = 15
    RULE_BETWEEN = 16
    RULE_WITHIN = 17
    FACTS = 18
    TAKES = 19
    CENTRE_BETWEEN = 20
    CENTRE_WITHIN = 21
    CENTRE_FACTS = 22
    KEEPS = 23
    RETRY = 24
    PETITION = 25
    FOUND = 26
    TALKS = 27
    TALKS_DAYS = 28
    POSITION = 29
    COMMITS = 30
    ROSTER = 31
    ABILITY = 32
    SESSION = 33
    PERFORMED = 34
    ONLINE = 35
    REOPENS = 36
    REOPEN_DELAY = 37
    PATIENCE = 38
    ATTENTION = 39
    STANCE = 40
    PEOPLE = 41
    TIES = 42
    ROUTE = 43
    PRIVATE_COST = 44
    COURT = 45
    PHASE = 46
    PROACTIVE = 47
    GRID_SETTLES = 48
    ARBITRATES = 49
    SEAT = 50
    COMPLETE = 51
    PREMATURE = 52
    JOINS = 53
    COMES = 54
    VISITS = 55
    FACTS_OF_CASE = 59
    CENTRE_FACTS_OF_CASE = 60
    VOICE = 63
    SPEAKS = 64
    SUSCEPTIBILITY = 65
    ESCALATES = 70
    RELIEVED = 71
    ASKED_ANEW = 72
    TURNS_TO = 73
    TOWNSHIP_STAFF = 74
    TOWNSHIP_PACE = 75


def mix(x: Uint) -> Uint:
    """Return the SplitMix64 finaliser of `x`, worked out in its place."""
    x ^= x >> _S30
    x *= _FIRST
    x ^= x >> _S27
    x *= _SECOND
    x ^= x >> _S31
    return x


class Luck:
    """Random numbers by address: those of each address's own city, one of some twins."""

    def __init__(self, keys: Uint, whose: Ints | slice) -> None:
        self._keys = keys
        self._whose = whose

    def bits(self, purpose: Purpose, *address: npt.ArrayLike) -> Uint:
        """Return 64 random bits for each address; the parts broadcast against one another."""
        bits: Uint = self._keys[purpose][self._whose]
        for part in address:
            bits = bits ^ np.asarray(part).astype(np.uint64, copy=False)
            bits += _GOLDEN
            bits = mix(bits)
        return bits

    def uniform(self, purpose: Purpose, *address: npt.ArrayLike) -> Floats:
        """Return a number in the open interval (0, 1) for each address."""
        uniform: Floats = (self.bits(purpose, *address) >> _S11).astype(np.float64)
        uniform += 0.5
        uniform *= 2.0**-53
        return uniform

    def normal(self, purpose: Purpose, *address: npt.ArrayLike) -> Floats:
        """Return a standard normal number for each address."""
        normal: Floats = ndtri(self.uniform(purpose, *address))
        return normal

    def exponential(self, purpose: Purpose, *address: npt.ArrayLike) -> Floats:
        """Return an exponential number of mean 1 for each address."""
        exponential: Floats = -portable.log(self.uniform(purpose, *address))
        return exponential


class Chance(Luck):
    """All the luck of a run, a function of its seed alone; of twin cities, that of each."""

    def __init__(self, *seeds: int) -> None:
        purposes = np.arange(128, dtype=np.uint64)[:, None]
        with np.errstate(over="ignore"):
            keys = mix(mix(np.array(seeds, dtype=np.uint64) + _GOLDEN) + purposes * _GOLDEN)
        super().__init__(keys, slice(None))
        self.seeds = seeds
        self._streams: dict[tuple[int, Purpose], tuple[np.random.Generator, Any]] = {}

    def of(self, twin: Ints) -> Luck:
        """Return the luck from which each address draws that of its own city, one of the twins."""
        return Luck(self._keys, twin)

    def block_of(self, seed: int, purpose: Purpose, day: int = 0) -> np.random.Generator:
        """Return the stream of whole-population blocks of a seed for one purpose and day; it is good until the purpose's next one.

        The one stream is set to where the day begins: a fifth of what a new one takes.
        """
        if (seed, purpose) not in self._streams:
            philox = np.random.Philox(key=[seed, int(purpose)])
            self._streams[seed, purpose] = np.random.Generator(philox), philox.state
        stream, state = self._streams[seed, purpose]
        state["state"]["counter"][:] = 0, 0, 0, day
        stream.bit_generator.state = state
        return stream

    def block(self, purpose: Purpose, day: int = 0) -> np.random.Generator:
        """Return the one stream of a city that lives alone."""
        (seed,) = self.seeds
        return self.block_of(seed, purpose, day)


def child_identity(parent: Uint, ordinal: npt.ArrayLike) -> Uint:
    """Return the identity of a matter born of another: its parent's identity and an ordinal from 1."""
    return mix((mix(parent + _GOLDEN) ^ np.asarray(ordinal).astype(np.uint64)) + _GOLDEN)
