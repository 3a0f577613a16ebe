"""Rows of totals, which pivots, reports and people write below the rows of employees: how their labels look."""

from __future__ import annotations

import re
import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"[^\W_]+")
_COUNT = re.compile(r"(?<=.)\([^)]*\)|[()\[\]【】]|[\s:：.。,，、;；*=—–_-]+")
# Of a name written without blanks, nobody's ends or begins with one of these.
_ENDS = ("合计", "合計", "小计", "小計", "总计", "總計", "総計", "共计", "共計", "汇总", "彙總", "平均", "平均值", "平均値",
         "平均分", "平均数", "합계", "소계", "총계", "평균", "รวม")  # fmt: skip
_BEGINS = (
    "合计",
    "合計",
    "小计",
    "小計",
    "总计",
    "總計",
    "総計",
    "共计",
    "共計",
    "汇总",
    "平均",
    "人均",
    "합계",
    "총계",
)
_NUMBER = re.compile(r"[A-Za-z]{0,3}[0-9][0-9A-Za-z._/-]*")  # of an employee: nearly all labels
_ALONE = _words(
    "总和 總和 求和 总数 总人数 总额 总分 均值 均分 累计 计 全部 全体 全員 全员 所有 所有人 全公司 "
    "计数 中位数 最大值 最小值 最高分 最低分 空白 "
    "المجموع الإجمالي "
    "blank empty"
)
# As the first or last word of a label: "North Total", "Total général", "Summe Ost".
_FIRST_OR_LAST = _words(
    "total totals subtotal subtotals totaal eindtotaal součet totale totali totales totaux totalt totalsumme yhteensä "
    "subtotaal subtotale summe gesamt gesamtsumme gesamtergebnis zwischensumme teilergebnis insgesamt "
    "somme итого всего итог razem łącznie celkem mezisoučet összesen toplam tổng σύνολο average averages "
    "durchschnitt mittelwert moyenne promedio gemiddelde keskiarvo среднее średnia"
)
# Words that people also have in their names: the whole label is made of them, as in "Grand Sum" or "All employees".
_TOGETHER = _FIRST_OR_LAST | _words(
    "sum suma soma all count counts mean media média avg grand overall everyone everybody general général "
    "générale of the employees staff people team sub sous generale und zusammen tous todos tutti все"
)
_OF = _words("sum count average mean max min")
_FILL = _words("of the employees staff people team general général générale grand sub sous und generale")


def is_total(label: str) -> bool:
    """Whether a text in the column of employees names a total, a subtotal, a count or an average of rows."""
    if _NUMBER.fullmatch(label) or not any(map(str.isalpha, label)):
        return False
    plain = unicodedata.normalize("NFKC", label).casefold()
    closed = _COUNT.sub("", plain)
    if closed in _ALONE or closed.endswith(_ENDS) or closed.startswith(_BEGINS):
        return True
    words = _WORD.findall(plain)
    if not words:
        return False
    if words[0] in _FIRST_OR_LAST or words[-1] in _FIRST_OR_LAST or words[:2] == ["sub", "total"]:
        return True
    if len(words) > 1 and words[0] in _OF and words[1] == "of":
        return True
    return all(word in _TOGETHER for word in words) and not all(word in _FILL for word in words)


def is_named_total(text: str) -> bool:
    """Whether a text in another column can only be the label of a row of totals."""
    plain = _COUNT.sub("", unicodedata.normalize("NFKC", text).casefold())
    return plain in _ENDS or plain in ("grandtotal", "total", "totals", "subtotal", "summe", "gesamtergebnis", "итого")
