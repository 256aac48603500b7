"""A rule of the day: what agents do, the numbers that it takes, the columns that it writes, its words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial, update_wrapper
from typing import Any

from cogov.model.city import City
from cogov.model.columns import Trespass, only, state_of
from cogov.model.numbers import Numbers
from cogov.model.words import Text

Doing = Callable[[City], None]
"""Whatever may stand in a list of rules: it is called with the city, once a day."""


class Rule[Block: Numbers]:
    """A function of the city and of its own numbers; `writes` names the columns that it alone changes.

    The numbers that it is given are read by rules of somebody's own; those of the model ask for numbers of those they deal with (`City.numbers`),
    so that cities may differ in them.

    `twins` says that it acts on each of several twin cities in one pass as if that lived alone; every rule of the model does.
    """

    __name__: str

    def __init__(
        self, function: Callable[[City, Block], None], numbers: type[Block], writes: str, says: Text, *, twins: bool = False
    ) -> None:
        update_wrapper(self, function)
        self.function = function
        self.numbers = numbers
        self.writes = tuple(writes.split())
        self.says = says
        self.twins = twins or self.__module__.startswith("cogov.model.")

    def __call__(self, city: City) -> None:
        """Let agents act on a day of a city."""
        self.function(city, city.numbers(self.numbers))

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Travel by name where the receiver has the same code; a rule of somebody's own goes along as it is."""
        if self.__module__.partition(".")[0] == "cogov":
            return self.__name__
        return partial(Rule, twins=self.twins), (self.function, self.numbers, " ".join(self.writes), self.says)

    def __repr__(self) -> str:
        return f"<rule {self.__name__}>"


DECLARED: dict[str, Rule[Any]] = {}
"""Rules that are declared in this process, by name: the model's, and those of somebody's own as declared last."""


def rule[Block: Numbers](
    *, numbers: type[Block], says: Text, writes: str = "", twins: bool = False
) -> Callable[[Callable[[City, Block], None]], Rule[Block]]:
    """Declare a rule: `writes` the columns that are its own, as `table.column` with spaces between; `twins` that it knows several cities."""

    def declared(function: Callable[[City, Block], None]) -> Rule[Block]:
        DECLARED[function.__name__] = found = Rule(function, numbers, writes, says, twins=twins)
        return found

    return declared


def name_of(doing: Doing) -> str:
    """Return what a rule is called: a function's name, or that of an object's class."""
    return getattr(doing, "__name__", type(doing).__name__)


@contextmanager
def watched(doing: Doing, city: City) -> Iterator[None]:
    """Let a rule change only the columns that it declares; who declares nothing is not watched."""
    writes = getattr(doing, "writes", None)
    try:
        with nullcontext() if writes is None else only(state_of(city), writes):
            yield
    except ValueError as error:
        if writes is None or "read-only" not in str(error):
            raise
        raise Trespass(f"{name_of(doing)} changes a column that is not its own; its own: {' '.join(writes) or 'none'}") from error
