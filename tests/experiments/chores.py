"""Tasks for engines: workers import them."""

import os
import signal
import time
from dataclasses import dataclass
from typing import Any

from cogov.experiments.engines.worker import ONE_THREAD


@dataclass(frozen=True)
class Square:
    """A task that squares a number, or does what its name says."""

    number: int
    alone: bool = False
    limit: float | None = None

    def __call__(self) -> Any:
        return self.number**2


class Wrong(Square):
    def __call__(self) -> Any:
        raise LookupError("no such number")


class Unsendable(Square):
    def __call__(self) -> Any:
        return lambda: self.number


class Killer(Square):
    def __call__(self) -> Any:
        os._exit(3)


class Sleeper(Square):
    def __call__(self) -> Any:
        time.sleep(60)


class Whereabouts(Square):
    def __call__(self) -> Any:
        return os.getpid(), {name: os.environ.get(name) for name in ONE_THREAD}, signal.getsignal(signal.SIGINT) is signal.SIG_IGN
