"""Names of dealers and people, invented word by word; places alone are real."""

from __future__ import annotations

from desktop.services.sample import places, stories
from desktop.services.sample.dice import Dice
from desktop.services.sample.words import Words


def _pairs(text: str) -> tuple[Words, ...]:
    """Return pairs from words written `中文 English, 中文 English`."""
    return tuple(
        (chinese, english)
        for entry in text.replace("\n", " ").split(",")
        if entry.strip()
        for chinese, english in (entry.strip().split(" ", 1),)
    )


_BRANDS = _pairs("""
晨曦 Chenxi, 旭澜 Xulan, 瑞沐 Ruimu, 恒禾 Henghe, 嘉朗 Jialang, 明栖 Mingqi, 安渠 Anqu,
宏澍 Hongshu, 鼎岚 Dinglan, 聚晴 Juqing, 润槐 Runhuai, 兴棠 Xingtang, 百榆 Baiyu, 惠桥 Huiqiao,
悦辰 Yuechen, 星渡 Xingdu, 远帆 Yuanfan, 新禾 Xinhe, 金穗 Jinsui, 海棠 Haitang, 松泉 Songquan,
东篱 Dongli, 南栀 Nanzhi, 北辰 Beichen, 天麓 Tianlu, 福堤 Fudi, 祥禾 Xianghe, 和煦 Hexu,
永泊 Yongbo, 广陌 Guangmo, 诚渠 Chengqu, 信杉 Xinshan, 佳沐 Jiamu, 乐居 Leju, 美澜 Meilan,
康桥 Kangqiao, 景曜 Jingyao, 泰枫 Taifeng, 盛棠 Shengtang, 华榭 Huaxie, 凯风 Kaifeng,
启明 Qiming, 向阳 Xiangyang, 长桥 Changqiao, 万棠 Wantang, 千禧 Qianxi, 双泉 Shuangquan,
三槐 Sanhuai, 五福 Wufu, 七里 Qili, 九和 Jiuhe, 清源 Qingyuan, 绿洲 Lüzhou, 蓝湾 Lanwan,
丹杉 Danshan, 白鹭 Bailu, 青禾 Qinghe, 橙心 Chengxin, 墨香 Moxiang, 云舟 Yunzhou,
朝露 Zhaolu, 暮雪 Muxue, 春晓 Chunxiao, 夏荷 Xiahe, 秋实 Qiushi, 冬青 Dongqing,
""")

_LARGE = (
    ("电器有限公司", "Appliances Co., Ltd."),
    ("家电连锁有限公司", "Appliance Stores Co., Ltd."),
    ("电器商贸有限公司", "Electrical Trading Co., Ltd."),
    ("制冷设备有限公司", "Refrigeration Co., Ltd."),
)
_MIDDLE = (
    ("电器有限公司", "Appliances Co., Ltd."),
    ("家用电器有限公司", "Home Appliances Co., Ltd."),
    ("暖通电器有限公司", "Heating and Cooling Co., Ltd."),
    ("家电销售有限公司", "Appliance Sales Co., Ltd."),
)
_SMALL = (
    ("电器商行", "Appliance Shop"),
    ("家电经营部", "Appliance Store"),
    ("家电专卖店", "Appliance Outlet"),
    ("电器服务部", "Appliance Service"),
    ("家电生活馆", "Home Living Store"),
)

_FAMILY = _pairs("""
王 Wang, 李 Li, 张 Zhang, 刘 Liu, 陈 Chen, 杨 Yang, 黄 Huang, 赵 Zhao, 吴 Wu, 周 Zhou, 徐 Xu,
孙 Sun, 马 Ma, 朱 Zhu, 胡 Hu, 郭 Guo, 何 He, 高 Gao, 林 Lin, 郑 Zheng, 罗 Luo, 梁 Liang, 宋 Song,
唐 Tang, 韩 Han, 冯 Feng, 邓 Deng, 曹 Cao, 彭 Peng, 潘 Pan, 袁 Yuan, 董 Dong, 余 Yu, 苏 Su,
""")
_GIVEN = _pairs("""
建国 Jianguo, 志强 Zhiqiang, 秀英 Xiuying, 桂芳 Guifang, 海燕 Haiyan, 国平 Guoping, 文斌 Wenbin,
丽华 Lihua, 建军 Jianjun, 晓东 Xiaodong, 永康 Yongkang, 美玲 Meiling, 德胜 Desheng, 春梅 Chunmei,
立新 Lixin, 敏 Min, 涛 Tao, 静 Jing, 斌 Bin, 燕 Yan, 鹏 Peng, 红 Hong, 超 Chao, 慧 Hui, 明 Ming,
金龙 Jinlong, 爱华 Aihua, 小平 Xiaoping, 玉兰 Yulan, 福生 Fusheng, 卫东 Weidong, 雅琴 Yaqin,
""")
_STREETS = _pairs("""
人民路 Renmin Road, 解放路 Jiefang Road, 中山路 Zhongshan Road, 建设路 Jianshe Road,
迎宾大道 Yingbin Avenue, 新华路 Xinhua Road, 环城东路 East Ring Road, 工业路 Gongye Road,
商城大道 Shangcheng Avenue, 振兴路 Zhenxing Road, 文化路 Wenhua Road, 江滨路 Jiangbin Road,
""")

_SPECIAL: dict[str, Words] = {
    stories.APOSTROPHE: ("杭州L'Aurore家电生活馆", "Hangzhou L'Aurore Home Living Store"),
    stories.EMOJI: ("义乌喜乐多家电🏠批发部", "Yiwu Xileduo Appliances 🏠 Wholesale"),
    stories.LONG_NAME: (
        "无锡市锡山区东亭街道云栖里社区智慧家庭生活电器体验中心暨售后服务联合经营部（个人独资企业）",
        "Wuxi Xishan District Dongting Subdistrict Yunqili Community Smart Home Appliance "
        "Experience Centre and Joint After-Sales Service Store (sole proprietorship)",
    ),
    "C0001": ("杭州晨曦电器有限公司", "Hangzhou Chenxi Appliances Co., Ltd."),
}


def dealer_name(
    dice: Dice, code: str, city: str, county: Words, size: int, used: set[str]
) -> Words:
    """Return a dealer's name that no dealer before has; `used` takes it up."""
    city_name = next(entry[1] for entry in places.CITIES if entry[0] == city)
    forms = _LARGE if size < 40 else _MIDDLE if size < 120 else _SMALL
    where = places.short_name(city_name if size < 90 else county)
    while True:
        brand, form = dice.pick(_BRANDS), dice.pick(forms)
        name = _SPECIAL.get(code) or (
            where[0] + brand[0] + form[0],
            f"{where[1]} {brand[1]} {form[1]}",
        )
        if name[0] not in used and (code in _SPECIAL or name not in _SPECIAL.values()):
            used.add(name[0])
            return name


def person_name(dice: Dice) -> Words:
    """Return somebody's name."""
    family, given = dice.pick(_FAMILY), dice.pick(_GIVEN)
    return family[0] + given[0], f"{family[1]} {given[1]}"


def address(dice: Dice, city: str, county: Words) -> Words:
    """Return an invented address in the county."""
    city_name = next(entry[1] for entry in places.CITIES if entry[0] == city)
    street, number = dice.pick(_STREETS), dice.between(1, 688)
    return (
        f"{city_name[0]}{county[0]}{street[0]}{number}号",
        f"{number} {street[1]}, {county[1]}, {city_name[1]}",
    )
