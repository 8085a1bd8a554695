"""Refusals about rounds, their draws and their stops, and about visits."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
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
}
