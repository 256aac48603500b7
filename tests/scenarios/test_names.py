"""Chinese names where identifiers stand."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

import cogov
from cogov.analysis.calibration.asked import File as TargetsFile
from cogov.analysis.calibration.asked import read_targets
from cogov.analysis.classroom.lesson import Game, Lesson, load_lesson
from cogov.experiments.designs.loader import load_design
from cogov.experiments.designs.plans import resolve
from cogov.experiments.designs.schema import Design
from cogov.model.indicators import INDICATORS, title
from cogov.model.levers import LEVERS
from cogov.model.numbers import Numbers
from cogov.model.schema import CHOICES, scenario_of
from cogov.model.tied import NetworkFiles
from cogov.scenarios import names
from cogov.scenarios.catalogue import list_policies
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario, parse_sets, resolve_policy
from cogov.scenarios.policies import policy_called
from cogov.scenarios.settings import settled
from cogov.setting import Setting, prepare
from cogov.studies import planned


def test_every_name_leads_to_one_key() -> None:
    labels = [lever.title.zh for lever in LEVERS.values()] + [text.zh for text in names.FIELDS.values()]
    assert len({names._bare(label) for label in labels}) == len(labels) == len(names.keys_at(()))
    assert not any(names._bare(label).isascii() for label in labels)


FILES: tuple[type[BaseModel], ...] = (scenario_of(), NetworkFiles, Design, TargetsFile, Lesson, Game)
"""What a person writes: scenarios with their policies and networks, designs, files of targets, lessons and the game."""


def fields_of(model: type[BaseModel], seen: set[type]) -> Iterator[tuple[str, object]]:
    """Every field of a model and of the models inside it, as a file calls it, with its type; numbers of the rules are counted elsewhere."""
    seen.add(model)
    for name, field in model.model_fields.items():
        yield field.alias or name, field.annotation
        for inner in inside(field.annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel) and inner not in seen and not issubclass(inner, Numbers):
                yield from fields_of(inner, seen)


def inside(kind: object) -> Iterator[object]:
    """A type and all that it is made of, but for what a mapping's keys may be."""
    yield kind
    arguments = get_args(kind)
    for one in arguments[1:] if get_origin(kind) in (dict, Mapping) else () if get_origin(kind) is Literal else arguments:
        yield from inside(one)


def keys_that_may_be_chosen(kind: object) -> Iterator[str]:
    """Names that a mapping of this type may have as its keys."""
    for one in inside(kind):
        if get_origin(one) in (dict, Mapping) and get_origin(get_args(one)[0]) is Literal:
            yield from get_args(get_args(one)[0])


WRITTEN = [field for model in FILES for field in fields_of(model, set())]


def test_every_key_that_a_file_may_hold_has_one_chinese_name() -> None:
    """Of the models themselves, so that a key that is added later is missed here."""
    keys = {key for key, _ in WRITTEN} | {key for _, kind in WRITTEN for key in keys_that_may_be_chosen(kind)}
    keys |= {"extends"} | {part for lever in LEVERS.values() for part in lever.parts}
    assert set(names.FIELDS) == keys - set(LEVERS)
    assert {pair.split()[1] for pair in names.PLACED} <= keys
    for pair, text in names.PLACED.items():
        above, key = pair.split()
        assert names.identifier(text.zh, (above,)) == key
        assert list(names.labels_at((above,)).values()).count(text.zh) == 1


def test_every_value_that_a_file_may_choose_has_one_chinese_name() -> None:
    """Of the models themselves, so that a choice that is added later is missed here."""
    literals = [(name, one) for name, kind in WRITTEN for one in inside(kind) if get_origin(one) is Literal]
    chosen = {f"{name} {value}" for name, one in literals for value in get_args(one)}
    choices = {f"{name} {option}" for name, choice in CHOICES.items() for option in choice.options}
    assert set(names.VALUES) == chosen | choices
    for key in {pair.split()[0] for pair in names.VALUES}:
        labels = [text.zh for pair, text in names.VALUES.items() if pair.split()[0] == key]
        assert len({names._bare(label) for label in labels}) == len(labels)
    for pair, text in names.VALUES.items():
        key, value = pair.split()
        assert names.value_called(text.zh, ("topics", "t", key)) == value
    switched = {name for name, kind in WRITTEN if kind in (bool, bool | None)} - set(load_scenario("leping").rules.model_dump())
    assert set(names.SWITCHED) == switched


def test_what_says_where_something_is_from_stays_a_sentence() -> None:
    assert [names.value_called("补充", path) for path in [("source",), ("policies", "p", "source")]] == ["补充", "补充"]


def test_every_number_of_the_rules_has_one_chinese_name() -> None:
    parameters = load_scenario("leping").parameters
    wanted = [f"{block} {number}" for block in type(parameters).model_fields for number in type(getattr(parameters, block)).model_fields]
    assert set(names.NUMBERS) == set(wanted)
    blocks = {name: lever.title.zh for name, lever in LEVERS.items()} | {name: text.zh for name, text in names.FIELDS.items()}
    for pair, text in names.NUMBERS.items():
        block, number = pair.split()
        assert names.identifier(f"参数.{blocks[block]}.{text.zh}") == f"parameters.{block}.{number}"


def test_numbers_of_the_rules_are_set_by_their_names() -> None:
    city = load_scenario("leping", settled(parse_sets(["参数.分派.接手看负荷=0.09", "parameters.调解.难度=0.4"])))
    assert (city.parameters.triage.taking_load, city.parameters.mediation.hardness) == (0.09, 0.4)
    with pytest.raises(InputError) as refused:
        load_scenario("leping", settled(parse_sets(["参数.分派.接手看负担=0.09"])))
    assert "是不是 接手看负荷？" in refused.value.text("zh")


def test_values_are_set_by_what_chinese_calls_them() -> None:
    said = ["选项.排队规则=先接先办", "规则.学习=关", "topics.空气污染.层级=乡镇", "topics.空气污染.责任单位=公安机关", "目标=群众需求"]
    sets = settled(parse_sets(said))
    assert sets["choices.queue"] == "fifo"
    assert sets["rules.learning"] is False
    assert sets["goals"] == "need"
    city = load_scenario("leping", {name: value for name, value in sets.items() if name != "goals"})
    assert (city.choices.queue, city.rules.learning) == ("fifo", False)
    assert (city.topics["air_pollution"].level, city.topics["air_pollution"].desk) == ("township", "public_security")


def test_values_inside_brackets_and_of_python_are_called_so_too() -> None:
    bracketed = parse_sets(["阶段=[{起始日: 9, 杠杆: {边界明确: 0.8}, 范围: 全部乡镇}]"])
    assert settled(bracketed) == {"phases": [{"from_day": 9, "levers": {"boundary_clarity": 0.8}, "where": "all"}]}
    assert cogov.City("leping", **{"选项.排队规则": "先接先办"}).scenario.choices.queue == "fifo"


@pytest.mark.parametrize("name", list(LEVERS))
def test_every_lever_is_set_by_its_title(name: str) -> None:
    lever = LEVERS[name]
    assert settled(parse_sets([f"{lever.title.zh}={lever.high}"])) == {name: lever.high}
    for part in lever.parts:
        called = names.FIELDS[part].zh if part in names.FIELDS else part
        assert settled(parse_sets([f"{lever.title.zh}.{called}={lever.low}"])) == {f"{name}.{part}": lever.low}


def test_every_policy_of_the_library_is_called_by_its_title() -> None:
    city = load_scenario("leping")
    for entry in list_policies():
        assert policy_called(city, entry.title.zh) == entry.name
        assert resolve_policy(city, entry.title.zh) == resolve_policy(city, entry.name)
    assert policy_called(city, "新时代枫桥经验") == "fengqiao"


ENGLISH = """
extends: leping
title: {zh: 我的县, en: mine}
city: {population: 700, urban_share: 0.3}
days: 40
topics:
  air_pollution: {rate: {urban: 8}, level: township, desk: public_security}
  bride_price: {lead: mass, supporters: [party, self_governance]}
choices: {queue: fifo, giving_up: each_search}
rules: {learning: off}
kinds: {party: {handlers: {township: 0.9}}}
policy: {boundary_clarity: 0.6, campaigns: [{topic: air_pollution, start: 5, days: 9}]}
policies: {mine: {title: {zh: 我的办法, en: mine}, centre_strength: {village: 0.2}, goals: {traffic: 2}}}
"""
CHINESE = """
继承: leping
标题: {zh: 我的县, en: mine}
城市: {人口: 700, 城镇人口占比: 0.3}
天数: 40
事项:
  空气污染: {发生率: {城镇: 8}, 层级: 乡镇, 责任单位: 公安机关}
  天价彩礼: {主责: 群团组织, 协办: [党组织, 村（居）委会]}
选项: {排队规则: 先接先办, 放弃计数: 每次重新计数}
规则: {学习: 关}
机构: {党组织: {人员: {乡镇: 0.9}}}
现状: {边界明确: 0.6, 专项整治: [{整治事项: 空气污染, 开始日: 5, 天数: 9}]}
政策: {mine: {标题: {zh: 我的办法, en: mine}, 综治中心强度: {村: 0.2}, 目标: {交通出行: 2}}}
"""


def test_a_file_in_chinese_says_what_the_english_one_says(tmp_path: Path) -> None:
    cities = []
    for name, text in (("english", ENGLISH), ("chinese", CHINESE)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "city.yaml").write_text(text, encoding="utf-8")
        cities.append(load_scenario(str(folder / "city.yaml")))
    english, chinese = cities
    assert chinese.model_dump(exclude={"policy", "policies"}) == english.model_dump(exclude={"policy", "policies"})
    assert resolve_policy(chinese, "我的办法") == resolve_policy(english, "mine")
    assert resolve_policy(chinese) == resolve_policy(english)
    assert chinese.policies["mine"].goals == {"traffic": 2}
    assert resolve_policy(english).campaigns[0].topic == "air_pollution"


def test_settings_reach_topics_by_their_titles() -> None:
    city = load_scenario("leping", settled(parse_sets(["topics.空气污染.发生率.城镇=9", "城市.人口=900"])))
    assert (city.topics["air_pollution"].rate.urban, city.city.population) == (9, 900)


def test_a_design_in_chinese_is_the_same_study() -> None:
    said = {"scenario": "leping", "population": 600, "days": 40, "policies": ["as_is", "clear_boundaries"]}
    english = {
        **said,
        "factors": {"goal_alignment": [0.2, 0.8], "choices.queue": ["fifo", "priority"]},
        "set": {"centre_strength.village": 0.4},
    }
    english |= {"design": "grid", "luck": "independent", "record": {"series": True}}
    chinese = {
        "情景": "leping",
        "人口": 600,
        "天数": 40,
        "政策": ["现状", "边界明确"],
        "因素": {"目标统一": [0.2, 0.8], "选项.排队规则": ["先接先办", "按轻重缓急"]},
        "设计": "全组合",
        "随机条件": "各自独立",
        "记录": {"逐日序列": "开"},
        "set": {"综治中心强度.村": 0.4},
    }
    one, other = resolve(load_design(english)), resolve(load_design(chinese))
    assert (one.policies, one.factors, one.points) == (other.policies, other.factors, other.points)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "extends: leping\n城市: {人口: 700, population: 800}\n",
            "line 2, 城市.population: the same key as city.population, which may stand once",
        ),
        ("extends: leping\n城市: {人口数: 700}\n", "line 2, city.人口数: unknown key; did you mean 人口?"),
        ("extends: leping\n现状: {边界名确: 0.7}\n", "line 2, policy.边界名确: unknown key; did you mean 边界明确?"),
        ("extends: leping\n选项: {排队规则: 先接后办}\n", "did you mean 先接先办?"),
    ],
)
def test_a_slip_in_a_chinese_key_is_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "city.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_scenario(str(tmp_path / "city.yaml"))
    assert told in refused.value.text("en")


def test_a_title_that_two_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "city.yaml").write_text("extends: leping\npolicies: {mine: {title: {zh: 边界明确, en: mine}}}\n", encoding="utf-8")
    city = load_scenario(str(tmp_path / "city.yaml"))
    with pytest.raises(InputError) as refused:
        resolve_policy(city, "边界明确")
    assert "several are called so; write the name of the one that is meant" in refused.value.text("en")
    assert "clear_boundaries, mine" in refused.value.text("en")


def test_a_mistyped_title_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError) as refused:
        resolve_policy(load_scenario("leping"), "边界明析")
    assert "是不是 边界明确？" in refused.value.text("zh")


def test_python_takes_chinese_names_too() -> None:
    english = cogov.CoGovernanceModel(policy="clear_boundaries", population=600, days=20, goal_alignment=0.8)
    chinese = cogov.CoGovernanceModel(policy="边界明确", population=600, days=20, 目标统一=0.8)
    assert chinese.city.policy == english.city.policy
    assert cogov.City("leping", **{"城市.人口": 600, "天数": 30}).scenario == cogov.City("leping", population=600, days=30).scenario
    assert cogov.Policy("边界明确", 目标统一=0.7).patch == cogov.Policy("clear_boundaries", goal_alignment=0.7).patch


SLIPS = [
    ("参书.分派.接手看负荷", "参数"),
    ("参数.分排.接手看负荷", "参数.分派.接手看负荷"),
    ("参数.分派.接手看负贺", "参数.分派.接手看负荷"),
    ("事项.空气污然.发生率.城镇", "事项.空气污染.发生率.城镇"),
    ("事项.空气污染.发生律.城镇", "事项.空气污染.发生率.城镇"),
    ("事项.空气污染.发生率.城真", "事项.空气污染.发生率.城镇"),
    ("机构.党组织.人员.乡真", "机构.党组织.人员.乡镇"),
    ("选项.排对规则", "选项.排队规则"),
    ("规则.学系", "规则.学习"),
    ("综治中心强渡.村", "综治中心强度"),
    ("目标.交通出形", "交通出行"),
]
"""Names with one character wrong, in their first part, in the middle, in the last; and what was meant."""


@pytest.mark.parametrize(("slip", "meant"), SLIPS)
def test_a_slip_in_a_chinese_path_is_answered_in_chinese(slip: str, meant: str) -> None:
    with pytest.raises(InputError) as refused:
        prepare("leping", ["as_is"], Setting(sets=parse_sets([f"{slip}=1"])))
    [problem] = refused.value.problems
    assert problem.key.startswith("--set ")
    assert (problem.nearest, *problem.allowed)[0] == meant
    assert not any(name.isascii() for name in problem.allowed)


@pytest.mark.parametrize(("slip", "meant"), [one for one in SLIPS if one[0].count(".") > 1 and not one[0].startswith("参书")])
def test_a_slip_in_a_factor_of_a_design_is_answered_in_chinese(slip: str, meant: str) -> None:
    with pytest.raises(InputError) as refused:
        resolve(load_design({"情景": "leping", "因素": {slip: [0.1, 0.2]}}))
    [problem] = refused.value.problems
    assert problem.nearest == meant
    assert resolve(load_design({"情景": "leping", "因素": {meant: [0.1, 0.2]}})).factors


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("参书: {分派: {接手看负荷: 0.1}}", "参数"),
        ("参数: {分排: {接手看负荷: 0.1}}", "分派"),
        ("参数: {分派: {接手看负贺: 0.1}}", "接手看负荷"),
        ("权重: {人人享有: {群众满意渡: 2}}", "群众满意度"),
        ("事项: {空气污染: {责任单位: 公安机构}}", "公安机关"),
    ],
)
def test_a_slip_in_a_chinese_file_is_answered_in_chinese(line: str, meant: str, tmp_path: Path) -> None:
    (tmp_path / "city.yaml").write_text(f"继承: leping\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_scenario(str(tmp_path / "city.yaml"))
    assert [(problem.line, problem.nearest) for problem in refused.value.problems] == [(2, meant)]


WRONG_VALUES = [
    ("参数.分派.接手看负荷=99", "参数.分派.接手看负荷：超出范围", "parameters.triage.taking_load: out of range"),
    ("参数.分派.接手看负荷=多", "参数.分派.接手看负荷：应为数", "parameters.triage.taking_load: needs a number"),
    ("parameters.分派.taking_load=99", "参数.分派.接手看负荷：超出范围", "parameters.triage.taking_load: out of range"),
    ("参数={分派: {接手看负荷: 99}}", "参数.分派.接手看负荷：超出范围", "parameters.triage.taking_load: out of range"),
    ("parameters.triage.taking_load=99", "parameters.triage.taking_load：超出范围", "parameters.triage.taking_load: out of range"),
    ("边界明确=8", "边界明确：超出范围", "boundary_clarity: out of range"),
    ("选项.排队规则=先接后办", "选项.排队规则：不在可选值之内", "choices.queue: is none of the choices"),
    ("规则.学习=5", "规则.学习：应为 on 或 off", "rules.learning: needs on or off"),
    ("事项.空气污染.发生率.城镇=-2", "事项.空气污染.发生率.城镇：超出范围", "topics.air_pollution.rate.urban: out of range"),
    ("目标.交通出行=-2", "目标.交通出行：超出范围", "goals.交通出行: out of range"),
    ("阶段=[{起始日: 20, 杠杆: {边界明确: 8}}]", "阶段.0.杠杆.边界明确：超出范围", "phases.0.levers.boundary_clarity: out of range"),
    ("阶段=[{起始日: 20}]", "阶段.0.杠杆：缺少这个键", "phases.0.levers: "),
    ("阶段=[{起始日: 20, 杠杆: {边界明确: 1}, 范围: [99]}]", "阶段：第 1 阶段", "phases: "),
    ("天数=90", "天数：已由 --days 给出", "days: also given by --days"),
]
"""Settings with a wrong value, and how the answer begins in Chinese and in English."""


@pytest.mark.parametrize(("said", "chinese", "english"), WRONG_VALUES)
def test_a_wrong_value_is_answered_at_the_path_as_it_was_written(said: str, chinese: str, english: str) -> None:
    with pytest.raises(InputError) as refused:
        prepare("leping", ["as_is"], Setting(days=60, sets=parse_sets([said])))
    assert any(problem.words.zh.startswith(f"--set {chinese}") for problem in refused.value.problems)
    assert any(problem.words.en.startswith(f"--set {english}") for problem in refused.value.problems)


def test_a_wrong_value_in_a_chinese_file_is_answered_at_the_path_that_stands_there(tmp_path: Path) -> None:
    above, city = tmp_path / "above.yaml", tmp_path / "city.yaml"
    above.write_text(
        "继承: leping\n城市: {人口: 700, 老年人占比: 7}\n现状: {专项整治: [{整治事项: 交通出行, 开始日: 5}]}\n", encoding="utf-8"
    )
    city.write_text("extends: above.yaml\ncity: {population: 5}\n事项: {空气污染: {发生率: {城镇: 多}}}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_scenario(str(city))
    told = {(problem.line, problem.key): problem.words.zh for problem in refused.value.problems}
    wanted = {
        (2, "city.population"): f"{city}，第 2 行，city.population：超出范围",
        (2, "city.elderly_share"): f"{above}，第 2 行，城市.老年人占比：超出范围",
        (3, "topics.air_pollution.rate.urban"): f"{city}，第 3 行，事项.空气污染.发生率.城镇：应为数",
        (3, "policy.campaigns.0.days"): f"{above}，第 3 行，现状.专项整治.0.天数：缺少这个键",
    }
    assert told.keys() == wanted.keys()
    assert all(told[place].startswith(words) for place, words in wanted.items())


@pytest.mark.parametrize(
    ("line", "chinese", "english"),
    [
        ("因素: {参数.分派.接手看负荷: [0.1, 99]}", "因素.参数.分派.接手看负荷.1", "factors.parameters.triage.taking_load.1"),
        ("因素: {边界明确: {从: 0, 到: 8, 级数: 3}}", "因素.边界明确.到", "factors.boundary_clarity.to"),
        ("因素: {事项.空气污染.发生率.城镇: [多]}", "因素.事项.空气污染.发生率.城镇.0", "factors.topics.空气污染.rate.urban.0"),
        ("设定: {参数: {分派: {接手看负荷: 99}}}", "设定.参数.分派.接手看负荷", "set.parameters.triage.taking_load"),
        ("重复次数: 0", "重复次数", "replicates"),
        ("factors: {boundary_clarity: [8]}", "factors.boundary_clarity.0", "factors.boundary_clarity.0"),
    ],
)
def test_a_wrong_value_in_a_chinese_design_is_answered_at_the_path_that_stands_there(
    line: str, chinese: str, english: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"情景: leping\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        planned(path)
    [problem] = refused.value.problems
    assert problem.words.zh.startswith(f"{path}，第 2 行，{chinese}：")
    assert problem.words.en.startswith(f"{path}, line 2, {english}: ")


def test_what_is_set_in_chinese_beside_a_design_is_answered_in_chinese() -> None:
    with pytest.raises(InputError) as refused:
        planned("lever_by_lever", sets=parse_sets(["参数.分派.接手看负荷=99"]))
    assert "设定.参数.分派.接手看负荷：超出范围" in refused.value.text("zh")
    assert "set.parameters.triage.taking_load: out of range" in refused.value.text("en")


def test_indicators_are_called_by_their_titles() -> None:
    assert names.indicator_called(title("mean_days").zh) == "mean_days"
    assert names.indicator_called(f"{title('mean_days').zh}@纠纷") == "mean_days@dispute"
    assert set(names.indicator_titles()) > set(INDICATORS)
    assert len({names._bare(label) for label in names.indicator_titles().values()}) == len(names.indicator_titles())
    assert settled(parse_sets(["权重.人人享有.群众满意度=3"])) == {"weights.sharing.satisfaction": 3}
    assert load_design({"情景": "leping", "记录": {"指标": ["群众满意度"], "流转": "开"}}).record.indicators == ("satisfaction",)


def test_targets_and_lessons_in_chinese_say_what_the_english_ones_say(tmp_path: Path) -> None:
    said, meant = tmp_path / "chinese.yaml", tmp_path / "english.yaml"
    said.write_text("参数: {参数.分派.接手看负荷: {从: 0, 到: 1}}\n拟合目标: {平均解决天数: {观测值: 9, 标准误: 1}}\n", encoding="utf-8")
    meant.write_text("parameters: {parameters.triage.taking_load: {from: 0, to: 1}}\ntargets: {mean_days: {value: 9, error: 1}}\n", "utf-8")
    assert read_targets(said)[0] == read_targets(meant)[0]
    said.write_text("各地: {城镇: {标题: {zh: 甲, en: A}, 拟合目标: {平均解决天数: {观测值: 9, 标准误: 1}}}}\n", encoding="utf-8")
    assert list(read_targets(said)[0].places["城镇"].targets) == ["mean_days"]  # a place is called what its writer calls it
    english = load_lesson("clarity")
    lines = english.path.read_text("utf-8").replace("measure: ", "预测指标: ").replace("screens:", "屏幕:")
    said.write_text(re.sub(r"stage: lead_in", "环节: 导入", lines).replace("minutes:", "分钟:"), encoding="utf-8")
    assert load_lesson(str(said)).model_dump() == english.model_dump()
    assert load_lesson(english.title.zh).path == english.path


def test_files_of_the_library_are_called_by_their_titles() -> None:
    assert load_scenario("条块协同不足").name == "fragmented"
    assert load_design("逐个调节杠杆") == load_design("lever_by_lever")
    with pytest.raises(InputError) as refused:
        load_scenario("条块协同不够")
    assert "是不是 条块协同不足？" in refused.value.text("zh")
