"""What a person touches: `import cogov` and the command line. Importing is cheap; work begins when something is used.

functions.py          run, compare, sweep, load
city.py               a city as a person holds it
policy.py             a policy as a person holds it
mesa.py               a city as Mesa's own tools take it
findings.py           what came of a run, a comparison or a study, as a person holds it
shown.py              how objects show themselves, on a terminal and in a notebook
plain.py              the door of the Python functions: arguments in, refusals out
cli.py                the command line: from the words typed to an exit code
application.py        every command, its help, the nearest to a mistyped one
commands/             one module a command
language.py           which language a person reads
options.py            arguments and options that commands share
setting.py            what is asked for, made into scenario and policies, or refused
notes.py              what a person should know before reading the answer
runs.py               from what was asked to results
studies.py            a study as a person asks for it: design, machines, folder
until.py              replicate until intervals are narrow enough
comparison_study.py   a comparison as a study: its plan, its folder, its runs
progress.py           what is seen of runs: what they will take, rate and time left, failures, seconds by rule
output.py             where words and files go
terminal.py           what a terminal can show: its encoding, signs that take two places
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cogov.city import City
    from cogov.functions import compare, load, run, sweep
    from cogov.mesa import CoGovernanceModel
    from cogov.model.day import DAY
    from cogov.model.indicators import Indicator, add_indicator
    from cogov.model.levers import CostCurve, Lever
    from cogov.model.numbers import Numbers, number, share
    from cogov.model.rule import rule
    from cogov.model.scenario import add_lever
    from cogov.model.words import Text
    from cogov.policy import Policy

__all__ = [
    "DAY",
    "City",
    "CoGovernanceModel",
    "CostCurve",
    "Indicator",
    "Lever",
    "Numbers",
    "Policy",
    "Text",
    "__version__",
    "add_indicator",
    "add_lever",
    "compare",
    "load",
    "number",
    "rule",
    "run",
    "share",
    "sweep",
]

__version__ = "0.1.0"

HOMES = {
    **dict.fromkeys(("compare", "load", "run", "sweep"), "cogov.functions"),
    "City": "cogov.city",
    "Policy": "cogov.policy",
    "CoGovernanceModel": "cogov.mesa",
    "DAY": "cogov.model.day",
    "rule": "cogov.model.rule",
    **dict.fromkeys(("Numbers", "number", "share"), "cogov.model.numbers"),
    **dict.fromkeys(("CostCurve", "Lever"), "cogov.model.levers"),
    **dict.fromkeys(("Indicator", "add_indicator"), "cogov.model.indicators"),
    "add_lever": "cogov.model.scenario",
    "Text": "cogov.model.words",
}
"""Where each name lives: its module is imported when the name is first used."""


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module 'cogov' has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *HOMES})
