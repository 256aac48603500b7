"""The groups for which indicators are also reported, as `name@group`."""

from cogov.model.choices import DOMAINS, FORMS, LEVELS
from cogov.model.words import Text

GROUPS: dict[str, tuple[str, ...]] = {
    "domain": DOMAINS,
    "form": FORMS,
    "mandate": ("single", "composite", "novel"),
    "level": LEVELS,
    "place": ("urban", "rural"),
    "age": ("child", "adult", "elderly"),
    "left_behind": ("left_behind", "not_left_behind"),
    "migrant": ("migrant", "settled"),
    "income": ("low_income", "other_income"),
    "access": ("online", "offline"),
    "need": ("need_met", "need_missed"),
    "sector": ("government",),
}
"""Family of groups -> its groups. A group's name stands in one family only."""

FAMILY_TITLES: dict[str, Text] = {
    "domain": Text(zh="领域", en="domain of responsibility"),
    "form": Text(zh="事项形式", en="form"),
    "mandate": Text(zh="职责归属", en="mandate"),
    "level": Text(zh="发生层级", en="level where it arose"),
    "place": Text(zh="城乡", en="urban or rural"),
    "age": Text(zh="年龄", en="age"),
    "left_behind": Text(zh="留守情况", en="left behind"),
    "migrant": Text(zh="流动情况", en="migrant"),
    "income": Text(zh="收入", en="income"),
    "access": Text(zh="上网条件", en="online access"),
    "need": Text(zh="需求是否列入目标", en="need in the declared goals"),
    "sector": Text(zh="主体类别", en="sector"),
}

GROUP_TITLES: dict[str, Text] = {
    "political": Text(zh="政治思想", en="political and ideological"),
    "administrative": Text(zh="行政", en="administrative"),
    "market": Text(zh="市场", en="market"),
    "voluntary": Text(zh="志愿公益", en="voluntary and charitable"),
    "self_governance": Text(zh="自治", en="self-governance"),
    "application": Text(zh="办事", en="applications"),
    "problem": Text(zh="问题", en="problems"),
    "dispute": Text(zh="纠纷", en="disputes"),
    "single": Text(zh="单一主责", en="one rightful desk"),
    "composite": Text(zh="主责加协办", en="lead and supporters"),
    "novel": Text(zh="清单之外", en="off-list"),
    "village": Text(zh="村(社区)", en="village or community"),
    "township": Text(zh="乡镇(街道)", en="township or sub-district"),
    "city": Text(zh="市", en="city"),
    "urban": Text(zh="城镇", en="urban"),
    "rural": Text(zh="农村", en="rural"),
    "child": Text(zh="15 岁以下", en="under 15"),
    "adult": Text(zh="15 至 59 岁", en="15 to 59"),
    "elderly": Text(zh="60 岁及以上", en="60 and over"),
    "left_behind": Text(zh="留守", en="left behind"),
    "not_left_behind": Text(zh="非留守", en="not left behind"),
    "migrant": Text(zh="流动人口", en="migrants"),
    "settled": Text(zh="常住户籍", en="registered and present"),
    "low_income": Text(zh="低收入", en="low income"),
    "other_income": Text(zh="其他收入", en="other income"),
    "online": Text(zh="能上网", en="online"),
    "offline": Text(zh="不能上网", en="not online"),
    "need_met": Text(zh="需求列入目标", en="need among the goals"),
    "need_missed": Text(zh="需求未列入目标", en="need not among the goals"),
    "government": Text(zh="政府", en="government"),
}
