"""Which city, which policy: what a person writes down, read, checked against what the model declares, and explained. Nothing that runs.

words       sentences in both languages, from the `words.yaml` beside a module
notes       what a person should know of an input that was read all the same
errors      `InputError`: what is wrong, where, what is allowed, what was meant
text_files  text files read, their encoding named, or refused with the reason
yaml_lines  YAML read with the line of every value
csv_lines   tables with the line of every row
network_graphs  nodes and edges as a file writes them
network_xml      GraphML and GEXF
network_formats  which format a network's file has
network_roles   which desks the nodes of a network are
network_files   `network: {file, roles}` read and checked
extends     the library, `extends` and the merging of differences
own_rules   rules of one's own, named by their file
allowed     what the schema allows at a key path
complaints  pydantic's findings, translated
names       Chinese names where identifiers stand
settings    what is set on top of both: `--set`, `sets`, `set`
policies    the policies' library, and a scenario's own
loader      `load_scenario`; comparing, overriding, showing scenarios
idle        numbers that nothing hangs on, and why
shorter     another number of days or residents
extras      libraries that the base install leaves out
catalogue   what the library holds
starter     the text of a scenario file to begin with
county      a county in eight numbers: a form, and the scenario it makes
declared    meaning, unit, range and source of every field
reference   the parameter reference, docs/parameters.md
rules_page  what every rule writes and reads, docs/rules.md
library     scenario and policy files

Imports the model, whose declarations are the schema.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cogov.model.policy import Policy
    from cogov.model.scenario import Scenario
    from cogov.scenarios.errors import InputError
    from cogov.scenarios.loader import load_scenario
    from cogov.scenarios.policies import load_policies, resolve_policy

__all__ = ["InputError", "Policy", "Scenario", "load_policies", "load_scenario", "resolve_policy"]

_HOMES = {
    "InputError": "cogov.scenarios.errors",
    "Policy": "cogov.model.policy",
    "Scenario": "cogov.model.scenario",
    "load_policies": "cogov.scenarios.policies",
    "load_scenario": "cogov.scenarios.loader",
    "resolve_policy": "cogov.scenarios.policies",
}


def __getattr__(name: str) -> Any:
    """Bring a name when it is asked for: who only wants to say what is wrong does not wait for the whole schema."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
