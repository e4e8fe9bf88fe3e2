"""Where the branch sells: provinces, cities and counties of East China, with their real codes.

The codes and names are those of China's public list of administrative divisions; the choice
of counties is the sample's own.
"""

from __future__ import annotations

from desktop.services.sample.words import Words, say

PROVINCES: tuple[tuple[str, Words], ...] = (
    ("33", ("浙江省", "Zhejiang")),
    ("32", ("江苏省", "Jiangsu")),
    ("34", ("安徽省", "Anhui")),
)

#: City code, name, telephone area, number of dealers; dealers are numbered in this order.
CITIES: tuple[tuple[str, Words, str, int], ...] = (
    ("3301", ("杭州市", "Hangzhou"), "0571", 34),
    ("3302", ("宁波市", "Ningbo"), "0574", 28),
    ("3303", ("温州市", "Wenzhou"), "0577", 24),
    ("3304", ("嘉兴市", "Jiaxing"), "0573", 20),
    ("3306", ("绍兴市", "Shaoxing"), "0575", 20),
    ("3307", ("金华市", "Jinhua"), "0579", 24),
    ("3310", ("台州市", "Taizhou"), "0576", 20),
    ("3201", ("南京市", "Nanjing"), "025", 28),
    ("3205", ("苏州市", "Suzhou"), "0512", 32),
    ("3202", ("无锡市", "Wuxi"), "0510", 20),
    ("3204", ("常州市", "Changzhou"), "0519", 14),
    ("3206", ("南通市", "Nantong"), "0513", 18),
    ("3401", ("合肥市", "Hefei"), "0551", 22),
    ("3402", ("芜湖市", "Wuhu"), "0553", 10),
    ("3408", ("安庆市", "Anqing"), "0556", 6),
)

_COUNTIES = """
330102 上城区 Shangcheng District|330105 拱墅区 Gongshu District|330106 西湖区 Xihu District
330108 滨江区 Binjiang District|330109 萧山区 Xiaoshan District|330110 余杭区 Yuhang District
330111 富阳区 Fuyang District|330113 临平区 Linping District|330122 桐庐县 Tonglu County
330127 淳安县 Chun'an County|330182 建德市 Jiande
330203 海曙区 Haishu District|330205 江北区 Jiangbei District|330206 北仑区 Beilun District
330212 鄞州区 Yinzhou District|330213 奉化区 Fenghua District|330226 宁海县 Ninghai County
330281 余姚市 Yuyao|330282 慈溪市 Cixi
330302 鹿城区 Lucheng District|330303 龙湾区 Longwan District|330304 瓯海区 Ouhai District
330324 永嘉县 Yongjia County|330329 泰顺县 Taishun County|330381 瑞安市 Rui'an
330382 乐清市 Yueqing
330402 南湖区 Nanhu District|330411 秀洲区 Xiuzhou District|330421 嘉善县 Jiashan County
330481 海宁市 Haining|330482 平湖市 Pinghu|330483 桐乡市 Tongxiang
330602 越城区 Yuecheng District|330603 柯桥区 Keqiao District|330604 上虞区 Shangyu District
330624 新昌县 Xinchang County|330681 诸暨市 Zhuji|330683 嵊州市 Shengzhou
330702 婺城区 Wucheng District|330703 金东区 Jindong District|330726 浦江县 Pujiang County
330781 兰溪市 Lanxi|330782 义乌市 Yiwu|330783 东阳市 Dongyang|330784 永康市 Yongkang
331002 椒江区 Jiaojiang District|331003 黄岩区 Huangyan District|331004 路桥区 Luqiao District
331023 天台县 Tiantai County|331081 温岭市 Wenling|331082 临海市 Linhai
320104 秦淮区 Qinhuai District|320105 建邺区 Jianye District|320106 鼓楼区 Gulou District
320111 浦口区 Pukou District|320113 栖霞区 Qixia District|320115 江宁区 Jiangning District
320117 溧水区 Lishui District
320506 吴中区 Wuzhong District|320507 相城区 Xiangcheng District|320508 姑苏区 Gusu District
320509 吴江区 Wujiang District|320581 常熟市 Changshu|320582 张家港市 Zhangjiagang
320583 昆山市 Kunshan|320585 太仓市 Taicang
320205 锡山区 Xishan District|320206 惠山区 Huishan District|320211 滨湖区 Binhu District
320213 梁溪区 Liangxi District|320281 江阴市 Jiangyin|320282 宜兴市 Yixing
320402 天宁区 Tianning District|320404 钟楼区 Zhonglou District|320412 武进区 Wujin District
320481 溧阳市 Liyang
320612 通州区 Tongzhou District|320613 崇川区 Chongchuan District|320614 海门区 Haimen District
320681 启东市 Qidong|320682 如皋市 Rugao|320685 海安市 Hai'an
340102 瑶海区 Yaohai District|340103 庐阳区 Luyang District|340104 蜀山区 Shushan District
340111 包河区 Baohe District|340122 肥东县 Feidong County|340123 肥西县 Feixi County
340181 巢湖市 Chaohu
340202 镜湖区 Jinghu District|340207 鸠江区 Jiujiang District|340209 弋江区 Yijiang District
340223 南陵县 Nanling County
340802 迎江区 Yingjiang District|340822 怀宁县 Huaining County|340881 桐城市 Tongcheng
"""

#: County code and name; the first four digits are the city's code.
COUNTIES: tuple[tuple[str, Words], ...] = tuple(
    (code, (chinese, english))
    for line in _COUNTIES.split("\n")
    for entry in line.split("|")
    if entry
    for code, chinese, english in (entry.split(" ", 2),)
)

COLUMNS = ("code", "name", "parent_code")


def counties_of(city: str) -> tuple[tuple[str, Words], ...]:
    """Return the counties and districts of a city, in the order of their codes."""
    return tuple(entry for entry in COUNTIES if entry[0].startswith(city))


def short_name(name: Words) -> Words:
    """Return a place's name as dealers use it in theirs: without 市, 区, 县, District."""
    return name[0][:-1], name[1].replace(" District", "").replace(" County", "")


def rows(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the territories' file, parents first."""
    result = [(code, say(name, language), "") for code, name in PROVINCES]
    result += [(code, say(name, language), code[:2]) for code, name, _area, _count in CITIES]
    result += [(code, say(name, language), code[:4]) for code, name in COUNTIES]
    return tuple(result)
