"""The text of a scenario file to begin with: commented, and valid as it stands."""

from cogov.model.words import Language
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

_STARTER: dict[Language, str] = {
    "en": """\
# A scenario: says only what differs from what it extends.
# See all it could say:      cogov scenarios show leping
# Check it when you are done: cogov scenarios check {name}.yaml
extends: leping

title: {{zh: "{name}", en: "{name}"}}
question:
  zh: 想弄清什么？
  en: What do you want to find out?
source: where your numbers come from

# city:
#   population: 30000            # residents simulated, one to one

# topics:
#   neighbour_disputes:
#     rate: {{urban: 3, rural: 2}}  # matters per 1,000 residents and year

# choices: {{queue: fifo}}         # named choices; the first of each is the default
# rules: {{deliberation: off}}     # switch a rule of the day off

# policy:                        # how this city is governed as it is; levers: cogov levers
#   boundary_clarity: 0.5

# policies:                      # policies of your own, beside the library's
#   mine: {{goal_alignment: 0.8}}
""",
    "zh": """\
# 情景文件：只写与所继承情景不同的地方。
# 查看全部可写内容：cogov scenarios show leping
# 写完后检查：      cogov scenarios check {name}.yaml
extends: leping

title: {{zh: "{name}", en: "{name}"}}
question:
  zh: 想弄清什么？
  en: What do you want to find out?
source: 数据来源

# city:
#   population: 30000            # 模拟的居民数，一人对一人

# topics:
#   neighbour_disputes:
#     rate: {{urban: 3, rural: 2}}  # 每千人每年发生的事务数

# choices: {{queue: fifo}}         # 具名选项，每项第一个为默认
# rules: {{deliberation: off}}     # 关闭一天中的某条规则

# policy:                        # 这座城市的现状；各杠杆见 cogov levers
#   boundary_clarity: 0.5

# policies:                      # 自己的政策，与政策库并列
#   mine: {{goal_alignment: 0.8}}
""",
}


def new(name: str, language: Language = "en") -> str:
    """Return the text of a commented scenario file to begin with."""
    return _STARTER[language].format(name=checked_name(name))


def checked_name(name: str) -> str:
    """Return a name that a file and a title can have, or refuse it."""
    if not name or any(character in name for character in '"\\/{}\n\r\t'):
        message = SAY.bad_name
        raise InputError(Problem(message, key="name", value=name))
    return name
