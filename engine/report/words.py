"""The words of the reports in the two languages a ruleset may be in."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]

# English, Chinese
_WORDS: dict[str, tuple[str, str]] = {
    "employee": ("Employee", "员工"),
    "period": ("Period", "考核期"),
    "cohort": ("Cohort", "分组"),
    "reason": ("Not appraised because", "不考核原因"),
    "value": ("value", "实际值"),
    "target": ("target", "目标"),
    "attainment": ("attainment", "完成率"),
    "score_of": ("score", "得分"),
    "weight": ("weight", "权重"),
    "points": ("points", "加权得分"),
    "place_won": ("place", "名次"),
    "claimed": ("before the budget", "预算前"),
    "accrued": ("due for the year so far", "年初至今应得"),
    "earned": ("earned", "所得"),
    "recovered": ("kept back", "扣回预支"),
    "balance": ("owed", "预支余额"),
    "banked": ("kept for later", "留存"),
    "category_score": ("category score", "类别得分"),
    "category_points": ("category points", "类别加权得分"),
    "score": ("Total score", "总分"),
    "grade": ("Grade", "等级"),
    "total_reward": ("Total pay", "应发合计"),
    "gates": ("Gates", "触发的限制"),
    "outcomes": ("Outcomes", "后续措施"),
    "sources": ("Lines added up", "明细汇总"),
    "source_digest": ("SHA-256 of {0}", "{0} 的 SHA-256"),
    "written": ("Written", "已写入"),
    "everyone": ("everyone", "全体"),
    "people": ("People", "人数"),
    "distribution": ("Grades", "等级分布"),
    "scores": ("Scores", "得分"),
    "pay": ("Pay", "奖惩金额"),
    "per_head": ("Per head", "人均"),
    "best": ("Highest scores", "得分最高"),
    "last": ("Lowest scores", "得分最低"),
    "appraised": ("Appraised", "参加考核"),
    "not_appraised": ("Not appraised", "不参加考核"),
    "average_score": ("Average score", "平均分"),
    "total": ("Total", "合计"),
    # sheets, and the sections of the policy
    "sheet_summary": ("Summary", "摘要"),
    "sheet_results": ("Results", "结果"),
    "sheet_indicators": ("Indicators", "指标明细"),
    "sheet_outcomes": ("Outcomes", "后续措施"),
    "sheet_policy": ("Policy", "制度说明"),
    "sheet_about": ("How this was made", "运行信息"),
    "section_general": ("General", "总则"),
    "section_conventions": ("Conventions", "约定"),
    "section_data": ("Data", "数据"),
    "section_sources": ("Sources", "明细来源"),
    "section_measures": ("Measures", "汇总数据"),
    "section_parameters": ("Parameters", "参数"),
    "section_derive": ("Derived values", "派生数据"),
    "section_tables": ("Tables", "查值表"),
    "section_eligible": ("Who is appraised", "考核对象"),
    "section_cohorts": ("Cohorts", "分组"),
    "section_categories": ("Categories", "指标类别"),
    "section_indicators": ("Indicators", "指标"),
    "section_adjustments": ("Adjustments", "加减分"),
    "section_score": ("Total score", "总分"),
    "section_grades": ("Grades", "等级"),
    "section_gates": ("Gates", "限制"),
    "section_rewards": ("Pay", "奖惩金额"),
    "section_budgets": ("Budgets", "奖金预算"),
    "section_outcomes": ("Outcomes", "后续措施"),
    "section_results": ("Columns of the results", "结果中另列的数据"),
    # headings in the workbook
    "section": ("Section", "部分"),
    "clause": ("Clause", "条款"),
    "rule": ("Rule", "规定"),
    "place": ("Where", "出处"),
    "name": ("Name", "姓名"),
    "indicator": ("Indicator", "指标"),
    "target_value": ("Target", "目标"),
    "actual_value": ("Value", "实际值"),
    "person": ("Employee", "人员"),
    "section_functions": ("Functions", "函数"),
    "section_scales": ("Scales", "计分标准"),
    # what differs between two policies
    "diff_clause": ("clause", "条款"),
    "diff_setting": ("setting", "设定"),
    "diff_old": ("was", "原为"),
    "diff_new": ("is", "现为"),
    "diff_place": ("where", "位置"),
    "diff_added": ("new:", "新增："),
    "diff_whole": ("the whole table is replaced", "整张表替换"),
    "diff_gone": ("removed; it was", "删除，原为"),
    "diff_none": ("The policies say the same.", "两份制度内容相同。"),
    "setting_weight": ("weight", "权重"),
    "setting_target": ("target", "目标"),
    "setting_score": ("score", "计分"),
    "setting_value": ("value", "取数"),
    "setting_when": ("when", "条件"),
    "setting_amount": ("amount", "金额"),
    "setting_factor": ("factor", "系数"),
    "setting_tiers": ("tiers", "分档"),
    "setting_max": ("max", "上限"),
    "setting_min": ("min", "下限"),
    "setting_points": ("points", "分值"),
    "setting_bands": ("lower bound", "分数线"),
    "setting_rates": ("rate", "费率"),
    "setting_bound": ("bound", "界限"),
    "setting_message": ("message", "内容"),
    "setting_ranking": ("ranking", "排名"),
    "setting_missing": ("missing", "缺失处理"),
    "section_cycle": ("Cycle", "考核流程"),
    "provisional": ("Provisional, as of", "期中暂计，截至"),
    "due": ("share due", "应完成比例"),
    "projection": ("projected to the end", "预计期末值"),
    "carried": ("Looked back at later", "供以后期间引用"),
    "asked": ("Further figures", "其他数据"),
    "result": ("Result", "结果"),
    "consequences": ("Consequences", "限制与措施"),
    "kind": ("Kind", "类别"),
    "title": ("Title", "名称"),
    "message": ("Message", "内容"),
    "gate": ("gate", "限制"),
    "share": ("Share", "占比"),
    "by_cohort": ("Score and pay by cohort", "各组得分与奖金"),
    "by_period": ("By period", "各考核期"),
    "version": ("Version", "版本"),
    "times": ("People × periods", "人次"),
    "too_many_rows": ("Left out: {0} rows are more than a sheet can hold. Write .csv or .parquet instead.",
                      "未列出：共 {0} 行，超出工作表上限。请改为输出 .csv 或 .parquet。"),
    "budgets": ("Budgets", "奖金预算"),
    "budget": ("Budget", "预算"),
    "group": ("Group", "分组"),
    "to_give": ("To give", "可发"),
    "claims": ("Claimed", "应发"),
    "paid_out": ("Paid", "实发"),
    "left": ("Left", "结余"),
    "kind_promotion": ("promotion", "晋升"),
    "kind_training": ("training", "培训"),
    "kind_improvement": ("improvement", "改进"),
    "kind_warning": ("warning", "警告"),
    "kind_demotion": ("demotion", "降级"),
    "kind_recognition": ("recognition", "表彰"),
    "kind_alert": ("alert", "提醒"),
    "kind_other": ("other", "其他"),
    # how the results were made
    "item": ("Item", "项目"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "ruleset": ("Ruleset", "制度编号"),
    "ruleset_title": ("Title", "制度名称"),
    "ruleset_file": ("Ruleset file", "制度文件"),
    "ruleset_digest": ("SHA-256 of the policy", "制度内容 SHA-256"),
    "data_file": ("Data file", "数据文件"),
    "data_digest": ("SHA-256 of the data", "数据文件 SHA-256"),
    "rows": ("Rows of these periods", "本次行数"),
    "periods": ("Periods", "考核期"),
    "engine_version": ("Appraise version", "Appraise 版本"),
}  # fmt: skip


def word(key: str, language: Language) -> str:
    """Give one word of the reports."""
    english, chinese = _WORDS[key]
    return chinese if language == "zh" else english


def has_word(key: str) -> bool:
    """Whether there is a word for a key."""
    return key in _WORDS


def heading(name: str, titles: dict[str, str], language: Language) -> str:
    """Give the heading of a result column: `sales.score` is "销售额 得分", a field is called as in HR's file."""
    if name in titles:
        return titles[name]
    head, _, part = name.partition(".")
    if part in _WORDS or part == "score":
        return f"{titles.get(head + '.', head)} {word('score_of' if part == 'score' else part, language)}"
    return word(name, language) if name in _WORDS else name
