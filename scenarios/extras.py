"""Libraries that the base install leaves out: found, or a message that says how to get them."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

MISSING = SAY.missing
LIBRARIES = {"SALib": "sensitivity", "distributed": "dask", "ema_workbench": "discovery", "sklearn": "discovery"}
"""By the name under which it is imported, the extra that brings it."""


def needed(module: str, extra: str = "") -> ModuleType:
    """Import a module of an extra, or refuse with the extra's name; `extra` says which one, where several bring it."""
    library = module.partition(".")[0]
    if find_spec(library) is None:
        words = {"library": library, "extra": extra or LIBRARIES[library]}
        raise InputError(Problem(MISSING.filled(**words)))
    return import_module(module)
