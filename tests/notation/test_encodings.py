"""Which encoding a text file has: certain, stated, or asked for; never a wrong one."""

from __future__ import annotations

import random

import pytest

from appraise.notation.decoding import Decoded, decode, encoding_of
from appraise.notation.encodings import ENCODINGS, WEIGHED
from appraise.notation.telling import why_unreadable

WORDS = {
    "German": ("windows-1252 ibm850 macintosh utf-8", "Müller Größe Verkäufe Süd Köln Jürgen Weiß Böhm Straße Käthe Umsätze Grün Prämie für Übung"),
    "French": ("windows-1252 iso-8859-15 utf-8", "René Hélène Prénom Société Région Noël Cécile François Léa Dupré Élodie Chloé Benoît Zoé Gaëlle été"),
    "Spanish": ("windows-1252 ibm850 utf-8", "Muñoz Peña José María Sánchez González Región Año Núñez Málaga Ramírez Díaz Óscar Ibáñez"),
    "Swedish": ("windows-1252 utf-8", "Åsa Björn Söder Försäljning Göteborg Malmö Öberg Lindström Västerås Håkan Sjöberg Nyström Luleå"),
    "Polish": ("windows-1250 iso-8859-2 utf-8", "Łukasz Małgorzata Wójcik Dąbrowski Łódź Poznań Wrocław Sprzedaż Śliwa Pięta Ćwik Gdańsk Zieliński"),
    "Czech": ("windows-1250 utf-8", "Dvořák Černý Novák Procházka Růžička Jiří Šárka Žofie Plzeň Tržby Kovář Příjmení Ústí Škoda Kučera"),
    "Turkish": ("windows-1254 utf-8", "Şule Çağlar Yılmaz İstanbul Öztürk Gümüş Satış Ağrı Işık Doğan"),
    "Russian": ("windows-1251 koi8-r ibm866 utf-8", "Иванов Петров Москва Продажи Смирнова Регион Сергей Юлия Щукин Север Цой Эдуард Яна"),
    "Greek": ("windows-1253 utf-8", "Γιώργος Αθήνα Πωλήσεις Μαρία Νίκος Παπαδόπουλος Βορράς"),
    "Hebrew": ("windows-1255 utf-8", "ירושלים דוד משה כהן לוי מכירות שרה"),
    "Arabic": ("windows-1256 utf-8", "محمد أحمد القاهرة المبيعات فاطمة علي الرياض"),
    "Chinese": ("gb18030 utf-8 utf-16", "张三 李四 王五 姓名 销售额 华东 朱镕基 玥玥 欧阳喆 赵敏 闫妮 陆毅 仝卓 部门 工号 季度 上海 北京 大客户部 回款率"),
    "Traditional Chinese": ("big5 utf-8", "張三 李四 陳怡君 林志豪 業績 姓名 台北 高雄 部門 獎金 客戶 吳淑芬 蔡依林 銷售額 北區 南區"),
    "Japanese": ("shift_jis euc-jp utf-8", "佐藤 鈴木太郎 売上 氏名 東京 大阪 たなか ヤマダ 営業部 高橋みゆき 渡辺健 評価 社員番号 札幌"),
    "Korean": ("euc-kr utf-8", "김철수 이영희 박민수 매출 이름 서울 부산 최지우 정우성 영업1팀 강남구 부서 성과급 윤아"),
}  # fmt: skip
CASES = [(language, name) for language, (names, _) in WORDS.items() for name in names.split()]


def table(language: str, rows: int, seed: int) -> str:
    rng = random.Random(seed)
    words = WORDS[language][1].split()
    named = rng.sample(words, min(rows, len(words)))
    return "id,name,sales\n" + "".join(f"{i},{word},{rng.randint(1, 99999)}\n" for i, word in enumerate(named))


@pytest.mark.parametrize(("language", "name"), CASES)
def test_no_text_is_read_in_a_wrong_encoding(language: str, name: str) -> None:
    """Of one name to twelve: read right or asked for; of eight names most are read."""
    known = 0
    for seed in range(24):
        rows = (1, 2, 3, 5, 8, 12)[seed % 6]
        text = table(language, rows, seed)
        content = text.encode(ENCODINGS[name])
        found = encoding_of(content, None, [])
        assert found.encoding is None or decode(content, found) == text
        known += found.encoding is not None and rows >= 8
    assert known >= (2 if language in ("French", "Spanish") else 6)  # of 8 files; "Hélène" and "Hélčne" are near


def test_a_stated_encoding_is_taken() -> None:
    content = "id,name\n1,Ça\n".encode("cp1252")
    assert encoding_of(content, None, []).encoding is None
    assert decode(content, encoding_of(content, "windows-1252", [])) == "id,name\n1,Ça\n"
    wrong = encoding_of("id,name\n1,Müller\n2,Größe\n3,Jürgen\n".encode(), "windows-1252", [])
    assert wrong.contradicts == "utf-8"
    assert why_unreadable(wrong, "windows-1252")[1] == "remove `encoding`"
    broken = encoding_of("id\n1\n张\n".encode("gb18030"), "utf-8", [])
    assert (broken.encoding, broken.broken, broken.named) == (None, 3, "utf-8")


@pytest.mark.parametrize("word", ["楼", "拢", "盲", "孝", "薪", "路", "女"])
def test_one_sign_that_both_can_be_is_asked_for(word: str) -> None:
    """In GB18030 these are two bytes that are also one letter in UTF-8."""
    found = encoding_of(f"id,name\n1,{word}20\n".encode("gb18030"), None, [])
    assert found.encoding is None
    message, hint, _ = why_unreadable(found, None)
    assert f'"{word}20" (gb18030)' in message
    assert "(utf-8)" in message
    assert "`encoding: gb18030`" in hint


@pytest.mark.parametrize("name", ["José Saraiva", "Müller", "René", "Gaëlle", "Åsa Öberg", "张三", "vip客户"])
def test_one_name_in_utf_8_is_read(name: str) -> None:
    content = f"id,name\n1,{name}\n2,Smith\n".encode()
    assert decode(content, encoding_of(content, None, [])) == content.decode()


def test_expected_headings_tell_readings_apart() -> None:
    content = "工号,销售额\n1,5\n".encode("gb18030")
    assert encoding_of(content, None, ["工号", "销售额"]).encoding == "gb18030"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"\\xef\\xbb\\xbfid,name\n1,\\xff\n", 2),
        ("张三李四王五赵六钱七孙八\n".encode() + b"\xff\n", 2),
    ],
)
def test_a_broken_character_is_told_with_its_line(content: bytes, line: int) -> None:
    found = encoding_of(content.replace(b"\\xef\\xbb\\xbf", b"\xef\xbb\xbf").replace(b"\\xff", b"\xff"), None, [])
    assert (found.encoding, found.broken) == (None, line)


def test_ascii_needs_no_encoding() -> None:
    assert encoding_of(b"id,name\n1,Smith\n", None, []) == Decoded("utf-8")


def test_every_encoding_can_be_read() -> None:
    for name in WEIGHED:
        assert "A,1".encode(ENCODINGS[name]).decode(ENCODINGS[name]) == "A,1"
