"""Sound files, and the same with some bytes changed, by a seed."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

ROWS = [
    (f"00{i:03}", ("张三", "李四", "Ann O'Neil", "Zoë")[i % 4], f"2026Q{1 + i % 2}", date(2020 + i % 5, 1 + i % 12, 28), 1000.5 * i, 0.8 + i / 100,
     1 + i % 5, ("是", "否")[i % 2])
    for i in range(24)
]  # fmt: skip
HEADINGS = ("工号", "姓名", "考核期", "入职日期", "销售额", "满意度", "评分", "持证")
LINES = [
    (f"00{i % 24:03}", date(2026, 1 + i % 6, 1 + i % 28), f"A{i}", 100.25 * i, ("已成交", "已取消")[i % 2])
    for i in range(80)
]
LINE_HEADINGS = ("业务员", "日期", "单号", "金额", "状态")
_TOKENS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"=1+1", b"'", b"1e999", b"-0", b"9" * 400,
    b"NaN", b"#N/A", b"%", "万".encode(), "合计".encode(), "２０２６".encode(), b"2026-02-30", b"\x1b[2J", "\u202e".encode(), b"x" * 40_000,
    b"<", b">", b"&amp;", b"&#0;", b"]]>", b'<c r="A1"/>', b'<c r="XFD1048576"><v>1</v></c>', b't="e"', b't="s"', b's="99999"', b"</row>", b"<f>1/0</f>",
    b'r="0"', b'r="ZZZZ9"', b"<v>1e400</v>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
]  # fmt: skip


def csv_file(random: Random, headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> bytes:
    """A table as a spreadsheet or a program writes it."""
    sign = random.choice(",,,;\t")
    lines = [sign.join(headings), *(sign.join(str(cell) for cell in row) for row in rows)]
    text = random.choice(["\n", "\r\n"]).join(lines) + "\n"
    return text.encode(random.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030"]), "replace")


def workbook(random: Random, headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> bytes:
    """A workbook with a title, formats, a merged cell, a hidden row, a filter, a formula."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"}) as book:
        forms = [
            book.add_format({"num_format": f})
            for f in ("0%", "0.0", '0.0"万"', "00000", "¥#,##0.00", "General", "[$€-407] #,##0")
        ]
        sheet = book.add_worksheet("明细")
        top = random.choice([0, 0, 2])
        if top:
            sheet.merge_range(0, 0, 0, 3, "季度数据")
        for i, row in enumerate([headings, *rows]):
            for j, cell in enumerate(row):
                form = random.choice(forms) if isinstance(cell, float) and random.random() < 0.02 else None
                sheet.write(top + i, j, cell, *([form] if form else []))
        if random.random() < 0.2:
            sheet.set_row(top + 5, None, None, {"hidden": True})
        if random.random() < 0.2:
            sheet.autofilter(top, 0, top + len(rows), len(headings) - 1)
        if random.random() < 0.2:
            sheet.write_formula(top + 3, 4, "=1+1", None, 2)
        if random.random() < 0.3:
            book.add_worksheet("别的").write(0, 0, "x")
    return stream.getvalue()


def parquet(_random: Random, headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> bytes:
    """A typed table."""
    stream = io.BytesIO()
    pq.write_table(
        pa.table({h: list(column) for h, column in zip(headings, zip(*rows, strict=True), strict=True)}), stream
    )
    return stream.getvalue()


KINDS = {".csv": csv_file, ".xlsx": workbook, ".parquet": parquet}


def mutated(random: Random, content: bytes) -> bytes:
    """Bytes with some of them changed, taken away, doubled, or with something odd among them."""
    data = bytearray(content)
    for _ in range(random.choice([1, 1, 1, 2, 3, 8])):
        at, size = random.randrange(len(data) + 1), random.choice([1, 2, 4, 30, 500])
        match random.randrange(6):
            case 0 if at < len(data):
                data[at] = random.randrange(256)
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size]
            case 3:
                data[at:at] = random.choice(_TOKENS)
            case 4 if random.random() < 0.2:
                del data[at:]
            case 5:
                other = random.randrange(len(data) + 1)
                data[at : at + size] = data[other : other + size]
    return bytes(data)


def broken(random: Random, kind: str, content: bytes) -> bytes:
    """Break a file; of a workbook mostly one of the parts inside it, so that it can still be unpacked."""
    if kind != ".xlsx" or random.random() < 0.2:
        return mutated(random, content)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = [n for n in whole.namelist() if not n.startswith("docProps")]
        chosen = random.choice([*names, *(n for n in names if "sheet" in n), *(n for n in names if "sheet" in n)])
        for name in whole.namelist():
            part = whole.read(name)
            if name == chosen and random.random() < 0.05:
                continue
            new.writestr(name, mutated(random, part) if name == chosen else part)
    return stream.getvalue()
