"""The kinds of import file as data: adding a kind adds a list of columns (FORMATS.md, 2)."""

from __future__ import annotations

from desktop.enums import ImportKind
from desktop.i18n import N_
from desktop.services.imports.data import Choice, ColumnSpec, FieldType, KindSpec, Sign

_T = FieldType
_CUSTOMER = N_("The customer's code.")
_REP = N_("The rep's code.")
_PRODUCT = N_("The product's code.")
_TERRITORY = N_("The territory's code.")


def _code(name: str, zh: str, help: str, example: str, *more: str, long: int = 64) -> ColumnSpec:
    return ColumnSpec(name, _T.CODE, True, (zh, *more), longest=long, help=help, example=example)


def _number(name: str, zh: str, help: str, example: str, *more: str) -> ColumnSpec:
    return ColumnSpec(name, _T.CODE, False, (zh, *more), help=help, example=example)


def _refer(
    name: str, zh: str, help: str, example: str, *more: str, required: bool = False
) -> ColumnSpec:
    longest = 128 if name.split("_")[0] in ("customer", "product", "group", "parent") else 64
    return ColumnSpec(
        name, _T.REFERENCE, required, (zh, *more), longest=longest, help=help, example=example
    )


def _customer(required: bool = True, example: str = "C0001") -> ColumnSpec:
    return _refer(
        "customer_code", "客户编码", _CUSTOMER, example, "客户编号", "客户代码", "customer",
        "customer id", "customer no", required=required,
    )  # fmt: skip


def _rep(required: bool = False, example: str = "R01") -> ColumnSpec:
    return _refer(
        "rep_code", "业务员编码", _REP, example, "业务员", "业务员编号", "销售员", "rep",
        "sales rep", "salesperson", required=required,
    )  # fmt: skip


def _product(example: str = "P100") -> ColumnSpec:
    return _refer(
        "product_code", "产品编码", _PRODUCT, example, "产品编号", "商品编码", "产品代码",
        "product", "product id", "sku",
    )  # fmt: skip


def _territory(example: str = "EAST") -> ColumnSpec:
    return _refer(
        "territory_code", "区域编码", _TERRITORY, example, "区域", "区域代码", "territory", "region"
    )


def _text(
    name: str, zh: str, help: str, example: str = "", *more: str, required: bool = False,
    long: int = 200, lines: bool = False,
) -> ColumnSpec:  # fmt: skip
    return ColumnSpec(
        name, _T.TEXT, required, (zh, *more), longest=long, multiline=lines, help=help,
        example=example,
    )  # fmt: skip


def _note(name: str, zh: str, help: str, example: str = "", *more: str) -> ColumnSpec:
    return _text(name, zh, help, example, *more, long=4000, lines=True)


def _of(
    type: FieldType, name: str, zh: str, help: str, example: str = "", *more: str,
    required: bool = False, sign: Sign = Sign.ANY, largest: int = 1_000_000_000,
) -> ColumnSpec:  # fmt: skip
    return ColumnSpec(
        name, type, required, (zh, *more), sign=sign, largest=largest, help=help, example=example
    )


def _choice(
    name: str, zh: str, help: str, example: str, choices: tuple[Choice, ...], *more: str,
    required: bool = False,
) -> ColumnSpec:  # fmt: skip
    return ColumnSpec(name, _T.CHOICE, required, (zh, *more), choices, help=help, example=example)


_CREDIT = _of(
    _T.CREDIT, "rep_code", "业务员编码",
    N_("The rep's code, or shared credit in percent: R1:60;R2:40."), "R01", "业务员", "业务员编号",
    "销售员", "rep", "sales rep", "salesperson",
)  # fmt: skip
_QUANTITY = _of(
    _T.QUANTITY, "quantity", "数量", N_("Quantity, up to six decimals."), "10", "销售数量", "qty"
)
_CLASSES = tuple(Choice(letter, (f"{letter}级", f"{letter}类")) for letter in "ABCD")
_STATUSES = (
    Choice("confirmed", ("已确认", "确认", "open")),
    Choice("closed", ("已关闭", "已完成", "关闭", "完成", "completed")),
    Choice("cancelled", ("已取消", "取消", "作废", "canceled")),
)
_INVOICE_KINDS = (
    Choice("invoice", ("发票", "蓝字发票", "蓝字")),
    Choice("credit_note", ("红字发票", "红字", "贷项通知单", "退货发票", "credit")),
)
_CHANNELS = (
    Choice("on_site", ("上门", "现场", "拜访", "visit")),
    Choice("phone", ("电话", "call", "telephone")),
    Choice("online", ("线上", "网络", "微信", "视频")),
    Choice("exhibition", ("展会", "fair")),
)
_CATEGORIES = (
    Choice("travel", ("差旅", "差旅费", "交通", "交通费")),
    Choice("meals", ("餐费", "餐饮", "伙食")),
    Choice("entertainment", ("招待", "招待费", "业务招待费")),
    Choice("gift", ("礼品", "礼品费")),
    Choice("promotion", ("促销", "推广", "推广费", "促销费")),
    Choice("communication", ("通讯", "通讯费", "通信费")),
    Choice("other", ("其他", "其它")),
)
_METRICS = (
    Choice("sales", ("销售", "销售额", "net_sales")),
    Choice("collections", ("回款", "回款额", "collection")),
    Choice("profit", ("毛利", "利润", "gross_profit")),
    Choice("quantity", ("数量", "销量")),
    Choice("new_customers", ("新客户", "新客户数")),
    Choice("visits", ("拜访", "拜访次数")),
)
_NOTE_TYPES = (
    Choice("trend", ("趋势", "市场动向", "市场趋势", "动向")),
    Choice("consumer", ("消费者", "消费者需求", "消费需求")),
    Choice("competitor", ("竞争对手", "竞品", "竞争", "competition")),
    Choice("dealer_request", ("经销商要求", "经销商请求", "客户要求", "请求", "request")),
    Choice("problem", ("问题", "issue")),
)
_DAY_KINDS = (
    Choice("work", ("工作日", "上班", "班")),
    Choice("rest", ("休息日", "休息", "休")),
    Choice("half", ("半天", "半日")),
)

_SPECS = (
    KindSpec(ImportKind.TERRITORIES, N_("Territories"), (
        _code("code", "区域编码", N_("Your own code, kept as text."), "EAST", "区域代码"),
        _text("name", "区域名称", N_("Name of the territory."), "East China", required=True),
        _refer("parent_code", "上级编码", N_("Code of the territory it belongs to."), "",
               "上级区域编码"),
    ), unique=("code",)),
    KindSpec(ImportKind.REPS, N_("Reps"), (
        _code("code", "业务员编码", N_("Your own code, kept as text."), "R01", "业务员编号", "工号",
              "rep_code"),
        _text("name", "姓名", N_("The person's name."), "Li Ming", "业务员姓名", required=True),
        _refer("manager_code", "上级", N_("Code of the person above."), "", "上级编码", "主管",
               "manager"),
        _text("title", "职务", N_("Post."), "Sales rep", "岗位"),
        _territory(),
        _of(_T.DATE, "hire_date", "入职日期", N_("First day of work."), "2024-03-01"),
        _of(_T.DATE, "leave_date", "离职日期", N_("Last day of work; empty while employed.")),
    ), unique=("code",)),
    KindSpec(ImportKind.PRODUCT_GROUPS, N_("Product groups"), (
        _code("code", "类别编码", N_("Your own code, kept as text."), "BIKES", "产品类别编码",
              long=128),
        _text("name", "类别名称", N_("Name of the group."), "Bikes", "产品类别", required=True),
        _refer("parent_code", "上级编码", N_("Code of the group it belongs to."), "", "上级类别"),
    ), unique=("code",)),
    KindSpec(ImportKind.PRODUCTS, N_("Products"), (
        _code("code", "产品编码", N_("Your own code, kept as text."), "P100", "产品编号",
              "商品编码", "product_code", "sku", long=128),
        _text("name", "产品名称", N_("Name of the product."), "City bike 28", "商品名称",
              required=True),
        _refer("group_code", "类别", N_("Code of the product's group."), "BIKES", "类别编码",
               "产品类别", "group"),
        _text("unit", "单位", N_("Unit of quantity."), "pcs", long=32),
        _of(_T.PRICE, "list_price", "标价", N_("Price of the list, net of tax."), "1999.00",
            sign=Sign.NOT_NEGATIVE),
        _of(_T.PRICE, "standard_cost", "标准成本", N_("Standard cost of a unit."), "1200.00",
            sign=Sign.NOT_NEGATIVE),
    ), unique=("code",)),
    KindSpec(ImportKind.CUSTOMERS, N_("Customers"), (
        _code("code", "客户编码", N_("Your own code, kept as text."), "C0001", "客户编号",
              "客户代码", "customer_code", long=128),
        _text("name", "客户名称", N_("The customer's name."), "Sunrise Trading Co.", "客户",
              required=True),
        _territory(),
        _rep(),
        _choice("class", "等级", N_("Weight of the customer: A, B, C or D."), "A", _CLASSES,
                "客户等级", "customer_class"),
        _of(_T.FLAG, "key_account", "大客户", N_("Yes for a customer of strategic weight."), "no",
            "重点客户"),
        _text("tax_id", "税号", N_("Tax number."), "", "纳税人识别号", long=64),
        _text("phone", "电话", N_("Telephone."), "021-5555 0100", "联系电话", long=64),
        _note("address", "地址", N_("Address."), "88 Harbour Road, Shanghai"),
        _text("legal_person", "法人", N_("Legal representative."), "", "法定代表人", "法人代表"),
        _of(_T.MONEY, "credit_limit", "信用额度",
            N_("Credit limit; empty means none was set, 0 means nothing is allowed."), "50000",
            sign=Sign.NOT_NEGATIVE),
        _of(_T.INTEGER, "terms_days", "账期", N_("Days of credit."), "30", "账期天数", "terms",
            sign=Sign.NOT_NEGATIVE, largest=3650),
        _of(_T.DATE, "opened_on", "开户日期",
            N_("Since when rep and territory hold; empty means from before any document."),
            "2026-01-01"),
    ), unique=("code",)),
    KindSpec(ImportKind.ASSIGNMENTS, N_("Assignments"), (
        _customer(),
        _rep(required=True),
        _of(_T.DATE, "from", "开始日期", N_("First day."), "2026-01-01", "起始日期", "start_date",
            required=True),
        _of(_T.DATE, "to", "结束日期", N_("Last day; empty means until the next one."), "",
            "截止日期", "end_date"),
    ), refuse_equal_rows=True),
    KindSpec(ImportKind.ORDERS, N_("Orders"), (
        _code("order_no", "订单号", N_("Number of the order; its lines repeat it."), "SO-1001",
              "订单编号", "order_number", "order id"),
        _of(_T.DATE, "order_date", "订单日期", N_("Date of the order."), "2026-07-01", "下单日期",
            required=True),
        _customer(),
        _CREDIT,
        _product(),
        _QUANTITY,
        _of(_T.PRICE, "unit_price", "单价", N_("Price of a unit, net of tax."), "1999.00", "price",
            sign=Sign.NOT_NEGATIVE),
        _of(_T.MONEY, "amount", "金额", N_("Amount of the line, net of tax; negative is a return."),
            "19990.00", "销售额", "未税金额", "net amount", required=True),
        _of(_T.MONEY, "cost", "成本", N_("Cost of the line."), "12000.00"),
        _choice("status", "状态", N_("confirmed (default), closed or cancelled."), "confirmed",
                _STATUSES, "订单状态"),
    ), document="order_no", agree=("order_date", "customer_code", "rep_code", "status")),
    KindSpec(ImportKind.INVOICES, N_("Invoices"), (
        _code("invoice_no", "发票号", N_("Number of the invoice; its lines repeat it."), "INV-2001",
              "发票号码", "发票编号", "invoice_number", "invoice id"),
        _choice("kind", "类型", N_("invoice (default) or credit_note."), "invoice", _INVOICE_KINDS,
                "发票类型"),
        _of(_T.DATE, "invoice_date", "开票日期", N_("Date of the invoice."), "2026-07-05",
            "发票日期", required=True),
        _of(_T.DATE, "due_date", "到期日", N_("Empty means the date plus the customer's terms."),
            "2026-08-04", "到期日期"),
        _customer(),
        _CREDIT,
        _refer("order_no", "订单号", N_("Number of the order it bills."), "SO-1001", "订单编号"),
        _refer("original_invoice_no", "原发票号",
               N_("For a credit note: the invoice that it reduces; empty leaves it open."), "",
               "原发票号码", "冲销发票号"),
        _product(),
        _QUANTITY,
        _of(_T.MONEY, "amount", "金额",
            N_("Amount net of tax; positive for credit notes too, which count negative."),
            "19990.00", "未税金额", "net amount", required=True),
        _of(_T.MONEY, "tax", "税额", N_("Tax of the line; the customer owes amount and tax."),
            "2598.70"),
        _of(_T.MONEY, "cost", "成本", N_("Cost of the line."), "12000.00"),
    ), document="invoice_no",
        agree=("kind", "invoice_date", "due_date", "customer_code", "rep_code",
               "original_invoice_no")),
    KindSpec(ImportKind.COLLECTIONS, N_("Collections"), (
        _code("receipt_no", "收款单号", N_("Number of the receipt; several rows may share it."),
              "RC-3001", "收款编号", "receipt_number"),
        _of(_T.DATE, "date", "收款日期", N_("Day the money came."), "2026-07-20", "日期",
            required=True),
        _customer(),
        _of(_T.MONEY, "amount", "金额", N_("Amount, above zero."), "22588.70", "收款金额",
            "回款金额", required=True, sign=Sign.POSITIVE),
        _refer("invoice_no", "发票号", N_("The invoice it pays; empty leaves it unapplied."),
               "INV-2001", "发票号码"),
        _text("method", "收款方式", N_("How it was paid."), "transfer", "付款方式", long=64),
        _text("payer", "付款人", N_("Who paid, if not the customer."), "", "付款方"),
        _rep(),
    ), document="receipt_no", agree=("date", "customer_code", "rep_code")),
    KindSpec(ImportKind.VISITS, N_("Visits"), (
        _number("visit_no", "拜访编号", N_("Number on the slip, if any."), "V-4001"),
        _of(_T.DATE, "date", "拜访日期", N_("Day of the visit."), "2026-07-02", "日期",
            required=True),
        _of(_T.TIME, "start", "开始时间", N_("HH:MM."), "09:30"),
        _of(_T.TIME, "end", "结束时间", N_("HH:MM."), "10:15"),
        _of(_T.INTEGER, "minutes", "时长", N_("Minutes, where no end is known."), "", "分钟",
            sign=Sign.NOT_NEGATIVE, largest=1440),
        _rep(required=True),
        _customer(),
        _choice("channel", "方式", N_("on_site (default), phone, online or exhibition."), "on_site",
                _CHANNELS, "拜访方式"),
        _note("purpose", "目的", N_("Purpose."), "Autumn order", "拜访目的"),
        _note("outcome", "结果",
              N_("In your words; closed and absent count as attempts, not as visits."), "ordered",
              "拜访结果"),
        _of(_T.FLAG, "planned", "计划内", N_("Yes where the visit was planned."), "yes",
            "是否计划"),
        _note("note", "备注", N_("Note."), ""),
        _of(_T.DATE, "next_visit_on", "下次拜访日期", N_("Next visit."), "", "下次拜访"),
        _of(_T.INSTANT, "received_at", "收到时间", N_("When the office got the report."),
            "2026-07-03", "收到日期"),
        _refer("order_no", "订单号", N_("The order it led to."), "SO-1001", "订单编号"),
    ), unique=("visit_no",), refuse_equal_rows=True),
    KindSpec(ImportKind.VISIT_PLANS, N_("Visit plans"), (
        _rep(required=True),
        _customer(),
        _of(_T.DATE, "date", "计划日期", N_("Planned day."), "2026-07-09", "日期", "拜访日期",
            required=True),
        _note("purpose", "目的", N_("Purpose."), "Stock count", "拜访目的"),
    ), refuse_equal_rows=True),
    KindSpec(ImportKind.EXPENSES, N_("Expenses"), (
        _of(_T.DATE, "date", "日期", N_("Day of the expense."), "2026-07-02", "费用日期",
            required=True),
        _rep(required=True),
        _choice("category", "类别", N_("What it was for."), "travel", _CATEGORIES, "费用类别",
                required=True),
        _of(_T.MONEY, "amount", "金额", N_("Amount, above zero."), "86.50", "费用金额",
            required=True, sign=Sign.POSITIVE),
        _customer(required=False),
        _refer("visit_no", "拜访编号", N_("Number of the visit."), "V-4001"),
        _text("guests", "客人", N_("Who was entertained, by name."), "", "招待对象", "宾客"),
        _number("invoice_no", "发票号", N_("Number of the receipt."), "", "票据号"),
        _note("note", "备注", N_("Note."), ""),
    ), refuse_equal_rows=True),
    KindSpec(ImportKind.TARGETS, N_("Targets"), (
        _of(_T.PERIOD, "period", "期间", N_("2026, FY2026, 2026-Q3 or 2026-07."), "2026-07",
            "月份", "年月", required=True),
        _choice("metric", "指标", N_("What the target is for."), "sales", _METRICS, required=True),
        _of(_T.TARGET, "amount", "目标", N_("The target, not negative."), "120000", "目标值",
            "目标金额", "金额", "target", required=True, sign=Sign.NOT_NEGATIVE),
        _territory(""),
        _rep(),
        _customer(required=False, example=""),
        _product(""),
        _refer("group_code", "类别编码", N_("The product group's code."), "", "产品类别", "类别",
               "group"),
    ), unique=("period", "metric", "territory_code", "rep_code", "customer_code", "product_code",
               "group_code")),
    KindSpec(ImportKind.BUDGETS, N_("Budgets"), (
        _of(_T.PERIOD, "period", "期间", N_("2026, FY2026, 2026-Q3 or 2026-07."), "2026-07",
            "月份", "年月", required=True),
        _choice("category", "类别", N_("What it is for."), "travel", _CATEGORIES, "费用类别",
                "预算科目", required=True),
        _of(_T.MONEY, "amount", "金额", N_("What may be spent, not negative."), "3000",
            "预算金额", "预算", "budget", required=True, sign=Sign.NOT_NEGATIVE),
        _rep(),
        _customer(required=False, example=""),
        _product(""),
        _territory(""),
    ), refuse_equal_rows=True),
    KindSpec(ImportKind.MARKET_NOTES, N_("Market notes"), (
        _of(_T.DATE, "date", "日期", N_("Day it was noted."), "2026-07-02", "记录日期",
            required=True),
        _choice("type", "类型", N_("trend, consumer, competitor, dealer_request or problem."),
                "competitor", _NOTE_TYPES, "信息类型", required=True),
        _text("text", "内容", N_("What was learned."), "Now 50 cheaper than last month", "信息内容",
              "note", required=True, long=4000, lines=True),
        _rep(),
        _customer(required=False),
        _text("competitor", "竞争对手", N_("The competitor it is about."), "Northwind", "竞品",
              "竞争品牌", long=128),
        _product(),
        _of(_T.PRICE, "price", "价格", N_("The competitor's price of a unit."), "1949.00",
            "竞品价格", sign=Sign.NOT_NEGATIVE),
        _of(_T.INTEGER, "severity", "严重程度", N_("Of a problem: 1, 2 or 3; 1 is the gravest."),
            "", "等级", sign=Sign.POSITIVE, largest=3),
        _text("source", "来源", N_("From whom or what it is known."), "price list", "信息来源"),
    ), refuse_equal_rows=True),
    KindSpec(ImportKind.CALENDAR, N_("Calendar"), (
        _of(_T.DATE, "date", "日期", N_("The day."), "2026-10-01", required=True),
        _choice("kind", "类型", N_("work, rest or half."), "rest", _DAY_KINDS, required=True),
        _text("note", "备注", N_("Note."), "National Day", "说明"),
    ), unique=("date",)),
    KindSpec(ImportKind.LEAVE, N_("Leave"), (
        _rep(required=True),
        _of(_T.DATE, "from", "开始日期", N_("First day."), "2026-08-03", "起始日期", "start_date",
            required=True),
        _of(_T.DATE, "to", "结束日期", N_("Last day."), "2026-08-07", "截止日期", "end_date",
            required=True),
        _text("kind", "类型", N_("Why, in your words."), "holiday", "请假类型", "假别", long=64),
    ), refuse_equal_rows=True),
)  # fmt: skip

KINDS: dict[ImportKind, KindSpec] = {spec.kind: spec for spec in _SPECS}


def kind_spec(kind: ImportKind) -> KindSpec:
    """Return the columns and rules of a kind of import file."""
    return KINDS[kind]
