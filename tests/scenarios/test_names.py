"""Chinese names where identifiers stand."""

from pathlib import Path

import pytest

import cogov
from cogov.experiments.designs.loader import load_design
from cogov.experiments.designs.plans import resolve
from cogov.model.levers import LEVERS
from cogov.model.scenario import Scenario
from cogov.scenarios import names
from cogov.scenarios.allowed import allowed_keys
from cogov.scenarios.catalogue import list_policies
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario, parse_sets, resolve_policy
from cogov.scenarios.policies import policy_called
from cogov.scenarios.settings import settled


def test_every_name_leads_to_one_key() -> None:
    labels = [lever.title.zh for lever in LEVERS.values()] + [text.zh for text in names.FIELDS.values()]
    assert len({names._bare(label) for label in labels}) == len(labels) == len(names._called())
    assert not any(names._bare(label).isascii() for label in labels)


def test_every_field_that_has_a_name_exists() -> None:
    places = [(), ("city",), ("kinds", "k"), ("topics", "t"), ("topics", "t", "rate"), ("topics", "t", "work"), ("costs",), ("policy",)]
    places += [("policy", "phases", 0), ("policy", "campaigns", 0), ("kinds", "k", "handlers")]
    known = {key for place in places for key in allowed_keys(Scenario, place)} | {"extends", "level", "village", "township"}
    known |= {part for lever in LEVERS.values() for part in lever.parts}
    known |= {"scenario", "replicates", "seed", "factors", "design", "samples", "record"}  # of a design
    assert set(names.FIELDS) - known == set()


@pytest.mark.parametrize("name", list(LEVERS))
def test_every_lever_is_set_by_its_title(name: str) -> None:
    lever = LEVERS[name]
    assert parse_sets([f"{lever.title.zh}={lever.high}"]) == {name: lever.high}
    for part in lever.parts:
        called = names.FIELDS[part].zh if part in names.FIELDS else part
        assert parse_sets([f"{lever.title.zh}.{called}={lever.low}"]) == {f"{name}.{part}": lever.low}


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
topics: {air_pollution: {rate: {urban: 8}}}
kinds: {party: {handlers: {township: 0.9}}}
policy: {boundary_clarity: 0.6, campaigns: [{topic: air_pollution, start: 5, days: 9}]}
policies: {mine: {title: {zh: 我的办法, en: mine}, centre_strength: {village: 0.2}, goals: {traffic: 2}}}
"""
CHINESE = """
继承: leping
标题: {zh: 我的县, en: mine}
城市: {人口: 700, 城镇人口占比: 0.3}
天数: 40
事项: {空气污染: {发生率: {城镇: 8}}}
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
    english = {**said, "factors": {"goal_alignment": [0.2, 0.8]}, "set": {"centre_strength.village": 0.4}}
    chinese = {
        "情景": "leping",
        "人口": 600,
        "天数": 40,
        "政策": ["现状", "边界明确"],
        "因素": {"目标统一": [0.2, 0.8]},
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
