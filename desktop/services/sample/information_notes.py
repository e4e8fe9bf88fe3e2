"""What the sample's field told: each note with its day, rep, type, clocks and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.enums import CompetitorMove, NoteType, Reliability
from desktop.services.sample.words import Words

_T, _C, _M = NoteType.TREND, NoteType.CONSUMER, NoteType.COMPETITOR
_R, _P = NoteType.DEALER_REQUEST, NoteType.PROBLEM


@dataclass(frozen=True, slots=True)
class Told:
    """A note of the sample; `wait` is how many working days its reading and its answer took.

    A stretch of -1 has not come yet. `promise` is the day that an answer was promised for.
    """

    day: date
    type: NoteType
    rep: str
    words: Words
    wait: tuple[int, int]
    competitor: int = -1
    move: CompetitorMove | None = None
    product: str = ""
    has_dealer: bool = False
    severity: int | None = None
    promise: date | None = None
    reliability: Reliability = Reliability.TOLD


def _d(month: int, day: int) -> date:
    return date(2026, month, day)


TOLD: tuple[Told, ...] = (
    Told(
        date(2025, 12, 15),
        _T,
        "R01",
        (
            "以旧换新补贴明年一季度大概率延续，门店都在备一级能效",
            "The trade-in subsidy will likely go on; shops stock grade 1",
        ),
        (1, 3),
    ),
    Told(
        _d(2, 3),
        _T,
        "R07",
        (
            "节后返乡装修潮提前，厨电问询明显多于去年",
            "Renovations begin early; more questions about kitchen appliances than a year ago",
        ),
        (1, 4),
    ),
    Told(
        _d(4, 14),
        _T,
        "R08",
        (
            "苏州两个大盘六月集中交付，约两千户",
            "Two large estates in Suzhou hand over in June, some two thousand flats",
        ),
        (0, 2),
    ),
    Told(
        _d(5, 20),
        _T,
        "R05",
        (
            "今年入梅偏早，经销商担心除湿机断货",
            "The rainy season comes early; dealers fear that dehumidifiers run out",
        ),
        (1, 2),
        -1,
        None,
        "JC30-A",
    ),
    Told(
        _d(9, 8),
        _T,
        "R11",
        (
            "合肥直播带货的价格开始倒逼门店",
            "Prices of live selling in Hefei begin to press the shops",
        ),
        (2, 9),
    ),
    Told(
        _d(11, 16),
        _T,
        "R04",
        (
            "双十一后线上退货率上升，线下有回流迹象",
            "More online returns after 11.11; buyers seem to come back to the shops",
        ),
        (1, -1),
    ),
    Told(
        _d(1, 12),
        _C,
        "R05",
        (
            "客户普遍问冰箱能不能嵌入，怕散热",
            "Customers ask whether refrigerators can be built in, and fear for the cooling",
        ),
        (1, 5),
        -1,
        None,
        "BX560-C",
    ),
    Told(
        _d(3, 11),
        _C,
        "R02",
        (
            "年轻家庭要洗烘一体，嫌烘干时间长",
            "Young families want washer-dryers, and find drying too slow",
        ),
        (1, 6),
        -1,
        None,
        "XG10-B",
        True,
    ),
    Told(
        _d(6, 17),
        _C,
        "R10",
        (
            "老人觉得遥控器字太小，要求语音开机",
            "Old people find the remote control's letters too small and ask for voice control",
        ),
        (0, 8),
        -1,
        None,
        "KG35-A1",
    ),
    Told(
        _d(7, 22),
        _C,
        "R07",
        (
            "净水机滤芯价格成了成交障碍，客户算三年账",
            "The price of filters stands in the way: customers count over three years",
        ),
        (1, 3),
        -1,
        None,
        "JS80-A",
        True,
    ),
    Told(
        _d(9, 23),
        _C,
        "R01",
        (
            "新风空调问的人多，真正买的还是看噪音",
            "Many ask about fresh air; who buys looks at the noise",
        ),
        (1, 5),
        -1,
        None,
        "KG35-C3",
    ),
    Told(
        _d(11, 12),
        _C,
        "R12",
        ("县城客户更信安装师傅的推荐", "In county towns customers trust the fitter's word most"),
        (2, -1),
        -1,
        None,
        "",
        True,
    ),
    Told(
        _d(1, 20),
        _M,
        "R03",
        (
            "北原给温州核心店送门头和样机，签全年任务",
            "Beiyuan gives Wenzhou's main shops signs and samples for a yearly commitment",
        ),
        (1, 2),
        0,
        CompetitorMove.PROMOTION,
        "",
        True,
    ),
    Told(
        _d(3, 25),
        _M,
        "R08",
        (
            "华澜华东大区经理换人，原团队走了三个",
            "Hualan has a new head in East China; three of the team left",
        ),
        (0, 1),
        1,
        CompetitorMove.PEOPLE,
        reliability=Reliability.RUMOUR,
    ),
    Told(
        _d(5, 6),
        _M,
        "R01",
        ("德朗推出1599元一级能效挂机冲量", "Delang pushes a grade 1 wall unit at 1,599"),
        (0, 1),
        2,
        CompetitorMove.PRODUCT,
        "KG26-A1",
        True,
        reliability=Reliability.SEEN,
    ),
    Told(
        _d(6, 2),
        _M,
        "R04",
        (
            "北原618满两台返三百，全渠道同价",
            "Beiyuan pays back 300 on two units for 618, in all channels",
        ),
        (1, 1),
        0,
        CompetitorMove.PROMOTION,
        "KG35-B2",
        True,
    ),
    Told(
        _d(8, 19),
        _M,
        "R09",
        (
            "华澜把无锡总代换成了直营，老客户在找下家",
            "Hualan serves Wuxi by itself now; its old dealers look for another brand",
        ),
        (1, 3),
        1,
        CompetitorMove.DEALER,
        "",
        True,
    ),
    Told(
        _d(10, 26),
        _M,
        "R07",
        (
            "德朗在南京招导购，底薪高出我们八百",
            "Delang hires promoters in Nanjing for 800 more than ours",
        ),
        (2, 6),
        2,
        CompetitorMove.PEOPLE,
    ),
    Told(
        _d(11, 17),
        _M,
        "R11",
        (
            "北原年底冲量：提前打款再返两个点",
            "Beiyuan's year end: two more points for money paid in advance",
        ),
        (-1, -1),
        0,
        CompetitorMove.PROMOTION,
        "",
        True,
    ),
    Told(
        _d(4, 8),
        _R,
        "R02",
        ("要求增加三套样机进商场专柜", "Asks for three more samples for the counter in the mall"),
        (0, 3),
        -1,
        None,
        "",
        True,
        None,
        _d(4, 17),
    ),
    Told(
        _d(8, 5),
        _R,
        "R08",
        ("要求旺季账期由30天放到45天", "Asks for 45 days of credit instead of 30 in the season"),
        (1, 9),
        -1,
        None,
        "",
        True,
        None,
        _d(8, 14),
    ),
    Told(
        _d(10, 28),
        _R,
        "R03",
        ("要求退回压货的两匹柜机12台", "Wants to give back 12 floor units that it was pushed"),
        (2, -1),
        -1,
        None,
        "KF51-A1",
        True,
        None,
        _d(11, 6),
    ),
    Told(
        _d(11, 4),
        _R,
        "R12",
        ("要求派人培训新招的两名安装工", "Asks for somebody to train its two new fitters"),
        (3, -1),
        -1,
        None,
        "",
        True,
        None,
        _d(11, 13),
    ),
    Told(
        _d(11, 18),
        _R,
        "R10",
        ("要求元旦活动支持一名导购和赠品", "Asks for a promoter and gifts for the New Year's sale"),
        (1, -1),
        -1,
        None,
        "",
        True,
        None,
        _d(11, 27),
    ),
    Told(
        _d(6, 11),
        _P,
        "R06",
        ("同一批次挂机漏水，一周内四起", "Wall units of one batch leak: four cases in a week"),
        (2, 5),
        -1,
        None,
        "KG35-A1",
        True,
        2,
    ),
    Told(
        _d(9, 15),
        _P,
        "R05",
        ("送货延误两天，装修工期被拖", "Delivery two days late held up a renovation"),
        (1, 4),
        -1,
        None,
        "",
        True,
        3,
    ),
    Told(
        _d(11, 17),
        _P,
        "R04",
        (
            "有人在嘉兴低于开单价出我们的KG35-B2",
            "Somebody in Jiaxing sells our KG35-B2 below invoice price",
        ),
        (1, -1),
        -1,
        None,
        "KG35-B2",
        True,
        2,
        reliability=Reliability.SEEN,
    ),
    Told(
        _d(11, 18),
        _P,
        "R09",
        (
            "热水器用户家中跳闸，怀疑漏电，客户要求立即停售该批次",
            "A water heater trips the fuse, leakage suspected; the dealer wants the batch stopped",
        ),
        (-1, -1),
        -1,
        None,
        "RS60-A",
        True,
        1,
        reliability=Reliability.SEEN,
    ),
)
