"""One city, one run: tables and arrays, the rules that change them day by day, and all that these take. Imports no other room; knows no files.

The city and its day:

city               the city: its state on one day, and small questions about it
build              building one
day                living through a day: morning, rules, evening
twins              several cities that are lived through in one pass and never meet
morning            levers turn, and what follows from them
rules/             the day's rules: one module each, in the order in which a matter meets them
counting           the evening: what is counted
mesa_model         the city as Mesa knows it: a model with agents and steps
agents             institutions, grid workers and citizens as Mesa knows them

Follow one matter through the day in `rules/`; everything it meets there stands in one of these:

stages             the life of a matter: stages, the one table of moves, reasons
register           all matters with all that happened to them
hazards            what makes matters arise more or less often
displacement       what enforcement and campaigns push elsewhere
births             matters to come, born of others
chance             addressed randomness
portable           arithmetic with the same bits on every processor
columns            tables of columns, and attributes of agents that live in them
territory          townships, villages, grids; whole city or slice
desks              institutions: one desk for each kind, jurisdiction and level; the slots they fill
mandates           who is entitled to what
phases             levers that move on a day, somewhere
topics             classes of matters, and how many arise where
citizens           the people and their ties
grid_workers       grid workers and their beats
rounds             how they walk them, and what their day goes to
venues             where citizens hand in and talk, how far it is, and the hours of a visit
network            ties between institutions
own_network        ties that a scenario brings along
goals              attention, stance, congruence
minds              what institutions want today, and how the network ties them
duty               the science of triage: seeing, taking, what comes out
passing            handing off, passing up, giving up
holdings           which desk has which matter today
voice              pressure from below and above, and what goes up a level
partners           joint action: who must join in
staffing           how many handlers every desk has, and has left: the price of levers
queueing           the science of a desk's day: roster, queue, work
resources          what desks need and have
loans              who owes whom
routing            memoryless routing, for comparison with queueing networks
tally              what is counted as days go by
costs              money
assessment         pressure of assessment: its numbers
cohort             the matters that indicators are about
indicators/        what is measured: definition, unit, direction, role, and the functions
measures           statistics behind them
parts              things part behind part, each told by itself in one pass over all
invariants         what must hold every day
codes              identities of matters as a person writes them
witness            a silent rule that remembers why triage went as it did

What it takes, declared:

words              what a user reads, in Chinese and in English
numbers            numbers with meaning, unit, range and source
options            named choices: what a scenario may choose by name
names              names of sectors, levels, domains, resources, areas
rule               what a rule is: a function of the city, its numbers, its words
levers             the policy levers: meaning, range, price, cost, what 0, ½ and 1 look like; and levers in force, by township
city_facts         territory, kinds of desks, topics
tied               a governance network of one's own: nodes that are desks, and ties
policy             `Policy`: which levers are turned how far, where, from when
scenario           `Scenario`: all of these together
schema             the scenario of a day: with the numbers of its rules, their switches, the choices
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cogov.model.mesa_model import CoGovernanceModel

__all__ = ["CoGovernanceModel"]


def __getattr__(name: str) -> object:
    """Bring the model when it is asked for: what it declares is read by many who never run it, and Mesa takes a while."""
    if name == "CoGovernanceModel":
        from cogov.model.mesa_model import CoGovernanceModel  # noqa: PLC0415

        return CoGovernanceModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
