"""Facts 4 and 5: overlap as insurance, and many who are nominally responsible."""

from cogov.model.words import Text
from docs.evidence.facts.cities import put
from docs.evidence.facts.claim import Fact, Setting, claim, look, out_of_scope
from docs.evidence.facts.criteria import RISES
from docs.evidence.facts.interactions import INTERACTS, INTERACTS_DOWN, REVERSES
from docs.evidence.facts.settings import clear, setting

CORNERS = tuple(
    setting(
        f"清晰度 {clarity:g}、目标统一 {alignment:g}",
        f"clarity {clarity:g}, alignment {alignment:g}",
        goal_alignment=alignment,
        **clear(clarity),
    )
    for alignment in (0.0, 0.6)
    for clarity in (0.2, 0.8)
)


def _responsible(zh: str, en: str, reach: float, **choices: str) -> Setting:
    """No standing misunderstanding; government desks reach so far beyond their mandates that none, half or all of them see a matter."""
    paths = {f"choices__{name}": value for name, value in choices.items()}
    return Setting(
        Text(zh=zh, en=en),
        (put(parameters__triage__sigma_max=0, parameters__triage__reach=reach, **paths),),
        {"power_sharing": 0.0, "goal_alignment": 0.0, **clear(0.0)},
    )


NUMBERS = (
    ("只有主责", "the owner alone", 0.0),
    ("主责与约半数政府部门", "the owner and about half of government", 0.5),
    ("主责与所有政府部门", "the owner and all of government", 1.0),
)
VOLUNTEERS = tuple(
    _responsible(f"{zh}认为归己", f"{en} see it as theirs", reach, triage="claims", taking="volunteer") for zh, en, reach in NUMBERS
)
ALONE, TOGETHER = (
    _responsible(
        f"{zh}认为归己,各按最优应对出力", f"{en} see it as theirs, each best responds with its effort", reach, triage="best_response"
    )
    for zh, en, reach in (NUMBERS[0], NUMBERS[-1])
)
SEEN = (
    "无误解;清晰度 0,分享权力 0,政府越界幅度 0、½、1 使认为归己的主体由少到多",
    "no standing misunderstanding, clarity and power sharing 0; government's reach of 0, ½ and 1 makes few or many see a matter as theirs",
)

INSURANCE = Fact(
    4,
    Text(
        zh="目标不一致时,职责重叠是保险;只要有一个目标一致的主体,用处就变小,能选择出力时多个主体可能不如一个",
        en="Overlap is insurance when goals are misaligned; less helpful when even one aligned unit exists, and with a choice of effort several units can do worse than one",
    ),
    "Ting 2003, Am. J. Polit. Sci. 47(2); that the effect of clarity differs with alignment is this project's inference from it",
    (
        claim(
            "4a",
            "清晰度对时间的效应取决于目标统一程度",
            "what clarity does to times depends on alignment",
            look(INTERACTS, "mean_days", *CORNERS),
        ),
        claim(
            "4b",
            "清晰度对及时有人负责的效应取决于目标统一程度",
            "what clarity does to being owned in time depends on alignment",
            look(INTERACTS, "owned_in_time_rate", *CORNERS),
        ),
        claim(
            "4c",
            "重叠是保险:目标不一致时,清晰带来的好处更小(或坏处更大)",
            "overlap insures: where goals are misaligned, clarity shortens times less (or lengthens them more)",
            look(INTERACTS_DOWN, "mean_days", *CORNERS),
        ),
        claim(
            "4d",
            "清晰度对时间的效应随目标统一改变正负号",
            "the effect of clarity on times changes its sign with alignment",
            look(REVERSES, "mean_days", *CORNERS),
        ),
        out_of_scope(
            "4e",
            "只要有一个目标一致的主体,重叠的用处就变小",
            "overlap helps less when even one aligned unit exists",
            why=(
                "目标统一是全市一个杠杆,不能只让一个主体与目标一致",
                "goal alignment is one lever for all institutions of a place; a single aligned one among misaligned ones cannot be set",
            ),
        ),
        claim(
            "4f",
            "能选择出力时,多个主体可能不如一个",
            "with a choice of effort several units can do worse than one",
            look(RISES, "mean_days@single", ALONE, TOGETHER),
            note=SEEN,
        ),
    ),
)

DIFFUSION = Fact(
    5,
    Text(
        zh="名义上负责的主体越多,各自行动越少,无人行动的可能越大",
        en="The more are nominally responsible, the less each acts and the likelier it is that nobody does",
    ),
    "Volunteer's dilemma (Diekmann 1985, J. Confl. Resolut. 29); Darley & Latané 1968 (help fell from 85 % alone to 31 % in a group)",
    (
        claim(
            "5a",
            "认为归己的主体越多,各自越少接手",
            "the more see a matter as theirs, the less each takes it",
            look(RISES, "shirking_rate", *VOLUNTEERS),
            note=SEEN,
        ),
        claim(
            "5b",
            "认为归己的主体越多,无人接手的可能越大",
            "the more see a matter as theirs, the likelier it is that nobody takes it",
            look(RISES, "absence_rate@single", *VOLUNTEERS),
            note=SEEN,
        ),
    ),
)

FACTS = (INSURANCE, DIFFUSION)
