"""One city, one run: a Mesa model whose agents' state lives in columns, and all that it declares. Imports no other room; knows no files.

Follow one matter through the day in `rules/`; everything it meets there stands in one of these:

city               the model: what it is built of, and a day
rules/             the day: one module a rule, in the order in which a matter meets them
stages             the life of a matter: stages, the one table of moves, reasons
register           all matters with all that happened to them
hazards            what makes matters arise more or less often
displacement       what enforcement and campaigns push elsewhere
births             matters to come, born of others
chance             addressed randomness
portable           arithmetic with the same bits on every processor
columns            tables of columns, and attributes of agents that live in them
territory          townships, villages, grids; whole city or slice
desks              institutions: one desk for each kind, jurisdiction and level
mandates           who is entitled to what
in_force           levers in force, by township
phases             levers that move on a day, somewhere
topics             classes of matters, and how many arise where
citizens           the people and their ties
grid_workers       beats, rounds and roles of grid workers
venues             where citizens hand in and talk, and how far it is
network            ties between institutions
own_network        ties that a scenario brings along
goals              attention, stance, congruence
agents             institutions, grid workers and citizens as Mesa knows them
duty               the science of triage: seeing, taking, the four shares
passing            handing off, passing up, giving up
holdings           which desk has which matter today
voice              pressure from below and above, and what goes up a level
partners           joint action: who must join in
staffing           how many handlers every desk has, and has left: the price of levers
queueing           the science of a desk's day: roster, queue, work
resources          what desks need, have, lend and owe
routing            memoryless routing, for comparison with queueing networks
masks              sets of slots as bits
tally              what is counted as days go by
costs              money
cohort             the matters that indicators are about
indicators/        what is measured: definition, unit, direction, role, and the functions
measures           statistics behind them
invariants         what must hold every day
codes              identities of matters as a person writes them
witness            a silent rule that remembers why triage went as it did

What it takes, declared:

words              what a user reads, in Chinese and in English
numbers            numbers with meaning, unit, range and source
choices            names of rules, of the choices inside them, of sectors, levels, resources
levers             the policy levers: meaning, price, neutral value, range
lever_guide        what 0, ½ and 1 of every lever look like, and how to place a real county
parameters         the parameters of the day's rules
city_facts         territory, kinds of desks, topics
tied               a governance network of one's own: nodes that are desks, and ties
policy             `Policy`: which levers are turned how far, where, from when
scenario           `Scenario`: all of these together
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

__all__ = ["CoGovernanceModel"]


def __getattr__(name: str) -> object:
    """Bring the model when it is asked for: what it declares is read by many who never run it, and Mesa takes a while."""
    if name == "CoGovernanceModel":
        from cogov.model.city import CoGovernanceModel  # noqa: PLC0415

        return CoGovernanceModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
