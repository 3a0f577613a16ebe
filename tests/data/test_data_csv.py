from __future__ import annotations

import csv

import pytest
from data_helpers import field, listed, read, refused
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = "工号,季度,销售额\n"
SALES = field("销售额", "money")


def write(tmp_path, text, encoding="utf-8", name="a.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path, encoding):
    table = read(write(tmp_path, HEAD + "张三,2026Q1,¥5\n", encoding), SALES)
    assert table.employee.labels == ("张三",)
    assert listed(table.columns["销售额"]) == [5]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(tmp_path, delimiter):
    path = write(tmp_path, f"工号,季度,销售额\n00123,2026Q1,{'1234.5'}\n".replace(",", delimiter))
    table = read(path, SALES)
    assert table.employee.strings() == ["00123"]
    assert listed(table.columns["销售额"]) == [1234.5]


def test_a_semicolon_file_has_decimal_commas(tmp_path):
    table = read(write(tmp_path, "工号;季度;销售额\n1;2026Q1;1234,5\n2;2026Q1;1.234\n"), SALES)
    assert listed(table.columns["销售额"]) == [1234.5, 1234]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_rows_keep_their_numbers(tmp_path, ending):
    lines = [
        "2026年一季度绩效",
        "",
        "工号,季度,销售额",
        "1,2026Q1,5",
        "",
        '2,2026Q1,"6"',
        ",,",
        "  ,,\u3000",
        "3,2026Q1,7",
        "",
    ]
    table = read(write(tmp_path, ending.join(lines)), SALES)
    assert table.rows.tolist() == [4, 6, 9]
    assert listed(table.columns["销售额"]) == [5, 6, 7]


def test_newlines_in_quotes_are_one_row(tmp_path):
    text = '备注,工号,季度,销售额\n"一\n二",1,2026Q1,5\n三,2,2026Q1,12万\n'
    found = refused(write(tmp_path, text), SALES)
    assert [d.place.rpartition("a.csv")[2] for d in found] == [", row 3, 销售额"]
    text = '"工号\n编号",季度,销售额\n1,2026Q1,x\n'
    found = refused(write(tmp_path, text), SALES, field("工号", "text", "工号 编号"))
    assert [d.place.rpartition("a.csv")[2] for d in found] == [", row 2, 销售额"]


def test_rows_with_a_wrong_number_of_cells(tmp_path):
    text = HEAD + "1,2026Q1,1,234\n\n2,2026Q1,5\n3,2026Q1\n"
    found = refused(write(tmp_path, text), SALES)
    assert [d.code for d in found] == ["data-file", "data-file"]
    assert "Row 2 has 4 cells, but there are 3 headings (in row 1)" in found[0].message
    assert "quotation marks" in found[0].hint
    assert "Row 5 has 2 cells" in found[1].message


def test_quotes_that_never_close(tmp_path):
    for text in (HEAD + '1,2026Q1,"5\n2,2026Q1,6\n', HEAD + '"1,2026Q1,5\n' + "2,2026Q1,6\n" * 500_000):
        assert refused(write(tmp_path, text), SALES)[0].code == "data-file"


def test_values_stay_texts(tmp_path):
    table = read(
        write(tmp_path, "工号,季度,部门\n007,2026Q1,NA\n008,2026Q1,null\n1e3,2026Q1,\n"),
        field("部门", "text"),
    )
    assert table.employee.strings() == ["007", "008", "1e3"]
    assert listed(table.columns["部门"]) == ["NA", "null", None]


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\n\n", b"PK\x03\x04\0\0\0", b"\xff\xff\xff\xff", b"a\0b\0,\0"]
)
def test_files_that_are_no_tables(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    found = refused(path, SALES)
    assert [d.code for d in found] == ["data-file"]
    assert found[0].hint


def test_broken_utf_8_is_not_taken_for_gb18030(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes((HEAD + "张三李四王五,2026Q1,5\n").encode() + b"\xe5\xbc,2026Q1,5\n")
    assert "line 3 has broken characters" in refused(path, SALES)[0].message


CELLS = st.text('ab\n\r",;\t 中', max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_any_texts_read_back(tmp_path, rows, delimiter):
    path = tmp_path / "a.csv"
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(["一", "工号", "季度", "二"])
        writer.writerows([a, f"{i}", "2026Q1", b] for i, (a, b) in enumerate(rows))
    table = read(path, field("一", "text"), field("二", "text"))
    assert listed(table.columns["一"]) == [a.strip() or None for a, _ in rows]
    assert listed(table.columns["二"]) == [b.strip() or None for _, b in rows]
    assert table.rows.tolist() == list(range(2, len(rows) + 2))


def test_headings_in_two_rows(tmp_path):
    path = write(tmp_path, "工号,季度,业绩\n,,销售额\n1,2026Q1,5\n")
    (found,) = refused(path, SALES)
    assert "it stands in row 2" in found.hint


def test_only_headings(tmp_path):
    for text in (HEAD, HEAD.strip(), HEAD + "\n,,\n"):
        assert "no rows of data" in refused(write(tmp_path, text), SALES)[0].message


def test_no_such_file_and_no_such_format(tmp_path):
    assert "does not exist" in refused(tmp_path / "b.csv", SALES)[0].message
    assert ".parquet" in refused(write(tmp_path, HEAD, name="a.pdf"), SALES)[0].hint
    (tmp_path / "c.csv").mkdir()
    assert "is a folder" in refused(tmp_path / "c.csv", SALES)[0].message


def test_other_endings(tmp_path):
    assert len(read(write(tmp_path, (HEAD + "1,2026Q1,5\n").replace(",", "\t"), name="a.TXT"), SALES)) == 1


def test_the_same_heading_twice(tmp_path):
    found = refused(write(tmp_path, "工号,季度,销售额,销售额 \n1,2026Q1,5,6\n"), SALES)
    assert "C and D" in found[0].message
    table = read(write(tmp_path, "工号,季度,销售额,备注,备注,\n1,2026Q1,5,6,7,8\n"), SALES)
    assert listed(table.columns["销售额"]) == [5]
