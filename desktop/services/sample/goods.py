"""What the branch sells: forty products of a fictional maker in a tree of two levels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from desktop.periods import Month
from desktop.services.sample.dice import running
from desktop.services.sample.words import Words, money_text, say

#: Parent groups, then the groups that products belong to: code, name, parent.
GROUPS: tuple[tuple[str, Words, str], ...] = (
    ("P10", ("大家电", "Major appliances"), ""),
    ("P20", ("厨卫电器", "Kitchen and bath"), ""),
    ("P30", ("生活电器", "Home living"), ""),
    ("P11", ("挂式空调", "Wall air conditioners"), "P10"),
    ("P12", ("柜式空调", "Floor air conditioners"), "P10"),
    ("P13", ("冰箱", "Refrigerators"), "P10"),
    ("P14", ("洗衣机", "Washing machines"), "P10"),
    ("P21", ("热水器", "Water heaters"), "P20"),
    ("P22", ("厨房电器", "Kitchen appliances"), "P20"),
    ("P31", ("小家电", "Small appliances"), "P30"),
    ("P32", ("净水与空气", "Water and air purifiers"), "P30"),
)

#: The groups of products in the order of `SEASON` and `MIX`.
LEAVES = ("P11", "P12", "P13", "P14", "P21", "P22", "P31", "P32")
AIR_CONDITIONERS = (0, 1)

#: A group's share of the branch's sales, in percent.
MIX = (26, 14, 16, 13, 10, 9, 6, 6)

#: A group's months, January first, in percent of its year: summer heat, 618, 11.11, weddings.
SEASON = (
    (5, 4, 8, 9, 13, 17, 16, 10, 4, 3, 6, 5),
    (5, 4, 8, 9, 14, 17, 15, 9, 4, 4, 6, 5),
    (8, 6, 8, 8, 10, 11, 10, 9, 8, 7, 8, 7),
    (9, 6, 8, 8, 8, 10, 7, 7, 9, 9, 11, 8),
    (11, 8, 8, 7, 6, 8, 5, 6, 8, 10, 12, 11),
    (8, 6, 10, 9, 9, 10, 7, 7, 9, 9, 9, 7),
    (10, 6, 8, 7, 8, 11, 7, 7, 8, 8, 12, 8),
    (7, 6, 9, 9, 9, 11, 9, 8, 9, 8, 9, 7),
)

#: What the moving Spring Festival does to a month: stock before it, standstill after it.
_FESTIVAL = {
    (2024, 1): 1.15, (2024, 2): 0.65, (2024, 12): 1.15, (2025, 1): 0.85, (2025, 2): 0.8,
    (2026, 1): 1.2, (2026, 2): 0.6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Product:
    """A product; prices in whole fen a unit, net of tax. `group` is a place in `LEAVES`."""

    code: str
    name: Words
    group: int
    unit: Words
    price: int
    cost: int
    weight: int


# code | group | Chinese | English | list price in yuan | cost in percent of it | weight
_PRODUCTS = """
KG26-A1|0|清风系列 1匹定频挂机|Breeze 1 HP wall unit|1580|76|5
KG35-A1|0|清风系列 1.5匹变频挂机|Breeze 1.5 HP inverter wall unit|2180|74|9
KG35-B2|0|云静系列 1.5匹一级能效挂机|Quiet Cloud 1.5 HP grade 1 wall unit|2680|71|7
KG50-B2|0|云静系列 2匹变频挂机|Quiet Cloud 2 HP inverter wall unit|3480|72|3
KG35-C3|0|天幕系列 1.5匹新风挂机|Skyline 1.5 HP fresh-air wall unit|3980|68|2
KG26-E9|0|惠民款 1匹挂机|Budget 1 HP wall unit|1380|83|4
KF51-A1|1|清风系列 2匹柜机|Breeze 2 HP floor unit|4280|75|6
KF72-A1|1|清风系列 3匹变频柜机|Breeze 3 HP inverter floor unit|5380|73|7
KF72-B2|1|云静系列 3匹一级能效柜机|Quiet Cloud 3 HP grade 1 floor unit|6880|70|4
KF72-C3|1|天幕系列 3匹新风柜机|Skyline 3 HP fresh-air floor unit|8980|67|1
BX186-A|2|186升双门冰箱|186 L two-door refrigerator|1180|79|5
BX258-A|2|258升三门冰箱|258 L three-door refrigerator|1780|77|6
BX412-B|2|412升十字门冰箱|412 L cross-door refrigerator|2980|74|6
BX508-B|2|508升对开门冰箱|508 L side-by-side refrigerator|3580|73|4
BX560-C|2|560升法式嵌入冰箱|560 L built-in French-door refrigerator|5980|69|2
BC102-E|2|102升冷柜|102 L chest freezer|880|80|2
XQ80-A|3|8公斤波轮洗衣机|8 kg top-load washer|980|80|5
XG10-A|3|10公斤滚筒洗衣机|10 kg front-load washer|1880|76|7
XG10-B|3|10公斤洗烘一体机|10 kg washer-dryer|2880|73|5
XG12-C|3|12公斤热泵洗烘套装|12 kg heat-pump washer and dryer set|5680|70|2
XM03-A|3|3公斤迷你壁挂洗衣机|3 kg wall-mounted mini washer|1280|75|1
RS60-A|4|60升电热水器|60 L electric water heater|880|75|6
RS80-B|4|80升一级能效电热水器|80 L grade 1 electric water heater|1380|72|4
RQ13-A|4|13升燃气热水器|13 L gas water heater|1480|74|6
RQ16-B|4|16升零冷水燃气热水器|16 L instant-hot gas water heater|2580|70|4
RK20-C|4|200升空气能热水器|200 L heat-pump water heater|4280|71|1
CY19-A|5|侧吸式油烟机|Side-draught range hood|1480|73|5
CY22-B|5|顶吸变频油烟机|Inverter top-draught range hood|2180|70|4
CZ02-A|5|双眼燃气灶|Two-burner gas hob|780|74|6
CX10-B|5|嵌入式洗碗机 10套|Built-in dishwasher, 10 settings|3280|71|3
CD45-B|5|45升嵌入式蒸烤一体机|45 L built-in steam oven|2980|70|2
SF40-A|6|4升电饭煲|4 L rice cooker|299|70|6
SP05-A|6|5升电压力锅|5 L electric pressure cooker|359|70|5
SL17-A|6|1.7升电热水壶|1.7 L kettle|99|68|4
SC20-B|6|无线吸尘器|Cordless vacuum cleaner|880|66|3
SW20-A|6|20升微波炉|20 L microwave oven|429|74|4
JS80-A|7|800G净水机|800 G water purifier|1680|66|6
JS12-B|7|1200G加热净水机|1200 G heating water purifier|2680|64|3
JK45-A|7|空气净化器|Air purifier|1280|68|3
JC30-A|7|30升除湿机|30 L dehumidifier|1080|72|3
"""

PRODUCTS: tuple[Product, ...] = tuple(
    Product(
        code,
        (chinese, english),
        int(group),
        ("套", "set") if "套装" in chinese else ("台", "pc"),
        int(price) * 100,
        int(price) * int(cost),
        int(weight),
    )
    for line in _PRODUCTS.strip().split("\n")
    for code, group, chinese, english, price, cost, weight in (line.split("|"),)
)

#: For each group its products (places in `PRODUCTS`) and the running sums of their weights.
BY_GROUP: tuple[tuple[tuple[int, ...], tuple[float, ...]], ...] = tuple(
    (
        tuple(place for place, product in enumerate(PRODUCTS) if product.group == group),
        running([product.weight for product in PRODUCTS if product.group == group]),
    )
    for group in range(len(LEAVES))
)

GROUP_COLUMNS = ("code", "name", "parent_code")
COLUMNS = ("code", "name", "group_code", "unit", "list_price", "standard_cost")


@lru_cache(maxsize=64)
def seasons(month: Month) -> tuple[float, ...]:
    """Return each group's share (0 to 1) of its usual year that falls in this month."""
    festival = _FESTIVAL.get((month.year, month.number), 1.0)
    return tuple(shares[month.number - 1] * festival / 100 for shares in SEASON)


def group_rows(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the product groups' file, parents first."""
    return tuple((code, say(name, language), parent) for code, name, parent in GROUPS)


def rows(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the products' file."""
    return tuple(
        (
            product.code,
            say(product.name, language),
            LEAVES[product.group],
            say(product.unit, language),
            money_text(product.price),
            money_text(product.cost),
        )
        for product in PRODUCTS
    )
