"""Libraries that the base install leaves out: found, or a message that says how to get them."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

MISSING = Text(
    zh='需要 {library}:请运行 pip install "cogov[{extra}]",或在源码目录中用 python -m uv run --extra {extra} cogov(离线时先在有网络的电脑上下载)',
    en='needs {library}: run pip install "cogov[{extra}]", or in the source folder python -m uv run --extra {extra} cogov',
)
LIBRARIES = {"SALib": "sensitivity", "distributed": "dask", "ema_workbench": "discovery", "sklearn": "discovery"}
"""By the name under which it is imported, the extra that brings it."""


def needed(module: str) -> ModuleType:
    """Import a module of an extra, or refuse with the extra's name."""
    library = module.partition(".")[0]
    if find_spec(library) is None:
        words = {"library": library, "extra": LIBRARIES[library]}
        raise InputError(Problem(MISSING.filled(**words)))
    return import_module(module)
