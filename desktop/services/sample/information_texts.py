"""What the sample asks and answers, in both languages: prices, questions, decisions, answers."""

from __future__ import annotations

from datetime import date

from desktop.enums import NoteType
from desktop.services.sample.words import Words

COMPETITORS: tuple[Words, ...] = (
    ("北原电器", "Beiyuan"),
    ("华澜电器", "Hualan"),
    ("德朗", "Delang"),
)

#: Product, then for two competitors: which one and his price in percent of our list price.
PRICED: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = (
    ("KG35-B2", ((0, 96), (1, 102))),
    ("KF72-A1", ((0, 98), (2, 91))),
    ("BX412-B", ((1, 95), (2, 88))),
    ("XG10-B", ((0, 104), (1, 93))),
)
#: Days on which prices were seen, and by how much they had moved since the first, in percent.
PRICE_STEPS: tuple[tuple[date, int], ...] = (
    (date(2025, 12, 8), 0),
    (date(2026, 3, 16), -1),
    (date(2026, 6, 8), -6),
    (date(2026, 10, 19), -3),
)
#: Who sees prices: one in each of two provinces.
PRICE_REPS = ("R01", "R08")
#: The product whose prices are seen in both of them.
SEEN_EVERYWHERE = "KG35-B2"
PRICE_TEXTS: tuple[Words, ...] = (
    ("{name}同规格机型到手价{price}元", "{name}: a comparable model is sold at {price}"),
    ("终端标价签：{name}同级产品{price}元", "Price tag in the shop: {name}, same class, {price}"),
    ("{name}给经销商的开单价折合{price}元", "{name} invoices dealers the equivalent of {price}"),
)

_T, _C, _M, _R, _P = (
    NoteType.TREND,
    NoteType.CONSUMER,
    NoteType.COMPETITOR,
    NoteType.DEALER_REQUEST,
    NoteType.PROBLEM,
)


def _d(month: int, day: int) -> date:
    return date(2026, month, day)


#: What was answered, by type of note.
ANSWERS: dict[NoteType, tuple[Words, ...]] = {
    _T: (
        ("已转产品部，列入下月要货计划", "Passed on to products; part of next month's order"),
        ("例会上讨论过，各区按此备货", "Discussed at the meeting; all districts stock accordingly"),
    ),
    _C: (
        (
            "已反馈总部产品经理，等改款",
            "Told the product manager at headquarters",
        ),
        ("导购话术已更新", "The promoters' talking points were changed"),
    ),
    _M: (
        ("同意区域内跟进，限额两个点", "May be matched in the district, two points at most"),
        ("不跟价，改送安装辅材", "Not matched; fitting material is given instead"),
        ("已知悉，继续每周报价", "Noted; go on reporting the price every week"),
    ),
    _R: (
        ("已批复，由业务员当面答复", "Granted; the rep told the dealer in person"),
        ("不同意延长账期，改用活动支持", "No longer credit; support for a sale instead"),
    ),
    _P: (
        ("售后已上门更换，批次封存", "Service exchanged them; the batch is held back"),
        ("物流已致歉并赔付，改走专线", "The carrier apologised and paid; another line is used"),
    ),
}

SOURCES: tuple[Words, ...] = (
    ("经销商老板", "dealer's owner"),
    ("门店导购", "shop promoter"),
    ("亲眼所见", "seen in person"),
    ("安装师傅", "fitter"),
)

#: Standing questions: words, type of the answer, asked on, due day, reps, months that are missing.
QUESTIONS: tuple[tuple[Words, NoteType, date, int, tuple[str, ...], frozenset[str]], ...] = (
    (
        (
            "本月三个竞品主推机型的到手价是多少？",
            "What do three competitors' main models cost this month?",
        ),
        _M,
        _d(6, 1),
        25,
        ("R01", "R07", "R08"),
        frozenset({"R08 9", "R07 11"}),
    ),
    (
        (
            "主要客户空调库存还有几周？",
            "How many weeks of air conditioners do the main dealers hold?",
        ),
        _T,
        _d(7, 6),
        10,
        ("R02", "R03", "R11"),
        frozenset({"R03 9", "R03 10", "R03 11"}),
    ),
    (
        ("本月有没有售后集中的机型？", "Was there a model with many repairs this month?"),
        _P,
        _d(8, 3),
        18,
        ("R05", "R12"),
        frozenset({"R12 10", "R12 11"}),
    ),
)
QUESTION_ANSWERS: tuple[Words, ...] = (
    ("已逐店核对，见清单", "Checked shop by shop, see the list"),
    ("与上月基本持平", "Much as last month"),
    ("比上月少一周左右", "About a week less than last month"),
    ("未见异常", "Nothing unusual"),
)

#: Decisions: words, day, and the days and reps of the notes that they rested on.
DECISIONS: tuple[tuple[Words, date, tuple[tuple[date, str], ...]], ...] = (
    (
        (
            "五月起KG26-A1不跟价，主推KG35-B2",
            "From May on KG26-A1 is not matched; KG35-B2 is pushed",
        ),
        _d(5, 11),
        ((_d(5, 6), "R01"),),
    ),
    (
        (
            "618只在嘉兴、杭州跟进返现，限两周",
            "The 618 cash back is matched in Jiaxing and Hangzhou alone, for two weeks",
        ),
        _d(6, 5),
        ((_d(6, 2), "R04"),),
    ),
    (
        ("接触华澜在无锡的三家老客户", "Three old dealers of Hualan in Wuxi are approached"),
        _d(8, 26),
        ((_d(8, 19), "R09"), (_d(3, 25), "R08")),
    ),
    (
        ("导购话术加入滤芯三年成本对比", "Promoters compare the cost of filters over three years"),
        _d(7, 29),
        ((_d(7, 22), "R07"), (_d(6, 17), "R10")),
    ),
)
