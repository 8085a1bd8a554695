"""Words for what the rules refuse. A rule gives a code and facts; people read the sentence here.

A verb with a reason of its own adds its line to REASONS; "{0}" stands for the first fact it gives.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.kit.flow import Refused
from wenming.web import reasons

Words = reasons.Words
Sentence = reasons.Sentence


REASONS: dict[str, Sentence] = {
    **reasons.OF_PLANS,
    **reasons.OF_ORDERS,
    **reasons.OF_CAMPAIGNS,
    "state": Sentence(
        gettext_lazy("没有办成：这一步现在不能走，状态已经变了。"),
        gettext_lazy("请看最新的状态，再决定怎么办。"),
    ),
    "conflict": Sentence(
        gettext_lazy("没有保存：同一编号已有内容不同的记录。"),
        gettext_lazy("请核对两份记录，需要更正时另建一份。"),
    ),
    "power": Sentence(
        gettext_lazy("没有办成：您的任职没有这一项权限。"),
        gettext_lazy("需要办理时，请联系本单位负责人或创城办。"),
    ),
    "own": Sentence(
        gettext_lazy("没有办成：不能评判自己或本单位的整改。"),
        gettext_lazy("请交给与该单位没有任职关系的人。"),
    ),
    "must_change": Sentence(
        gettext_lazy("没有办成：现在的密码是别人给的，须先改掉。"),
        gettext_lazy("请在网页上登录，改密码后再来。"),
    ),
    "full": Sentence(
        gettext_lazy("没有保存：存储空间已满。"), gettext_lazy("已收到的内容都在；请通知管理员。")
    ),
    # rounds, their draws and their stops
    "name": Sentence(gettext_lazy("名称要有 1 至 60 个字。"), gettext_lazy("请改名称。")),
    "name_taken": Sentence(gettext_lazy("已有名为“{0}”的批次。"), gettext_lazy("请另起一个名称。")),
    "ends_first": Sentence(gettext_lazy("结束日期早于开始日期。"), gettext_lazy("请改日期。")),
    "unknown_area": Sentence(
        gettext_lazy("没有找到区域“{0}”。"), gettext_lazy("请核对区划代码，或先导入区域。")
    ),
    "no_area": Sentence(gettext_lazy("还没有区域。"), gettext_lazy("请先导入区域。")),
    "unknown_edition": Sentence(
        gettext_lazy("没有代码为“{0}”的测评体系。"), gettext_lazy("请核对版本代码。")
    ),
    "no_edition": Sentence(
        gettext_lazy("还没有已发布的测评体系。"), gettext_lazy("请先发布一个版本，再开批次。")
    ),
    "unpublished": Sentence(
        gettext_lazy("测评体系“{0}”没有发布，不能用于批次。"), gettext_lazy("请先发布。")
    ),
    "empty_frame": Sentence(
        gettext_lazy("签库是空的：这个区域里没有该体系要实地考察的点位。"),
        gettext_lazy("请先导入点位，或换一个区域、体系。"),
    ),
    "too_many": Sentence(
        gettext_lazy("要抽 {0} 个点位，签库里只有 {1} 个。"), gettext_lazy("请把数量改小。")
    ),
    "too_few": Sentence(
        gettext_lazy("要抽 {0} 个点位，而每层至少的数目合计要 {1} 个。"),
        gettext_lazy("请增加总数，或减少每层至少的数目。"),
    ),
    "seed": Sentence(
        gettext_lazy("种子“{0}”不能用：只能是十六进制数字，最多 128 位。"),
        gettext_lazy("请改写，或留空由系统产生。"),
    ),
    "other_seed": Sentence(
        gettext_lazy("这个种子与封签时的不是同一个。"),
        gettext_lazy("请用封签时的种子；要换种子，须写明理由作废重封。"),
    ),
    "uncommitted": Sentence(
        gettext_lazy("还没有封签，不能抽取。"), gettext_lazy("请先封签、公布承诺值。")
    ),
    "undrawn": Sentence(
        gettext_lazy("这个批次还没有抽取，或不经抽取。"), gettext_lazy("请先开签抽取，再办这一步。")
    ),
    "frame_changed": Sentence(
        gettext_lazy("封签以后签库变了。增加：{0}；减少：{1}；换了层：{2}。"),
        gettext_lazy("请恢复原样再抽，或写明理由作废重封。"),
    ),
    "unknown_site": Sentence(
        gettext_lazy("没有找到点位 {0}。"),
        gettext_lazy("请核对编号；点位须在用，且在批次区域之内。"),
    ),
    "own_site": Sentence(
        gettext_lazy("点位 {0} 由本组或本人所在单位负责，不能自己查自己。"),
        gettext_lazy("请交给别的工作组。"),
    ),
    "draw_frame": Sentence(gettext_lazy("签库与封签时的不同：公布的指纹是 {0}，算得 {1}。")),
    "draw_commitment": Sentence(gettext_lazy("承诺值不符：公布的是 {0}，由种子和签库算得 {1}。")),
    "draw_extra": Sentence(gettext_lazy("多了点位 {1}（{0}）：按种子抽不到它。")),
    "draw_missing": Sentence(gettext_lazy("少了点位 {1}（{0}）：按种子应当抽中。")),
    "draw_order": Sentence(gettext_lazy("“{0}”层的签序不符。")),
    "draw_reserve": Sentence(gettext_lazy("“{0}”层的替补没有按签序递补。")),
    "draw_numbers": Sentence(gettext_lazy("各层的数目不是按所定办法算出来的。")),
    # visits
    "unknown_round": Sentence(
        gettext_lazy("没有名为“{0}”的批次。"), gettext_lazy("请核对批次名称。")
    ),
    "round_state": Sentence(
        gettext_lazy("这个批次现在不收现场记录：还没有开始，或已经结束。"),
        gettext_lazy("请与创城办核对批次。"),
    ),
    "not_drawn": Sentence(
        gettext_lazy("点位 {0} 没有被抽中，不在这次测评之内。"), gettext_lazy("请核对点位。")
    ),
    "outside": Sentence(
        gettext_lazy("点位 {0} 不在这个批次的区域里。"), gettext_lazy("请核对点位。")
    ),
    "visited": Sentence(
        gettext_lazy("点位 {0} 已经有人记录过了。"), gettext_lazy("需要更正时，请在原记录上更正。")
    ),
    "unreachable": Sentence(
        gettext_lazy("点位 {0} 已登记为无法进入，由替补点位代替。"), gettext_lazy("请查替补点位。")
    ),
    "beat": Sentence(
        gettext_lazy("点位 {0} 属于别的工作组的片区。"),
        gettext_lazy("请由负责该片区的工作组记录。"),
    ),
    "item_missing": Sentence(
        gettext_lazy("测评要逐条记录，还缺 {0}。"), gettext_lazy("请补上这一条的结论。")
    ),
    "item_twice": Sentence(gettext_lazy("{0} 记了两次。"), gettext_lazy("请只留一条。")),
    "item_not_asked": Sentence(
        gettext_lazy("{0} 不是这类点位要实地考察的标准。"), gettext_lazy("请核对编号。")
    ),
    "id_twice": Sentence(
        gettext_lazy("编号 {0} 用了两次。"), gettext_lazy("每条记录要有自己的编号。")
    ),
    "problems_only": Sentence(
        gettext_lazy("巡查只记问题：{0} 的结论只能是不符合。"),
        gettext_lazy("没有问题的不必记录，也不进得分。"),
    ),
    "count": Sentence(gettext_lazy("处数与结论不符。"), gettext_lazy("不符合时写处数，其余不写。")),
    "ended_first": Sentence(gettext_lazy("结束时间早于开始时间。"), gettext_lazy("请改时间。")),
    "future": Sentence(gettext_lazy("结束时间在将来。"), gettext_lazy("请核对手机时间。")),
    "unreadable": Sentence(
        gettext_lazy("读不了文件 {0}（{1}）。"), gettext_lazy("请核对文件名和权限。")
    ),
    "unknown_user": Sentence(gettext_lazy("没有名为“{0}”的账号。"), gettext_lazy("请核对登录名。")),
    "digest": Sentence(
        gettext_lazy("收到的内容与所报的 SHA-256 不符。"), gettext_lazy("请重新上传。")
    ),
    # cases and their steps
    "appealed": Sentence(
        gettext_lazy("没有办成：本单有一件申诉没有裁定，先停在这里。"),
        gettext_lazy("请等裁定；在裁定以前得分不动，时限停计。"),
    ),
    "asked": Sentence(
        gettext_lazy("没有办成：已经申请过延期，还没有批。"), gettext_lazy("请等批复。")
    ),
    "unknown": Sentence(
        gettext_lazy("没有办成：指的单位、记录或照片不存在。"), gettext_lazy("请重新选择。")
    ),
    "until": Sentence(
        gettext_lazy("没有办成：延至的日期不晚于现在的时限。"), gettext_lazy("请填更晚的日期。")
    ),
    "plan": Sentence(
        gettext_lazy("没有办成：计划日期要晚于今天。"), gettext_lazy("请填更晚的日期。")
    ),
    "into": Sentence(
        gettext_lazy("没有办成：只能并入另一件在办的整改单。"), gettext_lazy("请核对单号。")
    ),
    "live": Sentence(
        gettext_lazy("没有办成：这个点位的同一条标准已有在办的 {0} 号。"),
        gettext_lazy("请在那一件上办理。"),
    ),
    "others": Sentence(
        gettext_lazy("没有办成：本单还有别的发现成立，不能撤销。"),
        gettext_lazy("请改用“申诉部分成立”，只更正有误的一次。"),
    ),
    "superseded": Sentence(
        gettext_lazy("没有办成：这条记录已经更正过了。"), gettext_lazy("请看最新的记录。")
    ),
    "case_moved": Sentence(
        gettext_lazy("{0} 号已经在办，台账不能改它的责任单位和时限。"),
        gettext_lazy("请在整改单上移交、延期；或把这一行改回原样再导入。"),
    ),
    "minutes": Sentence(gettext_lazy("时限要多于零。"), gettext_lazy("请改数字。")),
    # the demo city
    "real_city": Sentence(
        gettext_lazy("{0} 里已有数据，不能装示例城市。"),
        gettext_lazy("请用 --home 另指一个空目录。"),
    ),
    "no_examples": Sentence(
        gettext_lazy("在 {0} 里没有找到示例台账“{1}”。"),
        gettext_lazy("请在源码目录里运行，或用 --examples 指明台账所在的目录。"),
    ),
    "bad_examples": Sentence(
        gettext_lazy("示例台账“{0}”有 {1} 处读不了。"),
        gettext_lazy("请恢复原样，或用 wenming load 逐个导入查看。"),
    ),
    "unwritable": Sentence(
        gettext_lazy("不能写到 {0}。"), gettext_lazy("请核对文件夹是否存在、可写、有空间。")
    ),
    # plans and those who make them
    "no_planner": Sentence(
        gettext_lazy("这台机器上没有装编排用的程序库。"),
        gettext_lazy("请安装带 planning 的完整版，再来编制。"),
    ),
    "unknown_plan": Sentence(gettext_lazy("没有“{0}”这一种方案。"), gettext_lazy("可以是：{1}。")),
    "plan_about": Sentence(gettext_lazy("不知道“{0}”说的是什么。"), gettext_lazy("请写：{1}。")),
    "seconds": Sentence(
        gettext_lazy("编制时间要在 {0} 至 {1} 秒之间。"), gettext_lazy("请改数字。")
    ),
    "broken": Sentence(
        gettext_lazy("没有采用：方案有 {0} 处不合规则，例如：{1}"),
        gettext_lazy("请先调整，再采用。"),
    ),
    # people, units, days
    "since": Sentence(gettext_lazy("交接日须晚于原单位接手的 {0}。"), gettext_lazy("请改日期。")),
    "charged": Sentence(
        gettext_lazy("点位 {0} 已有主管单位。"), gettext_lazy("请用“交接”换单位。")
    ),
    "attribute": Sentence(gettext_lazy("“{0}”不能是“{1}”。"), gettext_lazy("可以填：{2}。")),
    "self": Sentence(
        gettext_lazy("自己的账户和任职不能自己办。"), gettext_lazy("请由另一位管理人员办理。")
    ),
    "username_taken": Sentence(
        gettext_lazy("账户“{0}”已经有人用了。"), gettext_lazy("请另起一个。")
    ),
    "post_over": Sentence(
        gettext_lazy("这个岗位的任职范围填多了。"), gettext_lazy("请按岗位下面的说明填。")
    ),
    "no_such_year": Sentence(
        gettext_lazy("没有 {0} 年的日历。"), gettext_lazy("请查 2000 年到 2099 年之间的年份。")
    ),
    "upload_large": Sentence(
        gettext_lazy("文件超过 {0} MB。"), gettext_lazy("请拆成几份，或删去多余的图片、格式。")
    ),
    "area_none": Sentence(gettext_lazy("还没有区域。"), gettext_lazy("请先导入区划。")),
    # posts, members and their shifts
    "span": Sentence(
        gettext_lazy("“{0}”不是一个班次。"), gettext_lazy("请每行写一班，如“正班 08:30-16:30”。")
    ),
    "post_heads": Sentence(
        gettext_lazy("人数要依次增大：至少、希望、至多。"),
        gettext_lazy("请改人数；至多不少于 1 人。"),
    ),
    "post_taken": Sentence(
        gettext_lazy("这个点位已有“{0}”的岗位。"), gettext_lazy("请改已有的岗位，或换一个职责。")
    ),
    "pattern_taken": Sentence(
        gettext_lazy("已有名为“{0}”的班制。"), gettext_lazy("请另起一个名称。")
    ),
    "no_pattern": Sentence(
        gettext_lazy("岗位“{0}”没有班制。"), gettext_lazy("请选一个班制，或先给岗位定班制。")
    ),
    "shift_used": Sentence(
        gettext_lazy("没有办成：这一班排过人，记录要留着。"),
        gettext_lazy("请把人撤下；班次留作记录。"),
    ),
    "not_begun": Sentence(
        gettext_lazy("没有办成：这一班还没有开始。"), gettext_lazy("请在开始以后记到岗。")
    ),
    "member_limits": Sentence(
        gettext_lazy("小时数要由少到多，连值至少 1 天。"), gettext_lazy("请改数字。")
    ),
    "unfit": Sentence(
        gettext_lazy("没有办成：那一天没有有效的“{0}”资格。"),
        gettext_lazy("请换人，或先登记资格。"),
    ),
    "overlap": Sentence(
        gettext_lazy("没有办成：同一时间已在别处值班（{0}—{1}）。"), gettext_lazy("请换人。")
    ),
    "heads_full": Sentence(
        gettext_lazy("没有办成：人数已满，这一班至多 {0} 人。"), gettext_lazy("请看别的班次。")
    ),
    "left": Sentence(gettext_lazy("没有办成：{0}已经离队。"), gettext_lazy("请换人。")),
    "away": Sentence(
        gettext_lazy("没有办成：那一天请了假。"),
        gettext_lazy("请换人；确要排上，请勾选“仍然排上”。"),
    ),
    "rest": Sentence(
        gettext_lazy("没有办成：与相邻一班之间只休息 {0} 小时，不足 {1} 小时。"),
        gettext_lazy("请换人；确要排上，请勾选“仍然排上”。"),
    ),
    "hours_over": Sentence(
        gettext_lazy("没有办成：当月将达 {0} 小时，超过 {1} 小时。"),
        gettext_lazy("请换人；确要排上，请勾选“仍然排上”。"),
    ),
    "long_run": Sentence(
        gettext_lazy("没有办成：将连值 {0} 天，超过 {1} 天。"),
        gettext_lazy("请换人；确要排上，请勾选“仍然排上”。"),
    ),
    # editions, scores, files and the installation
    "frozen": Sentence(
        gettext_lazy("版本“{0}”已发布，内容不能再改。"),
        gettext_lazy("有变动请用新的版本代码导入，两版会列出差别。"),
    ),
    "method_points": Sentence(
        gettext_lazy("各测评方法的分数合计须为 100，且不能是负数。"),
        gettext_lazy("请改动其中一项，使合计为 100。"),
    ),
    "year_weights": Sentence(
        gettext_lazy("各年度的权重合计须为 100%。"), gettext_lazy("请改动其中一年，使合计为 100%。")
    ),
    "minors_share": Sentence(
        gettext_lazy("未成年人占比不超过 100%，门槛不超过 100 分。"),
        gettext_lazy("请填小一些的数。"),
    ),
    "edition_empty": Sentence(
        gettext_lazy("版本“{0}”里没有测评标准，不能发布。"), gettext_lazy("请先导入任务分解表。")
    ),
    "edition_unknown": Sentence(
        gettext_lazy("没有代码为“{0}”的测评体系。"), gettext_lazy("请核对版本代码。")
    ),
    "unseen": Sentence(
        gettext_lazy("批次“{0}”还没有可计分的记录。"), gettext_lazy("第一条现场记录送达后再算。")
    ),
    "unscored": Sentence(
        gettext_lazy("“{0}”不是测评批次，不进入得分。"), gettext_lazy("请选一个测评批次。")
    ),
    "round_open": Sentence(
        gettext_lazy("批次“{0}”还没有结束，记录暂不公开。"), gettext_lazy("结束后即可下载。")
    ),
    "parent_unknown": Sentence(
        gettext_lazy("“{0}”的上级“{1}”不在区划里。"), gettext_lazy("请先导入上级区划。")
    ),
    "file_large": Sentence(gettext_lazy("“{0}”超过 {1} MB。"), gettext_lazy("请缩小后再传。")),
    "file_kind": Sentence(
        gettext_lazy("“{0}”不是照片或 PDF。"), gettext_lazy("请传 JPEG、PNG、WebP、HEIC 或 PDF。")
    ),
    "exists": Sentence(gettext_lazy("文件 {0} 已经在了。"), gettext_lazy("请换一个文件名。")),
    "port_taken": Sentence(
        gettext_lazy("不能在 {0} 上提供服务（{1}）。"),
        gettext_lazy("请停下占用它的程序，或用 --port 换一个端口。"),
    ),
    "serving": Sentence(
        gettext_lazy("{0} 还在用这个数据库提供服务，不能恢复。"),
        gettext_lazy("请先停下 wenming serve；现有数据没有动。"),
    ),
    "not_a_backup": Sentence(
        gettext_lazy("{0} 不是本系统的备份（{1}）。"), gettext_lazy("请核对文件；现有数据没有动。")
    ),
    "damaged": Sentence(
        gettext_lazy("备份 {0} 里的 {1} 已损坏。"), gettext_lazy("请用另一份备份；现有数据没有动。")
    ),
    "other_database": Sentence(
        gettext_lazy("这份备份来自 {0} 数据库。"),
        gettext_lazy("请用同一种数据库恢复；现有数据没有动。"),
    ),
    "newer_backup": Sentence(
        gettext_lazy("这份备份来自更新的版本（{0}）。"), gettext_lazy("请先升级程序，再恢复。")
    ),
}
NEEDS: dict[str, Words] = {
    "code": pgettext_lazy("还缺", "版本代码（--code）"),
    "note": pgettext_lazy("还缺", "说明"),
    "reason": pgettext_lazy("还缺", "理由"),
    "unit": pgettext_lazy("还缺", "责任单位"),
    "photo": pgettext_lazy("还缺", "照片"),
    "photos": pgettext_lazy("还缺", "照片"),
    "until": pgettext_lazy("还缺", "日期"),
    "plan": pgettext_lazy("还缺", "计划日期"),
    "site": pgettext_lazy("还缺", "点位"),
    "item": pgettext_lazy("还缺", "测评标准"),
    "seed": pgettext_lazy("还缺", "抽样种子"),
    "group": pgettext_lazy("还缺", "督查组"),
    "area": pgettext_lazy("还缺", "区域"),
    "text": pgettext_lazy("还缺", "情形"),
    "into": pgettext_lazy("还缺", "并入的单号"),
    "finding": pgettext_lazy("还缺", "申诉的记录"),
    "verdict": pgettext_lazy("还缺", "更正后的结论"),
    "name": pgettext_lazy("还缺", "名称"),
    "duty": pgettext_lazy("还缺", "岗位职责"),
    "qualification": pgettext_lazy("还缺", "资格名称"),
    "team": pgettext_lazy("还缺", "服务队"),
    "start": pgettext_lazy("还缺", "日期和时段"),
    "stars": pgettext_lazy("还缺", "评分"),
    "address": pgettext_lazy("还缺", "住址"),
    "units": pgettext_lazy("还缺", "报数单位"),
    "measures": pgettext_lazy("还缺", "统计指标"),
}
UNTOLD = ("…",) * 9


def refusal(no: Refused) -> Sentence:
    """The words of a refusal: what is wrong and what to do."""
    if no.reason == "needs":
        what = _("、").join(str(NEEDS.get(name, name)) for name in no.lacking)
        return Sentence(
            _("没有办成：还缺%(what)s。") % {"what": what}, _("请补上后再提交，已填的内容都在。")
        )
    if sentence := REASONS.get(no.reason):
        told = (*no.lacking, *UNTOLD)  # a verb that tells too few facts must not break the refusal
        return Sentence(*(str(words).format(*told) for words in sentence))
    return Sentence(
        _("没有办成：规则不允许（%(reason)s）。") % {"reason": no.reason},
        _("请把这个代码告诉创城办。"),
    )
