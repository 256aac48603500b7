"""Indicators of 人人有责: does somebody answer for a matter, and is it the right one?"""

import numpy as np
import numpy.typing as npt

from cogov.model.cohort import Cohort
from cogov.model.indicators.groups import BOTH_GROUPS, CITIZEN_GROUPS, MATTER_GROUPS
from cogov.model.indicators.indicator import Indicator
from cogov.model.indicators.whole import Whole
from cogov.model.measures import ratio
from cogov.model.names import SECTORS
from cogov.model.rules.closure import Closure
from cogov.model.stages import Ownership
from cogov.model.words import Text

Floats = npt.NDArray[np.float64]
TRIAGE_GROUPS = (*MATTER_GROUPS, "sector")
"""The four shares are also told of government alone: 越位、缺位、错位 are words for government only, as in the essay."""


def _triaged(matters: Cohort, outcome: Ownership) -> Floats:
    found = matters.column("outcome")
    return matters.share(found == outcome, (found != Ownership.NOT_YET) & (found != Ownership.NOVEL))


def _of_government(matters: Cohort, outcome: str) -> Floats:
    return matters.share(matters.government[outcome], matters.government["of"])


def _owned_in_time(episodes: Cohort) -> Floats:
    due = episodes.city.numbers(Closure, episodes.row).prompt_share * episodes.deadline
    return episodes.share(episodes.begun_after <= due, episodes.seen >= due)


def _plurality(run: Whole) -> float:
    institutions = run.city.institutions
    by_sector = np.bincount(institutions.sector, weights=institutions.worked, minlength=len(SECTORS))
    return ratio(by_sector.sum() ** 2, (by_sector**2).sum())


RESPONSIBILITY = (
    Indicator(
        name="clear_ownership_rate",
        zh="责任清晰率",
        en="Clear ownership",
        definition_zh="首次分派时，所有应负责主体都已接手、且没有其他主体接手的事务占比；分母：有明确责任主体并已首次分派的事务",
        definition_en="Matters that all rightful institutions and no other had taken at first triage; of matters with a "
        "rightful desk that reached first triage",
        unit="share",
        direction=1,
        role="check",
        pillar="responsibility",
        groups=TRIAGE_GROUPS,
        of_matters=lambda matters: _triaged(matters, Ownership.CLEAR),
        of_government=lambda matters: _of_government(matters, "clear"),
        title_of_government=Text(zh="政府到位率", en="Government in its place"),
    ),
    Indicator(
        name="overreach_rate",
        zh="责任重叠率",
        en="Overlap of responsibility",
        definition_zh="首次分派时，应负责主体和不应负责主体同时接手的事务占比；分母：有明确责任主体并已首次分派的事务",
        definition_en="Matters that a rightful and a wrong institution both had taken at first triage; of matters with a "
        "rightful desk that reached first triage",
        unit="share",
        direction=-1,
        role="check",
        pillar="responsibility",
        groups=TRIAGE_GROUPS,
        of_matters=lambda matters: _triaged(matters, Ownership.OVERREACH),
        of_government=lambda matters: _of_government(matters, "overreach"),
        title_of_government=Text(zh="政府越位率", en="Government overreach"),
    ),
    Indicator(
        name="absence_rate",
        zh="责任空缺率",
        en="Gap of responsibility",
        definition_zh="首次分派时，应负责主体有缺、又无其他主体接手的事务占比；分母：有明确责任主体并已首次分派的事务",
        definition_en="Matters that lacked a rightful institution and had no wrong one at first triage; of matters "
        "with a rightful desk that reached first triage",
        unit="share",
        direction=-1,
        role="check",
        pillar="responsibility",
        groups=TRIAGE_GROUPS,
        of_matters=lambda matters: _triaged(matters, Ownership.ABSENCE),
        of_government=lambda matters: _of_government(matters, "absence"),
        title_of_government=Text(zh="政府缺位率", en="Government absence"),
    ),
    Indicator(
        name="misplacement_rate",
        zh="主体错配率",
        en="Mismatch of responsibility",
        definition_zh="首次分派时，只由不应负责的主体接手的事务占比；分母：有明确责任主体并已首次分派的事务",
        definition_en="Matters that only wrong institutions had taken at first triage; of matters with a rightful desk that "
        "reached first triage",
        unit="share",
        direction=-1,
        role="check",
        pillar="responsibility",
        groups=TRIAGE_GROUPS,
        of_matters=lambda matters: _triaged(matters, Ownership.MISPLACEMENT),
        of_government=lambda matters: _of_government(matters, "misplacement"),
        title_of_government=Text(zh="政府错位率", en="Government misplacement"),
    ),
    Indicator(
        name="owned_in_time_rate",
        zh="及时有人负责率",
        en="Owned in time",
        definition_zh="在群众期望的时间内有负责主体开始办理、且未被其提前结案的事件占比；分母：预热期后发生、期限已到的全部事件，含未被发现的",
        definition_en="Episodes on which an owner that did not close them early began to work within the time that the citizen expects; of "
        "all that arose after the warm-up and whose time has passed, undiscovered ones included",
        unit="share",
        direction=1,
        role="outcome",
        pillar="responsibility",
        groups=BOTH_GROUPS,
        main=1,
        of_episodes=_owned_in_time,
    ),
    Indicator(
        name="handoffs_per_matter",
        zh="件均流转次数",
        en="Hand-offs per matter",
        definition_zh="一件事件（含重开、信访）从一个主体转到另一个主体的平均次数；分母：至少到达过一个主体的事件",
        definition_en="Mean number of times an episode, reopened and petitioned matters included, went from one institution to another; per "
        "episode that reached at least one institution",
        unit="handoffs",
        direction=-1,
        role="process",
        pillar="responsibility",
        groups=MATTER_GROUPS,
        main=2,
        high=5.0,
        of_episodes=lambda episodes: episodes.mean(episodes.handoffs, episodes.reached),
    ),
    Indicator(
        name="participation_rate",
        zh="群众参与率",
        en="Participation",
        definition_zh="当前参与治理（反映问题、志愿服务、参加协商）的居民占比，按统计周平均；分母：全部居民",
        definition_en="Residents who take part (report, volunteer, deliberate), mean over the measured weeks; of all residents",
        unit="share",
        direction=1,
        role="outcome",
        pillar="responsibility",
        groups=CITIZEN_GROUPS,
        of_citizens=lambda people: people.felt("active"),
    ),
    Indicator(
        name="sector_plurality",
        zh="主体多元度",
        en="Sector plurality",
        definition_zh="实际办理事务的主体类别的有效个数：各类主体投入工作日占比平方和的倒数（1 至 6）",
        definition_en="Effective number of sectors that handle matters: 1 over the sum of squared shares of handler-days (1 to 6)",
        unit="sectors",
        direction=1,
        role="check",
        pillar="responsibility",
        low=1.0,
        high=6.0,
        of_city=_plurality,
    ),
)
