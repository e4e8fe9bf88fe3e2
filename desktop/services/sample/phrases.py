"""What reps write after a visit: phrases in both languages that combine without repeating."""

from __future__ import annotations

from desktop.services.sample.words import Words

PURPOSES: tuple[Words, ...] = (
    ("订货洽谈", "Order talks"),
    ("催收货款", "Collect payment"),
    ("陈列检查", "Check the display"),
    ("库存盘点", "Count the stock"),
    ("新品推介", "Present new models"),
    ("活动沟通", "Discuss a promotion"),
    ("售后协调", "Settle a service case"),
    ("例行拜访", "Routine visit"),
)
COLLECT, ROUTINE = 1, 7

OUTCOMES: tuple[Words, ...] = (
    ("有补货意向", "Wants to restock"),
    ("本次未订货", "No order this time"),
    ("承诺付款", "Promised to pay"),
    ("已盘点库存", "Stock counted"),
    ("陈列已调整", "Display rearranged"),
    ("需再次跟进", "To be followed up"),
    ("同意参加活动", "Joins the promotion"),
)
ORDERED: Words = ("已订货", "Ordered")
PROMISED = 2

#: Outcomes that the program knows as attempts; they are written alike in both languages.
ATTEMPTS = ("closed", "absent")

#: First part of a note: what was seen. `{group}` is a product group's name.
SEEN: tuple[Words, ...] = (
    ("门店客流一般，{group}问的人多", "Few people in the shop, most ask about {group}"),
    ("店里正在重新布置，{group}放在门口", "Shop is being rearranged, {group} at the entrance"),
    ("老板外出，与店长沟通了{group}的销售情况", "Owner away; spoke to the manager on {group}"),
    ("隔壁竞品在做特价，{group}受影响", "Competitor next door has a special, hurting {group}"),
    ("样机开机正常，{group}价格牌已更新", "Demo units run, {group} price tags are up to date"),
    ("小区交房带动{group}咨询", "New flats handed over nearby, more interest in {group}"),
    ("促销员新到岗，{group}卖点还不熟", "New promoter, not yet sure of the points of {group}"),
    ("仓库较满，{group}占了一半", "Store room rather full, half of it {group}"),
    ("工程单有进展，主要是{group}", "A project order is moving, mostly {group}"),
    ("乡镇分销网点反馈{group}动销快", "Village outlets report quick sales of {group}"),
    ("以旧换新补贴拉动{group}", "Trade-in subsidies lift {group}"),
    ("客户抱怨{group}到货慢", "Complains that {group} arrives late"),
    ("{group}新品上样，位置不错", "New {group} on show, a good spot"),
    ("周末做了团购，{group}走量明显", "Group purchase at the weekend moved much {group}"),
    ("天气凉，{group}进店人数少", "Cool weather, few come in for {group}"),
    ("线上价格偏低，客户对{group}有顾虑", "Online prices are low, worries about {group}"),
)

#: Second part: a figure. `{n}` is a number of pieces, `{day}` a day of the month.
FIGURES: tuple[Words, ...] = (
    ("库存约{n}台", "about {n} pieces in stock"),
    ("上周卖出{n}台", "{n} pieces sold last week"),
    ("还缺{n}台现货", "short of {n} pieces"),
    ("样机{n}台需要更换", "{n} demo units to be replaced"),
    ("月底前预计再要{n}台", "will need {n} more by month end"),
    ("竞品同款便宜{n}元", "competitor's like model is {n} yuan cheaper"),
    ("待安装{n}单", "{n} installations waiting"),
    ("维修未结{n}件", "{n} service cases still open"),
    ("对账单有{n}元差异待查", "statement differs by {n} yuan, to be checked"),
    ("已发朋友圈宣传，咨询{n}人", "advertised to friends, {n} enquiries"),
    ("返利还有{n}元未兑现", "{n} yuan of rebate not yet paid out"),
    ("员工{n}人参加了培训", "{n} staff took part in the training"),
)

#: Third part: what comes next.
NEXT: tuple[Words, ...] = (
    ("约定{day}日再谈", "to talk again on the {day}th"),
    ("答应{day}日打款", "promises to pay on the {day}th"),
    ("请公司支持展台费用", "asks for support for the stand"),
    ("需要物流{day}日前送到", "delivery needed by the {day}th"),
    ("下次带新品资料过来", "bring material on new models next time"),
    ("建议搭配套餐促销", "suggested a bundle"),
    ("提醒注意回款进度", "reminded of the payments due"),
    ("已拍照存档", "photos filed"),
    ("{day}日有店庆活动", "shop anniversary on the {day}th"),
    ("等报价审批后下单", "will order once the quote is approved"),
    ("请售后{day}日上门", "service to call on the {day}th"),
    ("暂无其他需求", "nothing else needed"),
    ("调整了两个样机位置", "moved two demo units"),
    ("老板希望增加授信", "owner would like a higher credit limit"),
)

#: The story of the copied notes: the same words on every visit, but for an odd character.
COPIED: tuple[Words, ...] = (
    ("客户经营正常，库存合理，价格稳定，继续跟进。", "Business normal, stock fine, prices stable."),
    ("客户经营正常，库存合理，价格稳定，继续跟进", "Business normal, stock fine, prices stable"),
    ("客户经营正常，库存合理，价格平稳，继续跟进。", "Business normal, stock fine, price stable."),
)

SEPARATOR: Words = ("；", "; ")
STOP: Words = ("。", ".")
