"""Sentences as offices write them and the facts that a careful reader takes from them (NARRATIVE.md §1).

The numbers of NARRATIVE.md's own examples are used throughout.
"""

from __future__ import annotations

from decimal import Decimal

from tests.unit.facts.read import Short

CASES: list[tuple[str, list[Short]]] = [
    # proactive disclosure, total
    ("全年主动公开政府信息8819件。", [("disclosed.total", 8819)]),
    ("共公开各类政务信息6750余条。", [("disclosed.total", 6750)]),
    ("2024年累计公开政府信息1.17万条。", [("disclosed.total", 11700)]),
    ("本年度公开18万余条政府信息。", [("disclosed.total", 180000)]),
    ("全年发布政务信息共计148篇。", [("disclosed.total", 148)]),
    ("2024年，全市各级各部门主动公开政府信息449，248条。", [("disclosed.total", 449248)]),
    ("２０２４年共公开政府信息４４９２４８条。", [("disclosed.total", 449248)]),
    ("政府信息公开总数为234条。", [("disclosed.total", 234)]),
    # by channel
    (
        "本年度通过区管委门户网站以及全区政务新媒体公开信息8819件（含网站信息3092件、微信信息4357件、"
        "微博信息1046件、抖音信息324件）。",
        [
            ("disclosed.total", 8819),
            ("disclosed.website", 3092),
            ("disclosed.wechat", 4357),
            ("disclosed.weibo", 1046),
            ("disclosed.douyin", 324),
        ],
    ),
    (
        "全年公开信息217条：政府门户网站125条，微信公众号92条。",
        [("disclosed.total", 217), ("disclosed.website", 125), ("disclosed.wechat", 92)],
    ),
    (
        "共公开信息21218条，其中门户网站396条、微博97条、今日头条20580条、快手145条。",
        [
            ("disclosed.total", 21218),
            ("disclosed.website", 396),
            ("disclosed.weibo", 97),
            ("disclosed.toutiao", 20580),
            ("disclosed.kuaishou", 145),
        ],
    ),
    (
        "共主动公开信息145条，分别为公告栏8条，“威海文登”微信公众号137条。",
        [("disclosed.total", 145), ("disclosed.notice_board", 8), ("disclosed.wechat", 137)],
    ),
    (
        "编发政府公报12期，召开新闻发布会两场，在新闻媒体刊发稿件16篇。",
        [("gazette.issues", 12), ("press_conferences.held", 2), ("disclosed.press", 16)],
    ),
    ("通过电子显示屏发布信息60条，手机客户端推送信息7条。", [("disclosed.screen", 60), ("disclosed.app", 7)]),
    (
        "通过政府公报公开信息30条，政务新媒体发布信息26条。",
        [("disclosed.gazette", 30), ("disclosed.new_media", 26)],
    ),
    ("通过公开栏、电子屏等形式公开157余条。", [("disclosed.other_channels", 157)]),
    ("通过微信公众号等新媒体发布信息41条。", [("disclosed.new_media", 41)]),
    ("政府网站：发布信息42条，涵盖财政预决算等。", [("disclosed.website", 42)]),
    (
        "全年公开信息114条，其中通过政府网站公开72条，其中包括领导信息类10条、政务动态类36条等。",
        [
            ("disclosed.total", 114),
            ("disclosed.website", 72),
            ("disclosed.category", 10, "领导信息类"),
            ("disclosed.category", 36, "政务动态类"),
        ],
    ),
    (
        "2024年网站、微信共发布信息2483条，其中网站（含转发）319条，微信（含转发）851条。",
        [("disclosed.total", 2483), ("disclosed.website", 319), ("disclosed.wechat", 851)],
    ),
    # by category
    (
        "全年公开信息126条，其中：机构职能3条，工作动态77条，政策文件及政策解读11条，重点领域信息25条，其他信息10条。",
        [
            ("disclosed.total", 126),
            ("disclosed.category", 3, "机构职能"),
            ("disclosed.category", 77, "工作动态"),
            ("disclosed.category", 11, "政策文件及政策解读"),
            ("disclosed.category", 25, "重点领域信息"),
            ("disclosed.category", 10, "其他信息"),
        ],
    ),
    (
        "共公开信息40条，其中红色水江15条、政策法规、规划计划类信息25条。",
        [
            ("disclosed.total", 40),
            ("disclosed.category", 15, "红色水江"),
            ("disclosed.category", 25, "政策法规、规划计划类信息"),
        ],
    ),
    ("公开财政预决算类信息4条。", [("disclosed.category", 4, "财政预决算类信息")]),
    # cumulative: never the year's
    ("截至2024年底，累计公开政府信息64627条。", [("disclosed.accumulated", 64627)]),
    ("《条例》施行以来，累计主动公开政府信息2841340条。", [("disclosed.cumulative", 2841340)]),
    ("历年累计公开政府信息234条。", [("disclosed.cumulative", 234)]),
    ("自2008年以来共公开信息1200条，其中网站800条。", [("disclosed.cumulative", 1200)]),
    ("累计公开政府信息299条。", [("disclosed.accumulated", 299)]),
    # rules and papers
    ("制定行政规范性文件17件，废止0件，现行有效35件。",
     [("normative.issued", 17), ("normative.repealed", 0), ("normative.in_force", 35)]),
    ("公开行政规范性文件4篇。", [("normative.published", 4)]),
    ("废止行政规范性文件2件。现行有效行政规范性文件9件。", [("normative.repealed", 2), ("normative.in_force", 9)]),
    ("2024年，我局未制定规范性文件。", [("normative.issued", 0)]),
    ("发布政策文件35件，政策解读17条，图解33幅。",
     [("policies.published", 35), ("readings.total", 17), ("readings.graphic", 33)]),
    ("全年公布规章13件（含新制定5件，修改4件，废止4件）。",
     [("regulations.total", 13), ("regulations.issued", 5), ("regulations.amended", 4),
      ("regulations.repealed", 4)]),
    ("公开现行有效规章86件。未制定政府规章。", [("regulations.in_force", 86), ("regulations.issued", 0)]),
    ("每年公开政策文件。公开政策文件10至20件。", [("policies.published", None)]),
    # requests
    (
        "新收政府信息公开申请30件，上年结转1件，办结24件，结转下年度继续办理7件。",
        [
            ("requests.received", 30),
            ("requests.carried_in", 1),
            ("requests.answered", 24),
            ("requests.carried_out", 7),
        ],
    ),
    (
        "2024年共收到政府信息公开申请122宗，上年度结转11宗，答复126宗，结转至下一年度7宗。",
        [
            ("requests.received", 122),
            ("requests.carried_in", 11),
            ("requests.answered", 126),
            ("requests.carried_out", 7),
        ],
    ),
    ("全年受理公民、法人或其他组织要求公开政府信息的申请17条。", [("requests.received", 17)]),
    ("共收到依申请公开17例，均已答复。", [("requests.received", 17)]),
    ("接收信息公开申请1份。", [("requests.received", 1)]),
    ("2023年结转3件，新收政府信息公开申请14件。", [("requests.carried_in", 3), ("requests.received", 14)]),
    (
        "共收到政府信息公开申请122件，其中网络申请105件，信函申请17件。",
        [("requests.received", 122), ("requests.online", 105), ("requests.letter", 17)],
    ),
    (
        "共收到政府信息公开申请9件，其中当面申请3件，电子邮件1件，传真5件。",
        [("requests.received", 9), ("requests.in_person", 3), ("requests.email", 1), ("requests.fax", 5)],
    ),
    (
        "收到政府信息公开申请60件，依法依规处理60件，其中予以公开9件、部分公开1件、不予公开36件、"
        "无法提供13件、不予处理0件、其他处理1件。",
        [
            ("requests.received", 60),
            ("requests.handled", 60),
            ("requests.granted", 9),
            ("requests.partially_granted", 1),
            ("requests.denied", 36),
            ("requests.unavailable", 13),
            ("requests.not_processed", 0),
            ("requests.other", 1),
        ],
    ),
    (
        "收到政府信息公开申请300件，予以公开及部分公开258件。",
        [("requests.received", 300), ("requests.granted_or_partially", 258)],
    ),
    (
        "收到政府信息公开申请25件，同意公开18件，信息不存在4件，不属于本机关公开3件。",
        [
            ("requests.received", 25),
            ("requests.granted", 18),
            ("requests.not_existing", 4),
            ("requests.not_own", 3),
        ],
    ),
    # growth
    (
        "新收政府信息公开申请60件（较上年增长1400%）。",
        [("requests.received", 60), ("requests.received.growth", 1400)],
    ),
    (
        "收到政府信息公开申请60件，同比增长70.3%。",
        [("requests.received", 60), ("requests.received.growth", Decimal("70.3"))],
    ),
    (
        "全年公开政府信息1000条，较2023年下降1.05%。",
        [("disclosed.total", 1000), ("disclosed.total.growth", Decimal("-1.05"))],
    ),
    (
        "受理政府信息公开申请57件，同比增长−12.3%。",
        [("requests.received", 57), ("requests.received.growth", Decimal("-12.3"))],
    ),
    (
        "共受理政府信息公开申请0件。与上年相比，办结量净减少1件。",
        [("requests.received", 0), ("requests.answered.change", -1)],
    ),
    (
        "受理政府信息公开申请60件，较上年增加56件，增长1400%。",
        [("requests.received", 60), ("requests.received.change", 56), ("requests.received.growth", 1400)],
    ),
    ("未收到政府信息公开申请，较2023年少1件。", [("requests.received", 0), ("requests.received.change", -1)]),
    ("网站浏览量较上年增长30%。", []),
    (
        "公开信息8819件，其中网站3092件，占35.1%。",
        [("disclosed.total", 8819), ("disclosed.website", 3092), ("disclosed.website.share", Decimal("35.1"))],
    ),
    # statements of none
    ("本年度暂未收到依申请公开信息。", [("requests.received", 0)]),
    ("本年度没有收到公民、法人和其他组织提出的政府信息公开申请。", [("requests.received", 0)]),
    ("政府信息公开申请为零，也没有上年结转的申请。", [("requests.received", 0), ("requests.carried_in", 0)]),
    ("依申请公开零报告。", [("requests.received", 0)]),
    ("全年无政府信息公开申请，无结转下年度申请。", [("requests.received", 0), ("requests.carried_out", 0)]),
    (
        "未发生因政府信息公开引起的行政复议、行政诉讼情况。",
        [("reconsideration.total", 0), ("litigation.total", 0)],
    ),
    ("行政复议、行政诉讼0件。", [("reconsideration.total", 0), ("litigation.total", 0)]),
    ("行政复议和行政诉讼均未发生。", [("reconsideration.total", 0), ("litigation.total", 0)]),
    ("没有不予公开政府信息的情况。", [("requests.denied", 0)]),
    # reconsideration, litigation
    (
        "行政复议351件，其中维持72件、纠正64件、其他结果178件、尚未审结37件。行政诉讼46件。",
        [
            ("reconsideration.total", 351),
            ("reconsideration.upheld", 72),
            ("reconsideration.corrected", 64),
            ("reconsideration.other", 178),
            ("reconsideration.pending", 37),
            ("litigation.total", 46),
        ],
    ),
    (
        "被提起行政诉讼97件，其中维持90件，败诉2件，其他2件，未审结3件。",
        [
            ("litigation.total", 97),
            ("litigation.upheld", 90),
            ("litigation.corrected", 2),
            ("litigation.other", 2),
            ("litigation.pending", 3),
        ],
    ),
    (
        "因政府信息公开被申请行政复议9件，被提起行政诉讼3件。",
        [("reconsideration.total", 9), ("litigation.total", 3)],
    ),
    ("因政府信息公开引发的行政复议、行政诉讼12件。", [("disputes.total", 12)]),
    # fees
    ("全年收取政府信息公开信息处理费3940元。", [("fees.information", 3940)]),
    ("对25件申请收取信息处理费共计2950元。", [("fees.information", 2950)]),
    ("收取3件信息处理费，共2230元。", [("fees.cases", 3), ("fees.information", 2230)]),
    ("信息处理费收取1件380元。", [("fees.cases", 1), ("fees.information", 380)]),
    ("2024年未收取政府信息公开信息处理费。", [("fees.information", 0)]),
    ("我局2024年度无收取信息处理费情况。", [("fees.information", 0)]),
    ("暂未开展信息处理费收取工作。", [("fees.information", 0)]),
    # proposals
    (
        "共承办区人大代表建议1件、政协提案4件。目前，已全部办理完成，办复率100%。",
        [("proposals.npc", 1, "区"), ("proposals.cppcc", 4), ("proposals.reply_rate", 100)],
    ),
    (
        "承办县人大代表建议107件、政协委员提案149件，办复率、满意率均为100%。",
        [("proposals.npc", 107, "县"), ("proposals.cppcc", 149), ("proposals.reply_rate", 100)],
    ),
    ("未承办人大代表建议和政协委员提案。", [("proposals.npc", 0), ("proposals.cppcc", 0)]),
    ("承办政协提案2件，未收到人大提案。", [("proposals.cppcc", 2), ("proposals.npc", 0)]),
    ("办理人大代表建议和政协提案共12件，满意率98.5%。",
     [("proposals.total", 12), ("proposals.satisfaction_rate", Decimal("98.5"))]),
    # training, meetings, supervision
    ("全年组织培训5次，参训120余人次。", [("training.sessions", 5), ("training.people", 120)]),
    ("召开专题会议2次，举办业务培训两期。", [("meetings.held", 2), ("training.sessions", 2)]),
    ("开展网上评查3次，印发通报4期，考核得分为95.5分。",
     [("supervision.checks", 3), ("supervision.circulars", 4), ("supervision.score", Decimal("95.5"))]),
    ("未发生因政府信息公开被追究责任的情形。", [("supervision.accountability", 0)]),
    # media, dialogue
    ("全区共有政务新媒体95个，关注用户7.58万，全年网站总访问量9540370人次。",
     [("media.accounts", 95), ("media.followers", 75800), ("site.visits", 9540370)]),
    ("关停长期不更新的账号3个。", [("media.closed", 3)]),
    ("县长信箱183件，答复率100%。", [("hotline.mailbox", 183), ("hotline.reply_rate", 100)]),
    ("全年办理12345热线工单7341件。", [("hotline.12345", 7341)]),
    (
        "开展意见征集45次，收集意见建议75条，在线访谈19期，举办政府开放日活动1次。",
        [
            ("consultations.held", 45),
            ("consultations.opinions", 75),
            ("interviews.held", 19),
            ("open_days.held", 1),
        ],
    ),
    # staff, 2008–2018
    (
        "配备了1名全职工作人员，3名兼职工作人员，设立了1个专门的信息申请受理点，2个公共查阅点。",
        [
            ("staff.full_time", 1),
            ("staff.part_time", 3),
            ("staff.reception_points", 1),
            ("staff.reading_points", 2),
        ],
    ),
]  # fmt: skip

# Sentences with numbers that state no fact of the year, or none that can be trusted (NARRATIVE.md §3).
NOTHING = [
    "机构职能 条，工作动态 条，政策文件及3 77政策解读 11 25 10条，重点领域信息公开 条。",
    "本报告由总体情况等共 部分组成。6",
    "保留政策性文件2021 12 313 2件，废止 件。",
    "部门政府信息公开工作培训 次。我局设置以主要5负责人为组长。",
    "网站公开信息条，工作动态条，共377。",
    "依申请公开信息共28条。",
    "依申请公开信息28条。",
    "根据国办公开办函〔2021〕30号文件和国务院令第711号要求，公开《2024年政务公开要点12条》。",
    "2022年，我局共公开政府信息48条，收到政府信息公开申请3件。",
    "与2023年相比，公开数量有所增加。",
    "去年公开政府信息48条。",
    "上年同期公开政府信息48条。",
    "2025年将组织培训4次，公开信息不少于100条。",
    "每年组织培训2次，每周公开信息一条，至少召开会议1次。",
    "计划于明年举办培训3次。",
    "应公开政府信息48条，拟公开政府信息12条。",
    "未收到不予受理的投诉3件。",
    "对申请人提出的3件事逐一答复，召开第3次会议。",
    "联系电话0631-5352512，邮编264200。",
    "收到行政许可申请12件，信访申请3件，行政复议申请材料若干。",
    "截至2024年12月31日，收到申请12件。",
    "未按期答复引发的问题得到解决，无正当理由逾期不补正。",
    "“威海某区发布”发布信息459条。",
    "通过审计公开专栏公开政府信息16条。",
    "政府网站发布了72条权威解读信息。",
    "发布政策文件和政策解读共120条。",
    "通过微博、抖音分别发布信息120条、80条。",
    "未产生与诉讼有关的费用支出。",
    "推进一件事一次办，实行一次性告知，设立一个窗口。",
    "共收到网民留言48条，答复48条。",
    "在1月至12月间，第一批次、第2期、3个工作日内完成。",
]
