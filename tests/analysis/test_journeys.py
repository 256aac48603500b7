"""Lives of matters: the reasons, the pairing, the measure of suffering, and the words."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from rich.cells import cell_len

from cogov.analysis.journeys.document import journey_document
from cogov.analysis.journeys.facts_words import citizen_words, facts_words
from cogov.analysis.journeys.lives import AT_THE_END_OF_A_DAY, BORN, Ending, Event, Life, life_of
from cogov.analysis.journeys.markdown import journey_markdown
from cogov.analysis.journeys.page import Desks, difference_words, endings, journey_table, ranking_table, rows_of
from cogov.analysis.journeys.pairing import Journey, first_difference, journey_of
from cogov.analysis.journeys.view_words import of_missing, of_returned, of_takers
from cogov.analysis.journeys.views import ATTENTION, LOAD, OTHERS, JoiningChance, View
from cogov.analysis.journeys.words import HAPPENED, ending_words, sentences
from cogov.analysis.journeys.world import World, live_through
from cogov.analysis.journeys.worst import suffering, worst
from cogov.analysis.line_breaks import broken
from cogov.analysis.tables import rendered
from cogov.experiments.runner import RunRequest
from cogov.model.stages import Origin, Reason, Stage
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario, resolve_policy

Language = Literal["zh", "en"]
SCENARIO = load_scenario("leping", {"city.population": 2000, "days": 90, "warmup": 20})
POLICIES = ("as_is", "co_governance")
TITLES = {name: Text(zh=f"政策 {name}", en=name) for name in POLICIES}
DESKS = [Text(zh="乡镇民政部门", en="civil affairs (township)"), Text(zh="村(居)自治组织", en="self-governance organisation (village)")]


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [live_through(RunRequest(SCENARIO, name, resolve_policy(SCENARIO, name, {}), 1)) for name in POLICIES]


@pytest.fixture(scope="module")
def desks(worlds: list[World]) -> Desks:
    return {world.policy: world.desks for world in worlds}


# -- reasons ----------------------------------------------------------------------------------------------------------------------


def view(**changes: object) -> View:
    usual = View(0, "owner", asked=True, saw=True, took=False, open_matters=14, handlers=0.6, attention=0.2, others=0)
    return replace(usual, **changes)


def told(language: Language, **changes: object) -> str:
    return " ".join(one.in_(language) for one in of_missing([view(**changes)], frozenset(), DESKS))


def test_the_reason_in_one_sentence() -> None:
    wanted = "civil affairs (township) saw it as its own, but had 14 open matters for 0.6 handlers and little attention for it"
    assert told("en", held_back_by=(LOAD, ATTENTION)) == wanted
    assert (
        told("zh", held_back_by=(LOAD, ATTENTION)) == "乡镇民政部门认为归自己管，但手头已有 14 件未办结（可用人手 0.6），又对这类事不够重视"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"held_back_by": (ATTENTION, LOAD)}, "but had little attention for it and had 14 open matters"),
        ({"held_back_by": (LOAD,), "open_matters": 1}, "had 1 open matter for"),
        ({"held_back_by": (OTHERS,), "others": 1}, "but 1 other saw it as theirs too"),
        ({}, "saw it as its own, but did not take it"),
        ({"saw": False}, "whose duty it is, did not see it as its own"),
        ({"asked": False}, "whose duty it is, was not sent it"),
        (
            {"joining": JoiningChance(0.2, 0.5, 0.6)},
            "it would join with a chance of 6% a day (readiness 20% × tie 50% × goal congruence 60%)",
        ),
        ({"role": "nobody"}, ""),
        ({"role": "anybody", "held_back_by": (LOAD,)}, "saw it as its own, but had 14 open matters"),
    ],
)
def test_why_it_was_not_taken(changes: dict[str, object], said: str) -> None:
    assert said in told("en", **changes)
    assert bool(told("zh", **changes)) == bool(told("en", **changes))


def test_who_took_it_rightly_and_wrongly() -> None:
    both = [view(took=True), view(desk=1, took=True, role="nobody"), view(desk=1, saw=False)]
    said = of_takers(both, DESKS).en
    assert said == "civil affairs (township) took it; self-governance organisation (village) took it, although it is another's duty"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"saw": False}, "its duty, but not seen as its own, returned"),
        ({"saw": False, "role": "nobody"}, "not its duty, returned"),
        ({"saw": False, "role": "anybody"}, "on nobody's list"),
        ({"held_back_by": (LOAD,)}, "had 14 open matters for 0.6 handlers: returned"),
    ],
)
def test_why_it_was_returned(changes: dict[str, object], said: str) -> None:
    assert said in of_returned(view(**changes), DESKS).en


def test_reasons_are_named_where_something_noticeable_stood_against_it(worlds: list[World]) -> None:
    [triage] = {world.city.scenario.parameters.triage for world in worlds[:1]}
    views = [one for code in worlds[0].rows for event in _life(worlds[0], code).events for one in event.views]
    named = [one for one in views if one.held_back_by]
    assert len(named) > 20
    assert all(one.saw and one.asked and not one.took for one in named)
    loads = [one for one in views if LOAD in one.held_back_by]
    assert all(min(one.open_matters / max(one.handlers, 0.1), triage.load_cap) * triage.taking_load >= 0.4 for one in loads)
    assert all(one.attention < 1 for one in views if ATTENTION in one.held_back_by)
    assert all(one.others > 0 for one in views if OTHERS in one.held_back_by)


def _life(world: World, code: str) -> Life:
    life = life_of(world, code)
    assert life is not None
    return life


# -- lives --------------------------------------------------------------------------------------------------------------------------


def test_a_life_follows_the_records(worlds: list[World]) -> None:
    world = worlds[0]
    for code, row in list(world.rows.items())[:70]:
        life = _life(world, code)
        own = [event for event in life.events if event.reason != BORN]
        assert len(own) == len(world.events_of(row))
        assert life.ending.handoffs == world.city.register.handoffs[row]
        assert own[0].reason == "arose"
        assert all(event.views for event in own if event.reason in ("claimed", "dispatched", "nobody_took_it"))
        assert own[-1].after == life.ending.stage


def test_takers_are_the_first_holders(worlds: list[World]) -> None:
    world, checked = worlds[0], 0
    for code in list(world.rows)[:70]:
        for event in _life(world, code).events:
            if event.reason in ("claimed", "dispatched"):
                assert event.desk in [one.desk for one in event.views if one.took]
                checked += 1
            if event.reason == "nobody_took_it":
                assert not any(one.took for one in event.views)
    assert checked > 20


def test_a_matter_that_came_back_says_so_in_its_parents_life(worlds: list[World]) -> None:
    children = [code for code in worlds[0].rows if "." in code]
    assert children
    parent = _life(worlds[0], children[0].rsplit(".", 1)[0])
    assert children[0] in [event.child for event in parent.events if event.reason == BORN]


def test_midnight_belongs_to_the_day_that_is_over_for_what_ends_it() -> None:
    assert Event(16.0, "wrong_owner_found", "in_hand", "known", 0).on == 15
    assert Event(16.0, "petitioned", "unclaimed", "given_up", 0).on == 15
    assert Event(16.0, "claimed", "known", "in_hand", 0).on == 16
    assert Event(16.3, "work_done", "in_hand", "settled", 0).on == 16
    assert set(AT_THE_END_OF_A_DAY) <= {reason.name.lower() for reason in Reason}


# -- pairs --------------------------------------------------------------------------------------------------------------------------


def test_the_same_policy_makes_the_same_lives(worlds: list[World]) -> None:
    again = live_through(RunRequest(SCENARIO, "again", resolve_policy(SCENARIO, "as_is", {}), 1))
    for code in list(worlds[0].rows)[:50]:
        assert first_difference(_life(worlds[0], code), life_of(again, code)) is None


def test_nothing_differs_before_the_first_difference(worlds: list[World]) -> None:
    found = 0
    for code in list(worlds[0].rows)[:90]:
        journey = journey_of(worlds, code)
        difference = journey.differences["co_governance"]
        if difference is None:
            continue
        found += 1
        lives = [[event.what for event in life.events if event.on < difference.on] if life else [] for life in journey.lives.values()]
        assert lives[0] == lives[1]
        assert difference.first != difference.second
    assert found > 15


def life(policy: str, *events: Event) -> Life:
    ending = Ending("settled", ended=True, days=1.0, days_unsettled=1.0, known=True, handoffs=0, satisfaction=0.5, visits=1.0)
    return Life("d0-v1-a", 0, policy, None, events, ending)  # type: ignore[arg-type]


AROSE, TAKEN = Event(0.5, "arose", "unknown", "unknown", None), Event(1.0, "claimed", "known", "in_hand", 0)


@pytest.mark.parametrize(
    ("other", "day", "first", "second"),
    [
        ((AROSE, Event(1.0, "claimed", "known", "in_hand", 1)), 1, "claimed", "claimed"),  # by another desk
        ((AROSE, Event(4.0, "claimed", "known", "in_hand", 0)), 1, "claimed", None),  # three days later
        ((AROSE,), 1, "claimed", None),
        ((AROSE, replace(TAKEN, views=(view(took=True),))), 1, "claimed", "claimed"),  # others saw it
    ],
)
def test_where_two_lives_part(other: tuple[Event, ...], day: int, first: str | None, second: str | None) -> None:
    difference = first_difference(life("a", AROSE, TAKEN), life("b", *other))
    assert difference is not None
    reasons = [event.reason if event else None for event in (difference.first, difference.second)]
    assert (difference.on, reasons) == (day, [first, second])


def test_how_busy_a_desk_was_is_no_difference() -> None:
    one, other = replace(TAKEN, views=(view(took=True),)), replace(TAKEN, views=(view(took=True, open_matters=3, attention=2.0),))
    assert first_difference(life("a", AROSE, one), life("b", AROSE, other)) is None


def test_what_never_arose_differs_from_the_day_it_arose() -> None:
    difference = first_difference(life("a", AROSE, TAKEN), None)
    assert difference is not None
    assert (difference.on, difference.second) == (0, None)


# -- the worst ----------------------------------------------------------------------------------------------------------------------


def test_suffering_by_hand() -> None:
    found = suffering(np.array([0.5, 1.0]), np.array([10.0, 20.0]), np.array([2, 0]), np.array([True, False]))
    np.testing.assert_allclose(found, [0.5 * (10 + 14), 1.0 * (20 + 30)])


def test_the_worst_come_first_and_arose_after_the_warm_up(worlds: list[World]) -> None:
    world = worlds[0]
    found = worst(world, 10**6)
    register = world.city.register
    assert len(found) == (register.arose[: register.size] >= SCENARIO.warmup).sum()
    assert [one.total for one in found] == sorted((one.total for one in found), reverse=True)
    assert worst(world, 3) == found[:3]
    for one in found[:100]:
        row = world.rows[one.matter]
        assert one.days <= world.city.day - register.arose[row] + 1e-9
        if register.stage[row] == Stage.SETTLED:
            assert one.days == pytest.approx(register.ended[row] - register.arose[row])


def test_who_goes_on_as_a_petition_stops_suffering_here(worlds: list[World]) -> None:
    for world in worlds:
        register = world.city.register
        petitions = np.flatnonzero(register.origin[: register.size] == Origin.PETITION)
        for parent in register.parent[petitions].tolist():
            code = list(world.rows)[parent]
            found = next((one for one in worst(world, 10**6) if one.matter == code), None)
            assert found is None or found.days == pytest.approx(register.ended[parent] - register.arose[parent])


# -- words --------------------------------------------------------------------------------------------------------------------------


def test_every_reason_has_its_words() -> None:
    said = {key.split()[0] for key in HAPPENED}
    assert {reason.name.lower() for reason in Reason} <= said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_event_is_told_and_nothing_is_left_open(worlds: list[World], language: Language) -> None:
    for world in worlds:
        for code in list(world.rows)[:50]:
            found = _life(world, code)
            for place in range(len(found.events)):
                said = [one.in_(language) for one in sentences(found, place, world.desks)]
                assert said, found.events[place]
                assert not any(mark in one for one in said for mark in ("{", "}", "None", "nan%", " nan "))
                assert all(one.endswith("。" if language == "zh" else ".") for one in said)


def test_how_it_ended() -> None:
    ending = Ending("settled", ended=True, days=3.26, days_unsettled=3.26, known=True, handoffs=1, satisfaction=0.61, visits=1)
    assert ending_words(ending).en == "settled after 3.3 days · 1 hand-off · satisfaction 61%"
    open_one = Ending(
        "in_hand", ended=False, days=40, days_unsettled=40, known=True, handoffs=2, satisfaction=float("nan"), visits=float("nan")
    )
    assert ending_words(open_one).en == "still unsettled at the end of the run, after 40.0 days · 2 hand-offs"
    lapsed = Ending(
        "lapsed", ended=True, days=9.5, days_unsettled=9.5, known=False, handoffs=0, satisfaction=float("nan"), visits=float("nan")
    )
    assert ending_words(lapsed).zh == "9.5 天后自行消失 · 无人知晓"


def test_of_what_was_given_up_both_times_are_told() -> None:
    """The ranking counts the days until it is settled, the life ends where the citizen gave up: one line says both."""
    told = {"ended": True, "days": 54.3, "known": True, "handoffs": 0, "satisfaction": 0.0, "visits": 1}
    given_up = Ending("given_up", days_unsettled=171.3, **told)  # type: ignore[arg-type]
    assert ending_words(given_up).zh == "54.3 天后放弃 · 此后也没有解决，到期末共 171.3 天 · 满意度 0%"
    assert ending_words(given_up).en == "given up after 54.3 days · never settled, 171.3 days by the end of the run · satisfaction 0%"
    petitioned = Ending("given_up", days_unsettled=54.3, **told)  # type: ignore[arg-type]
    assert ending_words(petitioned).zh == "54.3 天后放弃 · 满意度 0%"


def test_the_days_of_a_ranking_are_those_of_the_life(worlds: list[World]) -> None:
    for one in worst(worlds[0], 20):
        assert _life(worlds[0], one.matter).ending.days_unsettled == one.days


@pytest.mark.parametrize(
    ("names", "zh", "en"),
    [
        (("left_behind", "migrant"), ["流动人口（家人不在身边）"], ["migrant, living apart from the family"]),
        (("elderly", "left_behind"), ["留守老年人"], ["elderly and left behind"]),
        (
            ("elderly", "left_behind", "migrant"),
            ["老年人", "流动人口（家人不在身边）"],
            ["elderly", "migrant, living apart from the family"],
        ),
        (("child", "left_behind", "offline"), ["留守儿童", "不上网"], ["child left behind", "without online access"]),
        (("left_behind", "low_income"), ["留守人员", "低收入"], ["left behind", "of low income"]),
    ],
)
def test_two_things_that_are_true_of_a_person_are_said_as_one(names: tuple[str, ...], zh: list[str], en: list[str]) -> None:
    assert [one.zh for one in citizen_words(names)] == zh
    assert [one.en for one in citizen_words(names)] == en


OPENING, CLOSING = "（《“", "。，、；：？！）》”"


@pytest.mark.parametrize("width", [20, 37, 60, 80, 100])
def test_no_line_begins_with_a_mark_that_closes(worlds: list[World], desks: Desks, width: int) -> None:
    for one in worst(worlds[0], 4):
        for row in rows_of(journey_of(worlds, one.matter), desks):
            for words in (said.zh for cell in row.cells for said in cell):
                lines = broken(words, width)
                assert not any(line[0] in CLOSING or line[-1] in OPENING for line in lines)
                assert "".join(lines).replace(" ", "") == words.replace(" ", "")
                assert all(cell_len(line) <= width for line in lines)


def test_lines_break_between_words_and_beside_chinese() -> None:
    assert broken("派给乡镇，它退回。", 8) == ["派给乡", "镇，它退", "回。"]
    assert broken("of 1,234.5 yuan (a lot)", 12) == ["of 1,234.5", "yuan (a lot)"]
    assert broken("加入的可能为 6%（联动 20%）", 14) == ["加入的可能为", "6%（联动 20%）"]
    assert broken("unbreakable", 4) == ["unbr", "eaka", "ble"]
    assert broken("", 4) == [""]


# -- pages --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_fits_and_says_where_the_worlds_part(worlds: list[World], desks: Desks, language: Language, width: int) -> None:
    for one in worst(worlds[0], 4):
        journey = journey_of(worlds, one.matter)
        text = rendered(journey_table(journey, desks, TITLES, language), width)
        assert max(cell_len(line) for line in text.splitlines()) <= width
        assert one.matter in text
        difference = difference_words(journey).in_(language)
        assert difference
        assert ("≠" in text) == (journey.differences["co_governance"] is not None)
        assert sum(row.parts for row in rows_of(journey, desks)) == ("≠" in text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_never_arose_is_said_in_words(worlds: list[World], desks: Desks, language: Language) -> None:
    only = next(code for code in worlds[0].rows if code not in worlds[1].rows)
    journey = journey_of(worlds, only)
    never = {"zh": "没有发生", "en": "did not arise"}[language]
    assert never in endings(journey)[1].in_(language)
    assert facts_words(journey.facts).in_(language)
    assert journey_document(journey, desks, language)["lives"]["co_governance"] is None
    other_way = journey_of(worlds[::-1], only)
    assert never in endings(other_way)[0].in_(language)
    assert other_way.facts == journey.facts


def test_one_policy_stands_alone(worlds: list[World], desks: Desks) -> None:
    [one] = worst(worlds[0], 1)
    journey = journey_of(worlds[:1], one.matter)
    assert journey.pairs() == [journey]
    assert not difference_words(journey)
    assert "≠" not in rendered(journey_table(journey, desks, TITLES, "en"))


def test_the_first_policy_beside_each_of_the_others(worlds: list[World]) -> None:
    [one] = worst(worlds[0], 1)
    life = life_of(worlds[0], one.matter)
    journey = Journey(one.matter, {"a": life, "b": life, "c": None})
    assert [list(pair.lives) for pair in journey.pairs()] == [["a", "b"], ["a", "c"]]
    assert journey.differences["b"] is None
    assert journey.differences["c"] is not None


def test_a_page_in_markdown_has_one_table_with_equal_rows(worlds: list[World], desks: Desks) -> None:
    pages = [journey_markdown(journey_of(worlds, one.matter), desks, TITLES, "en") for one in worst(worlds[0], 5)]
    page = max(pages, key=len)
    table = [line for line in page.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in table} == {4}
    assert len(table) > 4


def test_the_ranking_fits(worlds: list[World]) -> None:
    for language in ("zh", "en"):
        text = rendered(ranking_table(worst(worlds[0], 5), Text.same("as is"), language), 80)
        assert max(cell_len(line) for line in text.splitlines()) <= 80
