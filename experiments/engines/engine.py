"""What every engine does: it takes tasks when it has room for one, has them done, and says what became of each; and the simplest one.

A task is pulled, not pushed, so that no more tasks exist than are under way, however long a study is, and so that whoever makes
them can learn from those that ended.
"""

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol


class Task[R](Protocol):
    """A piece of work that travels to a worker: small, picklable, made ready for there, and done by calling it."""

    @property
    def alone(self) -> bool:
        """Whether nothing else may be under way beside it, to see whose fault the death of a worker is, or to leave it all the memory."""
        return False

    @property
    def limit(self) -> float | None:
        """Seconds after which its worker is stopped, where an engine can do that, from when the task was ready to begin."""
        return None

    def prepare(self) -> None:
        """Read and import what it needs: a worker may take its time for that, since no clock of the task runs yet."""
        return

    def __call__(self) -> R:
        """Do it."""


@dataclass(frozen=True)
class Died:
    """What became of a task whose worker died, or was stopped because the task took longer than its limit."""

    detail: str
    too_long: bool = False
    begun: bool = True
    """Whether the worker had begun with the task, which it had read and prepared by then."""
    signal: int | None = None
    """The one that somebody outside the task ended its worker with: an operator, a job system, a machine out of memory."""
    certain: bool = True
    """Whether it was this task's worker: an executor does not tell which of several tasks ended one."""


type NextTask[R] = Callable[[], Task[R] | None]
"""What to do next; None is "nothing for now", and nothing at all once no task is under way."""
type Ended[R] = Generator[tuple[Task[R], R | Died]]


class Engine(Protocol):
    """A way to get tasks done. An exception that a task raises is raised where its end is awaited, and stops the others."""

    @property
    def leaves_nobody(self) -> bool:
        """Whether none of its workers can be at work any more once it has come to an end."""

    @property
    def memory(self) -> float:
        """Bytes that each of its workers may take; infinite where nobody says."""

    def work[R](self, next_task: NextTask[R]) -> Ended[R]:
        """Have tasks done until there are no more. To close the generator early stops what is under way."""


class Serial:
    """Does every task here and now. A task that ends the process ends the study; what is written by then is kept."""

    leaves_nobody = True

    def __init__(self, memory: float = math.inf) -> None:
        self.memory = memory

    def work[R](self, next_task: NextTask[R]) -> Ended[R]:
        """Do one task after the other."""
        while (task := next_task()) is not None:
            task.prepare()
            yield task, task()
