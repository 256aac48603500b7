"""What is said of a pilot: one table an outcome, and in a sentence how far an evaluator would be off."""

import math
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.pilots.evaluation import Finding, Obstacle
from cogov.analysis.tables import plain_table
from cogov.analysis.values import UNDEFINED, of_changes, plain
from cogov.experiments.townships import FOLLOW_UP, OUTCOMES, PERIOD
from cogov.model.words import Language, Text

TITLES: dict[str, Text] = {
    "true": Text(zh="真实效应(同一随机条件下有无试点之差)", en="true effect (with the pilot less without, same luck)"),
    "two_way": Text(zh="双向固定效应估计", en="two-way fixed effects estimate"),
    "staggered": Text(zh="分期双重差分估计(插补法)", en="staggered estimate (imputation)"),
    "two_way_bias": Text(zh="双向估计的偏差", en="bias of the two-way estimate"),
    "staggered_bias": Text(zh="分期估计的偏差", en="bias of the staggered estimate"),
    "spillover": Text(zh="对尚未试点乡镇的影响(溢出与转移)", en="effect on townships not yet treated (spillover, displacement)"),
    "spread": Text(zh="换一次运气估计值相差多少(标准差)", en="how far estimates differ by luck (standard deviation)"),
}
HEADINGS = (
    Text(zh="量", en="Quantity"),
    Text(zh="均值", en="Mean"),
    Text(zh="95% 置信区间", en="95% interval"),
    Text(zh="种子数", en="seeds"),
)
SAID = {
    "off": Text(
        zh="评估者会{way}真实效应 {bias} {unit};尚未试点的乡镇受到的影响为 {spillover} {unit}。",
        en="An evaluator would {way} the true effect by {bias} {unit}; the townships not yet treated moved by {spillover} {unit}.",
    ),
    "right": Text(
        zh="分期估计与真实效应相差无几:偏差的区间包含 0。",
        en="The staggered estimate is not clearly biased: the interval of its bias holds 0.",
    ),
    "none": Text(zh="没有可比较的时期:{why}。", en="There is no period to compare: {why}."),
}
WHY: dict[Obstacle, Text] = {
    "never": Text(
        zh="到模拟结束,没有一个乡镇整整一期({period} 天,此后再随访 {follow_up} 天)都在政策之下;请加长 --days 或让阶段更早开始",
        en="by the end of the run no township has been under the policy for a whole period ({period} days, followed up for {follow_up}); simulate "
        "more days, or let phases begin earlier",
    ),
    "always": Text(
        zh="从第一个计入的时期起,所有乡镇都已在政策之下,没有“之前”;请让阶段在预热期之后再开始",
        en="from the first measured period on all townships are under the policy: there is no before; let phases begin later than the warm-up",
    ),
    "no_controls": Text(
        zh="有乡镇在政策之下的时期里,没有乡镇在政策之外可作对照;请让部分乡镇晚些开始",
        en="while some townships are under the policy, none is outside it to compare with; let some begin later",
    ),
    "no_before": Text(
        zh="在政策之下的乡镇没有一个有之前的时期可比",
        en="none of the townships under the policy has a period before it",
    ),
    "undefined": Text(
        zh="各种子中有定义的估计不足两个(该结果在这些时期没有定义,或只有一个种子)",
        en="fewer than two seeds have an estimate (the outcome is undefined in these periods, or there is one seed only)",
    ),
}
WAYS = {True: Text(zh="高估", en="overstate"), False: Text(zh="低估", en="understate")}


def pilots_tables(findings: Sequence[Finding], language: Language, obstacle: Obstacle | None = None) -> RenderableType:
    """One table an outcome; where there is no period to compare, why."""
    if obstacle is not None:
        return Styled(no_period(obstacle, language))
    parts: list[RenderableType] = []
    for outcome in OUTCOMES:
        of_outcome = [one for one in findings if one.outcome == outcome]
        parts += [_table(outcome_words(outcome, language), of_outcome, language), Styled(sentence(of_outcome, language)), Styled("")]
    return Group(*parts)


def _table(title: str, findings: Iterable[Finding], language: Language) -> Table:
    table = plain_table(title)
    for place, heading in enumerate(HEADINGS):
        table.add_column(heading.in_(language), justify="left" if place == 0 else "right")
    for one in findings:
        table.add_row(TITLES[one.quantity].in_(language), number_words(one, one.mean), interval_words(one), str(one.replicates))
    return table


def no_period(obstacle: Obstacle, language: Language) -> str:
    """Say why there is nothing to compare."""
    words = {"period": PERIOD, "follow_up": FOLLOW_UP}
    return SAID["none"].in_(language).format(why=WHY[obstacle].in_(language).format(**words))


def sentence(findings: Iterable[Finding], language: Language) -> str:
    """Say whether the staggered estimate misses the truth, and how far."""
    by_name = {one.quantity: one for one in findings}
    bias, true, spillover = by_name["staggered_bias"], by_name["true"], by_name["spillover"]
    if math.isnan(bias.ci_low):
        return no_period("undefined", language)
    if bias.ci_low <= 0 <= bias.ci_high:
        return SAID["right"].in_(language)
    way = WAYS[bias.mean * true.mean > 0].in_(language)
    missed, moved = number_words(bias, abs(bias.mean), sign=""), number_words(spillover, spillover.mean)
    unit = of_changes(OUTCOMES[bias.outcome].unit, language)
    return SAID["off"].in_(language).format(way=way, unit=unit, bias=missed, spillover=moved)


def outcome_words(outcome: str, language: Language) -> str:
    """An outcome with the unit of its effects."""
    one = OUTCOMES[outcome]
    return f"{one.title.in_(language)} ({of_changes(one.unit, language)})"


def number_words(one: Finding, value: float, sign: str = "+") -> str:
    """A number in the unit of its outcome's effects, with its sign."""
    return UNDEFINED if math.isnan(value) else f"{plain(value, OUTCOMES[one.outcome].unit):{sign}.2f}".replace("-", "−")


def interval_words(one: Finding) -> str:
    """An interval, where there is one."""
    return UNDEFINED if math.isnan(one.ci_low) else f"{number_words(one, one.ci_low)} … {number_words(one, one.ci_high)}"
