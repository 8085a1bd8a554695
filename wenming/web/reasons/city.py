"""Refusals about people, units, days, files and the installation."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
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
