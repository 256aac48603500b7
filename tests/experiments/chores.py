"""Tasks for engines: workers import them."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cogov.experiments.engines.engine import Task
from cogov.experiments.engines.processes import ONE_THREAD, serve


@dataclass(frozen=True)
class Square(Task[Any]):
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


class Unread(Square):
    """So many seconds pass until a worker has read it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return read_slowly, (self.number, self.limit)


def read_slowly(seconds: int, limit: float | None) -> Unread:
    time.sleep(seconds)
    return Unread(seconds, limit=limit)


class Unprepared(Square):
    """So many seconds pass until a worker has what it needs."""

    prepared = False

    def prepare(self) -> None:
        time.sleep(self.number)
        type(self).prepared = True

    def __call__(self) -> Any:
        assert self.prepared
        return self.number**2


class Unpreparable(Square):
    def prepare(self) -> None:
        raise OSError("no such module on this disk")


class Timed(Square):
    """Says when it was under way."""

    def __call__(self) -> tuple[float, float]:
        begun = time.monotonic()
        time.sleep(0.1)
        return begun, time.monotonic()


def serve_if_born(connection: Any) -> None:
    """Be a worker, but for the first few of them, which die before they wait for a task."""
    names = Path(os.environ["COGOV_TEST_FOLDER"])
    (names / str(os.getpid())).touch()
    if len(list(names.iterdir())) <= int(os.environ["COGOV_TEST_STILLBORN"]):
        os._exit(3)
    serve(connection)


class Whereabouts(Square):
    def __call__(self) -> Any:
        return os.getpid(), {name: os.environ.get(name) for name in ONE_THREAD}, signal.getsignal(signal.SIGINT) is signal.SIG_IGN
