"""The official wording of the printed forms, row by row.

Sources: 国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号, 国办发〔2014〕32号.
"""

from __future__ import annotations

APPLICANTS = {
    "natural_person": "自然人",
    "commercial_enterprise": "商业企业",
    "research_institution": "科研机构",
    "public_interest_org": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_org": "其他",
    "total": "总计",
}
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
GROUPS = {
    "denied": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
APPLICATIONS = {
    "new_received": "一、本年新收政府信息公开申请数量",
    "carried_over": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "partially_granted": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "denied.state_secret": "1.属于国家秘密",
    "denied.prohibited_by_law": "2.其他法律行政法规禁止公开",
    "denied.safety_stability": "3.危及“三安全一稳定”",
    "denied.third_party_rights": "4.保护第三方合法权益",
    "denied.internal_affairs": "5.属于三类内部事务信息",
    "denied.process_information": "6.属于四类过程性信息",
    "denied.enforcement_file": "7.属于行政执法案卷",
    "denied.administrative_query": "8.属于行政查询事项",
    "unavailable.not_held": "1.本机关不掌握相关政府信息",
    "unavailable.needs_creation": "2.没有现成信息需要另行制作",
    "unavailable.still_unclear": "3.补正后申请内容仍不明确",
    "not_processed.petition": "1.信访举报投诉类申请",
    "not_processed.duplicate": "2.重复申请",
    "not_processed.publication": "3.要求提供公开出版物",
    "not_processed.excessive": "4.无正当理由大量反复申请",
    "not_processed.reconfirmation": "5.要求行政机关确认或重新出具已获取信息",
    "other.not_amended": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other.fee_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other.other": "3.其他",
    "other.total": "（六）其他处理",
    "processed_total": "（七）总计",
    "carried_forward": "四、结转下年度继续办理",
}
SUB_ROWS_OF_OTHER = ("other.not_amended", "other.fee_unpaid", "other.other")
NOT_A_RESULT = ("new_received", "carried_over", "processed_total", "carried_forward")


def application_rows(form: str, single_other: bool = False) -> list[str]:
    """The row codes of section 三 in printed order: 25 in 2021, 23 in 2019 or where （六） has no sub-rows."""
    single = single_other or form == "2019"
    dropped = SUB_ROWS_OF_OTHER if single else ("other.total",)
    return [code for code in APPLICATIONS if code not in dropped]


CHANNELS = {
    "reconsideration": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}
LITIGATION = "行政诉讼"
OUTCOMES = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}

_HANDLED = {"handled": "本年处理决定数量"}
_STOCK = {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"}
_MADE = {"made": "本年新制作数量", "published": "本年新公开数量", "public_total": "对外公开总数量"}
_ITEMS = {"items_last_year": "上一年项目数量", "items_change": "本年增/减", "handled": "处理决定数量"}

# sub-tables of section 二: article, columns, rows
DISCLOSURE: dict[str, list[tuple[str, dict[str, str], dict[str, str]]]] = {
    "2021": [
        ("第二十条第（一）项", _STOCK, {"regulations": "规章", "normative_documents": "行政规范性文件"}),
        ("第二十条第（五）项", _HANDLED, {"licences": "行政许可"}),
        ("第二十条第（六）项", _HANDLED, {"penalties": "行政处罚", "coercive_measures": "行政强制"}),
        ("第二十条第（八）项", {"amount_10k_yuan": "本年收费金额（单位：万元）"}, {"fees": "行政事业性收费"}),
    ],
    "2019": [
        ("第二十条第（一）项", _MADE, {"regulations": "规章", "normative_documents": "规范性文件"}),
        ("第二十条第（五）项", _ITEMS, {"licences": "行政许可", "other_services": "其他对外管理服务事项"}),
        ("第二十条第（六）项", _ITEMS, {"penalties": "行政处罚", "coercive_measures": "行政强制"}),
        (
            "第二十条第（八）项",
            {"items_last_year": "上一年项目数量", "items_change": "本年增/减"},
            {"fees": "行政事业性收费"},
        ),
        (
            "第二十条第（九）项",
            {"projects": "采购项目数量", "amount": "采购总金额"},
            {"procurement": "政府集中采购"},
        ),
    ],
}

# 政府信息公开情况统计表: code, label, unit; a group line has no unit
INDICATORS: list[tuple[str, str, str]] = [
    ("1", "一、主动公开情况", ""),
    ("1.1", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("1.1.a", "其中：主动公开规范性文件数", "条"),
    ("1.1.b", "制发规范性文件总数", "件"),
    ("1.2", "（二）通过不同渠道和方式公开政府信息的情况", ""),
    ("1.2.1", "1.政府公报公开政府信息数", "条"),
    ("1.2.2", "2.政府网站公开政府信息数", "条"),
    ("1.2.3", "3.政务微博公开政府信息数", "条"),
    ("1.2.4", "4.政务微信公开政府信息数", "条"),
    ("1.2.5", "5.其他方式公开政府信息数", "条"),
    ("2", "二、回应解读情况", ""),
    ("2.1", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    ("2.2", "（二）通过不同渠道和方式回应解读的情况", ""),
    ("2.2.1", "1.参加或举办新闻发布会总次数", "次"),
    ("2.2.1.a", "其中：主要负责同志参加新闻发布会次数", "次"),
    ("2.2.2", "2.政府网站在线访谈次数", "次"),
    ("2.2.2.a", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    ("2.2.3", "3.政策解读稿件发布数", "篇"),
    ("2.2.4", "4.微博微信回应事件数", "次"),
    ("2.2.5", "5.其他方式回应事件数", "次"),
    ("3", "三、依申请公开情况", ""),
    ("3.1", "（一）收到申请数", "件"),
    ("3.1.1", "1.当面申请数", "件"),
    ("3.1.2", "2.传真申请数", "件"),
    ("3.1.3", "3.网络申请数", "件"),
    ("3.1.4", "4.信函申请数", "件"),
    ("3.2", "（二）申请办结数", "件"),
    ("3.2.1", "1.按时办结数", "件"),
    ("3.2.2", "2.延期办结数", "件"),
    ("3.3", "（三）申请答复数", "件"),
    ("3.3.1", "1.属于已主动公开范围数", "件"),
    ("3.3.2", "2.同意公开答复数", "件"),
    ("3.3.3", "3.同意部分公开答复数", "件"),
    ("3.3.4", "4.不同意公开答复数", "件"),
    ("3.3.4.a", "其中：涉及国家秘密", "件"),
    ("3.3.4.b", "涉及商业秘密", "件"),
    ("3.3.4.c", "涉及个人隐私", "件"),
    ("3.3.4.d", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("3.3.4.e", "不是《条例》所指政府信息", "件"),
    ("3.3.4.f", "法律法规规定的其他情形", "件"),
    ("3.3.5", "5.不属于本行政机关公开数", "件"),
    ("3.3.6", "6.申请信息不存在数", "件"),
    ("3.3.7", "7.告知作出更改补充数", "件"),
    ("3.3.8", "8.告知通过其他途径办理数", "件"),
    ("4", "四、行政复议数量", "件"),
    ("4.1", "（一）维持具体行政行为数", "件"),
    ("4.2", "（二）被依法纠错数", "件"),
    ("4.3", "（三）其他情形数", "件"),
    ("5", "五、行政诉讼数量", "件"),
    ("5.1", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("5.2", "（二）被依法纠错数", "件"),
    ("5.3", "（三）其他情形数", "件"),
    ("6", "六、举报投诉数量", "件"),
    ("7", "七、依申请公开信息收取的费用", "万元"),
    ("8", "八、机构建设和保障经费情况", ""),
    ("8.1", "（一）政府信息公开工作专门机构数", "个"),
    ("8.2", "（二）设置政府信息公开查阅点数", "个"),
    ("8.3", "（三）从事政府信息公开工作人员数", "人"),
    ("8.3.1", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("8.3.2", "2.兼职人员数", "人"),
    ("8.4", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元"),
    ("9", "九、政府信息公开会议和培训情况", ""),
    ("9.1", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ("9.2", "（二）举办各类培训班数", "次"),
    ("9.3", "（三）接受培训人员数", "人次"),
]
