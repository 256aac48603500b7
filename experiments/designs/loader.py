"""The library of designs, a design file read (its paths count from its own folder), and the text of one to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cogov.experiments.designs.schema import Design
from cogov.model.words import Language, Text
from cogov.scenarios.catalogue import Entry
from cogov.scenarios.complaints import validated
from cogov.scenarios.errors import InputError, unknown
from cogov.scenarios.names import identifier, renamed
from cogov.scenarios.starter import checked_name
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import Written, read_yaml

SAY = Words(__file__)

LIBRARY = Path(__file__).resolve().parent / "library"
SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class Source:
    """A design file: where it is, and what messages call it."""

    path: Path
    shown: str


def load_design(reference: str | Path | Mapping[str, Any]) -> Design:
    """Read a design of the library, a file, or what such a file would say. Its city, policies and factors are looked at by `plan_of`."""
    if isinstance(reference, Mapping):
        said = renamed(Written(dict(reference), {(): None}), identifier)
        return validated(Design, said).found_in(said, Path())
    source = _find(reference)
    written = renamed(read_yaml(source.path, source.shown), identifier)
    design = validated(Design, written)
    if not design.name:
        design = design.model_copy(update={"name": source.path.stem})
    return design.found_in(written, source.path.parent)


def library_designs() -> dict[str, Path]:
    """Return the library's files by name."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.yaml"))}


def list_designs() -> list[Entry]:
    """Return what the library's designs say of themselves."""
    return [_entry(load_design(name)) for name in library_designs()]


def _entry(design: Design) -> Entry:
    title = design.title or Text(zh=design.name, en=design.name)
    return Entry(design.name, title, design.question, design.source or "")


def schema() -> dict[str, Any]:
    """Return the JSON schema of a design file, for an editor."""
    return Design.model_json_schema(by_alias=True)


def _find(reference: str | Path) -> Source:
    """Find a design: a library name wins unless the reference looks like a path."""
    if isinstance(reference, str) and not _looks_like_path(reference):
        files = library_designs()
        if reference in files:
            return Source(files[reference], files[reference].name)
        if not reference or not Path(reference).exists():
            raise InputError(unknown(SAY.design, reference, list(files)))
    return Source(Path(reference), str(reference))


def _looks_like_path(reference: str) -> bool:
    return "/" in reference or "\\" in reference or reference.lower().endswith(SUFFIXES)


_STARTER: dict[Language, str] = {
    "en": """\
# A design: which city, which policies, what is varied, how often.
# See designs of the library:  cogov designs list
# Check it when you are done:  cogov designs check {name}.yaml
# How long it takes:           cogov sweep {name}.yaml --dry-run
title: {{zh: "{name}", en: "{name}"}}
question:
  zh: 想弄清什么？
  en: What do you want to find out?
source: where your levels come from

scenario: {scenario}
population: 5000                 # residents simulated, one to one
days: 365                        # all simulated days
warmup: 90                       # the first of them, not measured
replicates: 10                   # runs of every point under every policy
seed: 1                          # of the first replicate; the next take 2, 3, …
policies: [as_is]                # names: cogov policies list

factors:                         # a lever, a part of one, or any number, choice or switch of the scenario
  boundary_clarity: [0.2, 0.5, 0.8]
  goal_alignment: {{from: 0, to: 1, steps: 3}}
#   parameters.triage.taking_load: [0.04, 0.16]
#   choices.queue: [priority, fifo]

# set: {{deliberation: 0.5}}       # stands at one value in every run

design: grid                     # or one_at_a_time | latin_hypercube | sobol | morris | points
# samples: 64                    # latin_hypercube and sobol, whose factors are ranges without steps, or lists
# trajectories: 20               # morris
# points: points.csv             # points: a table with a column a factor, instead of factors

# record: {{indicators: all}}      # main (unless said), all, or names; beside the row of each run: series, events, townships
# timeout: 600                   # seconds a run may take
""",
    "zh": """\
# 设计文件：哪座城市、哪些政策、变动什么、重复几次。
# 查看设计库：      cogov designs list
# 写完后检查：      cogov designs check {name}.yaml
# 需要多长时间：    cogov sweep {name}.yaml --dry-run
title: {{zh: "{name}", en: "{name}"}}
question:
  zh: 想弄清什么？
  en: What do you want to find out?
source: 取值的来源

scenario: {scenario}
population: 5000                 # 模拟的居民数，一人对一人
days: 365                        # 模拟的总天数
warmup: 90                       # 其中不计量的最初天数
replicates: 10                   # 每个点、每项政策各运行几次
seed: 1                          # 第一次重复的种子，其后为 2、3……
policies: [as_is]                # 名称见 cogov policies list

factors:                         # 杠杆、杠杆的一部分，或情景中的任何数、选项、开关
  boundary_clarity: [0.2, 0.5, 0.8]
  goal_alignment: {{from: 0, to: 1, steps: 3}}
#   parameters.triage.taking_load: [0.04, 0.16]
#   choices.queue: [priority, fifo]

# set: {{deliberation: 0.5}}       # 在每个运行中都取同一个值

design: grid                     # 或 one_at_a_time | latin_hypercube | sobol | morris | points
# samples: 64                    # 用于 latin_hypercube 和 sobol，其因素为不带 steps 的范围，或列表
# trajectories: 20               # 用于 morris
# points: points.csv             # 用于 points：每个因素一列的表，代替 factors

# record: {{indicators: all}}      # main（默认）、all 或名称；每个运行除一行结果外另存：series、events、townships
# timeout: 600                   # 每个运行最多几秒
""",
}


def new(name: str, scenario: str = "leping", language: Language = "en") -> str:
    """Return the text of a commented design file to begin with."""
    return _STARTER[language].format(name=checked_name(name), scenario=scenario)
