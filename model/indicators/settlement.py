"""Indicators of 人人享有: at which level, by whom and how lastingly do matters end?"""

import numpy as np
import numpy.typing as npt

from cogov.model.cohort import Cohort, came_back
from cogov.model.desks import TOWNSHIP, VILLAGE
from cogov.model.indicators.groups import BOTH_GROUPS, CITIZEN_GROUPS, MATTER_GROUPS
from cogov.model.indicators.indicator import Indicator
from cogov.model.indicators.whole import Whole
from cogov.model.names import LEVELS
from cogov.model.parts import ratios
from cogov.model.rules.mediation import Mediation
from cogov.model.stages import Channel, Stage
from cogov.model.topics import DISPUTE

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def _small(episodes: Cohort) -> Bools:
    mean_hardness = episodes.city.numbers(Mediation, episodes.row).hardness
    return np.asarray((episodes.form == DISPUTE) & (episodes.at_birth("hardness_at_birth") <= mean_hardness))


def _in_village(episodes: Cohort) -> Floats:
    small = episodes.only(_small(episodes) & (episodes.born_at == VILLAGE))
    return small.settled_with(small.level == VILLAGE)


def _in_township(episodes: Cohort) -> Floats:
    big = episodes.only((episodes.form == DISPUTE) & ~_small(episodes))
    return big.settled_with(big.level <= TOWNSHIP)


def _left_city(episodes: Cohort) -> Floats:
    return episodes.share(episodes.petitioned & (episodes.level == len(LEVELS) - 1), episodes.known)


def _repeats(matters: Cohort) -> Floats:
    closed = matters.only(matters.settled)
    return closed.curve_of(*came_back(closed)).at(closed.horizon)


def _mediation_success(episodes: Cohort) -> Floats:
    """Of all disputes that came to a session, from the first one on: those settled for good without a court."""
    heard = episodes.only(~np.isnan(episodes.session_after))
    days = np.maximum(heard.age - heard.session_after, 0.0)
    return heard.curve_of(days, heard.event, ~heard.column("court")).at(heard.horizon)


def _mediated(matters: Cohort) -> Bools:
    """Which mediations ended."""
    return np.asarray((matters.column("sessions") > 0) & matters.ended)


def _settled_in_session(matters: Cohort) -> Bools:
    return np.asarray(_mediated(matters) & matters.settled & ~matters.column("court"))


def _lawsuits(run: Whole) -> float:
    moves = run.city.register.moves()
    suits = (moves.after == Stage.COURT) & (moves.before != Stage.COURT) & (moves.time >= run.city.scenario.warmup)
    return 10_000 * float(suits.sum()) / run.person_years


def _in_circle(episodes: Cohort, which: int) -> Floats:
    return ratios(episodes.settled_with(episodes.circles[which]), episodes.curve.at(episodes.horizon))


def _by_the_grid(episodes: Cohort) -> Bools:
    return np.asarray(episodes.at_birth("channel") == Channel.GRID)


def _in_grid(episodes: Cohort) -> Floats:
    found = episodes.only(_by_the_grid(episodes))
    return found.settled_with(found.level == VILLAGE)


def _on_the_spot(episodes: Cohort) -> Floats:
    found = episodes.only(_by_the_grid(episodes))
    return found.settled_with(found.at_birth("attempt") == 0)


SETTLEMENT = (
    Indicator(
        name="resolved_in_village",
        zh="小事不出村率",
        en="Small matters settled in the village",
        definition_zh="H 天内未出村（社区）而真正且最终解决的小事占比（Aalen–Johansen）；分母：预热期后在村（社区）发生的全部小事（发生时难度不高于平均的纠纷）",
        definition_en="Small matters settled truly and for good without going up within the horizon (Aalen–Johansen value); of all small ones "
        "(disputes that arose in village or community, no harder at birth than the mean)",
        unit="share",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=_in_village,
    ),
    Indicator(
        name="resolved_in_township",
        zh="大事不出镇率",
        en="Big matters settled in the township",
        definition_zh="H 天内在乡镇（街道）及以下真正且最终解决的大事占比（Aalen–Johansen）；分母：预热期后发生的全部大事（发生时难度高于平均的纠纷）",
        definition_en="Big matters settled truly and for good in township or below within the horizon (Aalen–Johansen value); of all big ones "
        "(disputes harder at birth than the mean)",
        unit="share",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=_in_township,
    ),
    Indicator(
        name="passed_up_rate",
        zh="上交率",
        en="Passed up",
        definition_zh="向上一级移交过或信访到上一级的事件占比；分母：至少到达过一个主体的全部事件",
        definition_en="Episodes that went up at least one level; of all that reached at least one institution",
        unit="share",
        direction=-1,
        role="process",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=lambda episodes: episodes.share(episodes.level > episodes.born_at, episodes.reached),
    ),
    Indicator(
        name="left_city_rate",
        zh="矛盾出市率",
        en="Left the city",
        definition_zh="越出本市、由上级处理的事件占比；分母：全部已知事件",
        definition_en="Episodes that went to levels above the city; of all known ones",
        unit="share",
        direction=-1,
        role="outcome",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=_left_city,
    ),
    Indicator(
        name="petition_rate",
        zh="信访率",
        en="Petitions",
        definition_zh="当事群众向上级信访过的事件占比；分母：全部已知事件",
        definition_en="Episodes whose citizen petitioned a higher level; of all known ones",
        unit="share",
        direction=-1,
        role="outcome",
        pillar="sharing",
        groups=BOTH_GROUPS,
        of_episodes=lambda episodes: episodes.share(episodes.petitioned, episodes.known),
    ),
    Indicator(
        name="repeat_rate",
        zh="重复发生率",
        en="Repeats",
        definition_zh="上报办结后 H 天内重新发生的事务占比（Aalen–Johansen，自办结之日起）；分母：全部上报办结的事务",
        definition_en="Matters that came back within the horizon (Aalen–Johansen value, from the day of closing); of all matters reported as "
        "closed",
        unit="share",
        direction=-1,
        role="outcome",
        pillar="sharing",
        groups=BOTH_GROUPS,
        of_matters=_repeats,
    ),
    Indicator(
        name="mediation_success",
        zh="调解成功率",
        en="Mediation success",
        definition_zh="自首次调解起 H 天内未经法院而真正且最终化解的纠纷占比（Aalen–Johansen）；分母：进入调解的全部纠纷，含未了结的",
        definition_en="Disputes settled truly and for good without the court within the horizon of their first session (Aalen–Johansen "
        "value); of all disputes that came to mediation, open ones included",
        unit="share",
        direction=1,
        role="process",
        pillar="sharing",
        groups=("level", "place"),
        of_episodes=_mediation_success,
    ),
    Indicator(
        name="reported_mediation_success",
        zh="上报调解成功率",
        en="Reported mediation success",
        definition_zh="上报为成功的调解占比；分母：已结束的调解",
        definition_en="Mediations reported as successful; of mediations ended",
        unit="share",
        direction=0,
        role="process",
        pillar="sharing",
        groups=("level", "place"),
        of_matters=lambda matters: matters.glossed(_settled_in_session(matters), _mediated(matters)),
    ),
    Indicator(
        name="performance_rate",
        zh="自动履行率",
        en="Voluntary performance",
        definition_zh="得到自动履行的调解协议占比；分母：已达成的调解协议",
        definition_en="Mediated settlements performed without compulsion; of mediated settlements reached",
        unit="share",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=("level", "place"),
        of_matters=lambda matters: matters.share(matters.column("performed"), _settled_in_session(matters)),
    ),
    Indicator(
        name="lawsuits_per_10k",
        zh="万人成诉率",
        en="Lawsuits per 10,000",
        definition_zh="统计期内进入法院的纠纷数，不论何时发生、是否已判；分母：每万名居民每年",
        definition_en="Disputes that went to court on the measured days, whenever they arose and whether or not they are ruled on; per 10,000 "
        "residents and year",
        unit="lawsuits",
        direction=-1,
        role="outcome",
        pillar="sharing",
        high=200.0,
        of_city=_lawsuits,
    ),
    Indicator(
        name="settled_by_service",
        zh="公共服务圈占比",
        en="Settled by public service",
        definition_zh="仅由党委政府主体解决的事件占比（Aalen–Johansen）；分母：H 天内真正解决的事件（三圈之和为 1）",
        definition_en="Episodes settled by party-state institutions alone (Aalen–Johansen value); of those truly settled within the horizon "
        "(the three circles sum to 1)",
        unit="share",
        direction=0,
        role="process",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=lambda episodes: _in_circle(episodes, 0),
    ),
    Indicator(
        name="settled_by_self_governance",
        zh="群众自治圈占比",
        en="Settled by self-governance",
        definition_zh="仅由群团、社会、自治组织和居民自己解决的事件占比（Aalen–Johansen）；分母：H 天内真正解决的事件（三圈之和为 1）",
        definition_en="Episodes settled by mass, social and self-governance organisations or the residents alone (Aalen–Johansen value); of "
        "those truly settled within the horizon",
        unit="share",
        direction=0,
        role="process",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=lambda episodes: _in_circle(episodes, 1),
    ),
    Indicator(
        name="settled_jointly",
        zh="社会共治圈占比",
        en="Settled jointly",
        definition_zh="由两类以上领域的主体或市场主体参与解决的事件占比（Aalen–Johansen）；分母：H 天内真正解决的事件（三圈之和为 1）",
        definition_en="Episodes settled by institutions of two or more spheres, or with market actors (Aalen–Johansen value); of those truly "
        "settled within the horizon",
        unit="share",
        direction=0,
        role="process",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=lambda episodes: _in_circle(episodes, 2),
    ),
    Indicator(
        name="reported_satisfaction",
        zh="上报满意率",
        en="Reported satisfaction",
        definition_zh="回访登记为满意的程度（0–1）；分母：上报办结的事务",
        definition_en="Satisfaction (0–1) as the call-back records it; of matters reported as closed",
        unit="index",
        direction=0,
        role="process",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_matters=lambda matters: matters.glossed(np.nan_to_num(matters.column("satisfaction")), matters.settled),
    ),
    Indicator(
        name="capped_share",
        zh="触顶时间占比",
        en="Time at the cap",
        definition_zh="事务发生率触及上限的时间占比；分母：各地各类事务的全部统计日",
        definition_en="Share of time that a hazard stood at its cap; of all topics, places and measured days",
        unit="share",
        direction=0,
        role="check",
        pillar="sharing",
        of_city=lambda run: run.city.tally.capped.item() / max(run.city.tally.measured_days, 1),
    ),
    Indicator(
        name="displaced_outside",
        zh="转移到市外",
        en="Displaced out of the city",
        definition_zh="重点领域执法与专项整治挤到市外的事务数，按基础发生率估算；分母：每千名居民每年",
        definition_en="Matters that enforcement in key areas and campaigns push out of the city, reckoned at base rates; "
        "per 1,000 residents and year",
        unit="matters_a_year",
        direction=-1,
        role="process",
        pillar="sharing",
        high=20.0,
        of_city=lambda run: 1000 * run.city.tally.displaced.item() / run.person_years,
    ),
    Indicator(
        name="grid_found_rate",
        zh="网格发现率",
        en="Found by the grid",
        definition_zh="由网格员首先发现的事件占比；分母：预热期后发生的全部事件",
        definition_en="Episodes that a grid worker found first; of all that arose after the warm-up",
        unit="share",
        direction=1,
        role="process",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=lambda episodes: episodes.share(_by_the_grid(episodes), episodes.all),
    ),
    Indicator(
        name="grid_settled_rate",
        zh="网格内解决率",
        en="Settled in the grid",
        definition_zh="H 天内在村（社区）真正且最终解决的事件占比（Aalen–Johansen）；分母：网格员首先发现的全部事件",
        definition_en="Episodes settled truly and for good in village or community within the horizon (Aalen–Johansen value); of all that a "
        "grid worker found first",
        unit="share",
        direction=1,
        role="process",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=_in_grid,
    ),
    Indicator(
        name="grid_spot_rate",
        zh="网格当场解决率",
        en="Settled by the grid worker",
        definition_zh="H 天内由网格员当场真正且最终解决、未进入受理的事件占比（Aalen–Johansen）；分母：网格员首先发现的全部事件",
        definition_en="Episodes that the grid worker settled on the spot, truly and for good, before any triage (Aalen–Johansen value at the "
        "horizon); of all that a grid worker found first",
        unit="share",
        direction=1,
        role="process",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=_on_the_spot,
    ),
    Indicator(
        name="grid_joint_rate",
        zh="网格联动率",
        en="Joint work from the grid",
        definition_zh="两类以上主体共同办理的事件占比；分母：网格员首先发现的全部事件",
        definition_en="Episodes that two or more sectors handled together; of all that a grid worker found first",
        unit="share",
        direction=1,
        role="process",
        pillar="sharing",
        groups=MATTER_GROUPS,
        of_episodes=lambda episodes: episodes.share(episodes.sectors.sum(axis=1) > 1, _by_the_grid(episodes)),
    ),
    Indicator(
        name="grid_closeness",
        zh="网格联系率",
        en="Contact with the grid worker",
        definition_zh="30 天内网格员上门走访过的居民占比，按统计周平均；分母：全部居民",
        definition_en="Residents on whom a grid worker called within 30 days, mean over the measured weeks; of all residents",
        unit="share",
        direction=1,
        role="process",
        pillar="sharing",
        groups=CITIZEN_GROUPS,
        of_citizens=lambda people: people.felt("contact"),
    ),
)
