"""The day: its rules in the order in which a matter meets them, and living through one.

|    | rule          | who acts                                | what changes                                     |
|----|---------------|-----------------------------------------|--------------------------------------------------|
| 1  | emergence     | citizens meet with matters              | the register grows; need drifts                  |
| 2  | discovery     | citizens, grid workers, mass organis.   | unknown → known, lapsed                          |
| 3  | triage        | candidates claim, centres dispatch      | known → in hand, waiting for partners, unclaimed |
| 4  | deliberation  | owners and citizens talk                | in hand → talks → in hand                        |
| 5  | sharing       | institutions lend                       | loans, training, shared information              |
| 6  | handling      | handlers work, partners gather          | work left; in hand → settled, session            |
| 7  | mediation     | parties agree or not                    | session → settled, in hand, up a level, court    |
| 8  | closure       | citizens judge                          | satisfaction, visits; matters that come back     |
| 9  | wellbeing     | citizens take it to heart               | gain, happiness, security, trust                 |
| 10 | participation | citizens look at their neighbours       | active, engagement, volunteers                   |
| 11 | learning      | desks remember hand-offs                | standing misunderstandings                       |
"""

from collections.abc import Iterable
from contextlib import nullcontext

from cogov.model import morning
from cogov.model.city import City
from cogov.model.counting import count_day
from cogov.model.invariants import check_day
from cogov.model.rule import Doing, name_of, watched
from cogov.model.rules.closure import closure
from cogov.model.rules.deliberation import deliberation
from cogov.model.rules.discovery import discovery
from cogov.model.rules.emergence import emergence
from cogov.model.rules.handling import handling
from cogov.model.rules.learning import learning
from cogov.model.rules.mediation import mediation
from cogov.model.rules.participation import participation
from cogov.model.rules.sharing import sharing
from cogov.model.rules.triage import triage
from cogov.model.rules.wellbeing import wellbeing
from cogov.model.scenario import Scenario

DAY = (emergence, discovery, triage, deliberation, sharing, handling, mediation, closure, wellbeing, participation, learning)
RULES: tuple[str, ...] = tuple(one.__name__ for one in DAY)
"""Their names, by which a scenario switches them off."""


def rules_of(scenario: Scenario, day: Iterable[Doing] = ()) -> list[Doing]:
    """Return the rules of a day, the scenario's own unless said, without those that the scenario switches off."""
    return [rule for rule in tuple(day) or scenario.day or DAY if getattr(scenario.rules, name_of(rule), True)]


def live_through(city: City, rules: Iterable[Doing] = DAY, *, check: bool = False) -> None:
    """Live through one day: levers turn, every rule in order, the day is counted.

    `check` makes sure that every rule changes only what is its own, and that what must hold at the end of the day holds.
    """
    rules = tuple(rules)
    city.rules = tuple(map(name_of, rules))
    for doing in (morning.begin, *rules, *((check_day,) if check else ()), count_day):
        with watched(doing, city) if check else nullcontext():
            doing(city)
    city.working_day += not city.is_rest_day
    city.day += 1
