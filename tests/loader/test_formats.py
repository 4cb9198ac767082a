"""Sources of every format, intact and damaged, are split into items."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.formats.detect import split
from loader.formats.validate import DEFAULT_ITEM_LIMIT, Reject, fault_of
from tests.support.splitting import file_items, format_of, items_of, stream_of

SAMPLES = Path(__file__).parents[1] / "samples" / "loader"


# Texts full of what structure is made of, so that guessing by brackets would fail.
TEXTS = st.one_of(
    st.text(alphabet=st.sampled_from('{}[],:"\\\n\t é😀ax'), max_size=12),
    st.sampled_from(["},{", '"},{"', "}\n{", "},\n{", "]", '\\"}', "\\u0000"]),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=12,
)
ITEMS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=4), min_size=1, max_size=6)
FULL_ITEMS = st.lists(
    st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4), min_size=1, max_size=6
)


@given(
    items=ITEMS,
    indent=st.sampled_from([None, 1, 2, 4]),
    is_ascii=st.booleans(),
    block_size=st.sampled_from([1, 3, 17, 400, 65536]),
)
def test_an_array_gives_its_objects_whatever_the_layout_and_the_blocks(
    items: list[Any], indent: int | None, is_ascii: bool, block_size: int
) -> None:
    text = json.dumps(items, indent=indent, ensure_ascii=is_ascii)
    assert items_of(text.encode(), block_size=block_size) == items


@given(
    items=ITEMS,
    ending=st.sampled_from(["\n", "\r\n", "\n\n"]),
    is_closed=st.booleans(),
    block_size=st.sampled_from([1, 3, 17, 400, 65536]),
)
def test_json_lines_give_their_objects_whatever_the_blocks(
    items: list[Any], ending: str, is_closed: bool, block_size: int
) -> None:
    text = ending.join(map(json.dumps, items)) + (ending if is_closed else "")
    assert items_of(text.encode(), block_size=block_size) == items


@given(items=FULL_ITEMS, indent=st.sampled_from([1, 2, 4]))
def test_objects_over_several_lines_may_follow_each_other(
    items: list[Any], indent: int
) -> None:
    text = "\n".join(json.dumps(item, indent=indent) for item in items)
    assert items_of(text.encode(), block_size=11) == items


@given(data=st.binary(max_size=300), front=st.sampled_from([b"", b"[", b"{", b"[{"]))
def test_no_bytes_at_all_break_the_splitter(data: bytes, front: bytes) -> None:
    for item in items_of(front + data, limit=64, block_size=7):
        assert isinstance(item, dict | tuple)


@given(items=ITEMS, cut=st.floats(0, 1), indent=st.sampled_from([None, 2]))
def test_a_cut_array_loses_only_what_is_behind_the_cut(
    items: list[Any], cut: float, indent: int | None
) -> None:
    data = json.dumps(items, indent=indent).encode()
    found = items_of(data[: 1 + int(cut * (len(data) - 2))], block_size=13)
    good = [item for item in found if isinstance(item, dict)]
    assert good == items[: len(good)]
    assert [item[0] for item in found[len(good) :]] == ["json_truncated"]


def test_items_keep_the_bytes_they_came_with() -> None:
    first, _, third = file_items(SAMPLES / "products.json")
    assert isinstance(first, bytes)
    assert b'"value": 39.90' in first
    assert isinstance(third, bytes)
    assert b'"value": 1.0' in third
    assert "☕".encode() in third


def test_gzip_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    plain = file_items(SAMPLES / "products.json")
    packed = tmp_path / "products.json"
    packed.write_bytes(gzip.compress((SAMPLES / "products.json").read_bytes()))
    assert file_items(packed) == plain


def test_gzip_members_one_after_the_other_are_one_source(tmp_path: Path) -> None:
    packed = tmp_path / "ranks.gz"
    half = (SAMPLES / "ranks.jsonl").read_bytes()
    packed.write_bytes(gzip.compress(half) + gzip.compress(half) + b"\0\0\0")
    assert len(file_items(packed)) == 6


@pytest.mark.parametrize("name", ["ranks.jsonl", "products.json", "bestsellers.csv"])
def test_a_cut_gzip_file_gives_what_is_before_the_cut(
    tmp_path: Path, name: str
) -> None:
    packed = tmp_path / "cut.gz"
    packed.write_bytes(gzip.compress((SAMPLES / name).read_bytes(), 0)[:-30])
    *good, last = file_items(packed)
    assert len(good) >= 2
    assert all(type(item) is bytes for item in good)
    assert isinstance(last, Reject)
    assert last.code == "json_truncated"


def test_a_damaged_gzip_file_says_so(tmp_path: Path) -> None:
    packed = tmp_path / "damaged.gz"
    data = bytearray(gzip.compress((SAMPLES / "ranks.jsonl").read_bytes()))
    data[-6] ^= 0xFF
    packed.write_bytes(bytes(data))
    *good, last = file_items(packed)
    assert len(good) == 3
    assert isinstance(last, Reject)
    assert "gzip data is damaged" in last.detail


@pytest.mark.parametrize("name", ["products.json", "ranks.jsonl", "bestsellers.csv"])
def test_a_byte_order_mark_changes_nothing(tmp_path: Path, name: str) -> None:
    marked = tmp_path / name
    marked.write_bytes(b"\xef\xbb\xbf" + (SAMPLES / name).read_bytes())
    assert file_items(marked) == file_items(SAMPLES / name)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'[{"a":1}]', "json array"),
        (b"  \n[\n]", "json array"),
        (b'{"a":1}', "json lines"),
        (b'{"a":1}\n{"a":2}\n', "json lines"),
        (b'{"a":\n1}', "json"),
        (b'{\n"a": 1}', "json"),
        (b'{"a": tru}\n{"a":2}\n', "json lines"),
        (b'{"a": "cut\n{"a":2}\n', "json lines"),
        (b'null\n{"a":2}\n', "json lines"),
        (b'oops, a log line\n{"a":2}\n', "json lines"),
        (b"asin,title\nB0TESTAA01,Kettle\n", "csv"),
        (b"asin;title\nB0TESTAA01;Kettle\n", "csv"),
        (b"asin\ttitle\nB0TESTAA01\tKettle\n", "csv"),
        (b"asin\nB0TESTAA01\n", "csv"),
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\n" * 1_000_000 + b'[{"a":1}]', "json array"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "unknown"),
        (b"<!DOCTYPE html><html><body>x, y</body>", "unknown"),
        (b"just some words\nand more\n", "unknown"),
        ('{"a":1}'.encode("utf-16"), "unknown"),
    ],
)
def test_the_format_is_told_by_content(data: bytes, expected: str) -> None:
    assert format_of(data) == expected


def test_each_broken_line_is_rejected_for_its_own_reason() -> None:
    found = file_items(SAMPLES / "broken.jsonl")
    assert [item.code if isinstance(item, Reject) else "" for item in found] == [
        "",
        "json_invalid",
        "json_nul_character",
        "json_lone_surrogate",
        "json_not_finite",
        "json_invalid",
        "json_not_object",
        "json_not_object",
        "json_not_object",
        "",
        "json_invalid",
        "json_truncated",
    ]


@pytest.mark.parametrize(
    ("item", "code", "words"),
    [
        (b'{"a": Infinity}', "json_not_finite", "Infinity"),
        (b'{"a": -Infinity}', "json_not_finite", "-Infinity"),
        (b'{"a": "\xff"}', "encoding_invalid", r"Byte 8 of the item, \xff"),
        (b'{"a": "\xed\xa0\x80"}', "encoding_invalid", "is not UTF-8"),
        (b'{"a": "x\x00y"}', "json_nul_character", "NUL byte"),
        (b'{"a": "\\u0000"}', "json_nul_character", "cannot store"),
        (b'{"a\\u0000": 1}', "json_nul_character", "cannot store"),
        (b'{"a": "\\udc00"}', "json_lone_surrogate", "udc00"),
        (b'{"a": 1,}', "json_invalid", "near"),
        (b'{"a": 01}', "json_invalid", "character 8"),
        (b"{'a': 1}", "json_invalid", "property name"),
        (b'{"a": 2026-01-02}', "json_invalid", "near"),
        (b"12", "json_not_object", "a number"),
        (b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}", "json_invalid", "nested"),
    ],
)
def test_a_fault_is_told_in_a_sentence(item: bytes, code: str, words: str) -> None:
    fault = fault_of(item)
    assert fault is not None
    assert (fault.code, fault.raw) == (code, item)
    assert words in fault.detail
    assert fault.detail.endswith(".")


@pytest.mark.parametrize(
    "item",
    [
        b'{"a": "\\\\u0000"}',
        b'{"a": "\\ud83d\\ude00"}',
        b'{"a": 1e400}',
        b'{"a": ' + b"9" * 6000 + b"}",
    ],
)
def test_unusual_items_are_left_to_the_database(item: bytes) -> None:
    assert fault_of(item) is None
    found = split(stream_of(b"[" + item + b"," + item + b"]", 5), limit=10_000)
    assert [item for batch in found.batches for item in batch] == [item, item]


GOOD = {"asin": "B0TESTAA01", "variants": [{"asin": "B0TESTAA09"}, {"asin": "x},{y"}]}


@pytest.mark.parametrize(
    "bad",
    [
        '{"asin": "B0", "title": "19" monitor", "variants": [{"a": 1}, {"b": 2}]}',
        '{"asin": "B0", "title": "never closed, "variants": []}',
        '{"asin": "B0", "price": }',
        '{"asin": "B0", "tags": ["a", {"b": 1}}',
        '{"asin": "B0" "price": 1}',
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_in_an_array_with_line_breaks_only_the_malformed_item_is_rejected(
    bad: str, place: int
) -> None:
    texts = [json.dumps(GOOD)] * 2
    texts.insert(place, bad)
    found = items_of(("[\n" + ",\n".join(texts) + "\n]\n").encode(), block_size=50)
    codes = [item[0] if isinstance(item, tuple) else "" for item in found]
    expected = ["", ""]
    expected.insert(place, "json_invalid")
    assert codes == expected
    assert found[place][1].startswith(bad.encode())


def test_in_an_indented_array_inner_objects_are_never_taken_for_items() -> None:
    text = json.dumps([GOOD, GOOD, GOOD], indent=2)
    broken = text.replace('"B0TESTAA01"', '"B0TEST"AA01"', 1)
    found = items_of(broken.encode(), block_size=64)
    assert found[0][0] == "json_invalid"
    assert found[1:] == [GOOD, GOOD]


def test_in_an_array_without_line_breaks_balanced_brackets_tell_the_next_item() -> None:
    text = '[{"a":1},{"b":[1,{"c":}]},{"d":2}]'
    assert items_of(text.encode()) == [
        {"a": 1},
        ("json_invalid", b'{"b":[1,{"c":}]}'),
        {"d": 2},
    ]


def test_a_bracket_that_closes_the_array_is_not_taken_for_the_items_own() -> None:
    text = '[{"a":1},{"b":[1,{"c":2}}]'
    assert items_of(text.encode()) == [{"a": 1}, ("json_invalid", b'{"b":[1,{"c":2}}')]


def test_nul_characters_are_found_in_arrays_too_but_not_their_spelling() -> None:
    text = r'[{"a":1},{"b":"x\u0000"},{"c":"x\\u0000"},{"d":2}]'
    found = items_of(text.encode())
    assert [item if isinstance(item, dict) else item[0] for item in found] == [
        {"a": 1},
        "json_nul_character",
        {"c": "x\\u0000"},
        {"d": 2},
    ]


def test_where_the_next_item_cannot_be_told_the_rest_is_one_reject() -> None:
    text = '[{"a":1},{"b":"x"y"},{"c":2},{"d":3}]'
    found = items_of(text.encode())
    assert found == [{"a": 1}, ("json_invalid", b'{"b":"x"y"},{"c":2},{"d":3}]')]


def test_elements_that_are_no_objects_are_rejected_one_by_one() -> None:
    text = '[1, "a, b", [1, [2]], null, tru, 2026-01-02, {"a": 1}, NaN]'
    assert [
        item if isinstance(item, dict) else item[0] for item in items_of(text.encode())
    ] == [
        "json_not_object",
        "json_not_object",
        "json_not_object",
        "json_not_object",
        "json_invalid",
        "json_invalid",
        {"a": 1},
        "json_not_finite",
    ]


@pytest.mark.parametrize("block_size", [10, 100, 65536])
@pytest.mark.parametrize(
    "layout",
    [
        "[{good},{big},{good}]",
        "[\n{good},\n{big},\n{good}\n]",
        "{good}\n{big}\n{good}\n",
    ],
)
def test_an_item_that_is_too_large_is_rejected_with_its_text(
    layout: str, block_size: int
) -> None:
    good, big = '{"a":1}', '{"b":"' + "},{" * 500 + '"}'
    data = layout.replace("{good}", good).replace("{big}", big).encode()
    assert items_of(data, limit=1000, block_size=block_size) == [
        {"a": 1},
        ("item_too_large", big.encode()),
        {"a": 1},
    ]


def test_a_string_that_is_too_large_hides_nothing_behind_it() -> None:
    text = '["' + "x" * 500 + '", {"a":1}]'
    assert items_of(text.encode(), limit=100, block_size=30) == [
        ("item_too_large", text[1:-10].encode()),
        {"a": 1},
    ]


def test_csv_headers_with_slashes_become_nested_values() -> None:
    kettle, toaster, press = (
        json.loads(item)
        for item in file_items(SAMPLES / "bestsellers.csv")
        if isinstance(item, bytes)
    )
    assert kettle == {
        "asin": "B0TESTAA01",
        "title": "Kettle, black",
        "price": {"value": "39.90", "currency": "$"},
        "features": ["Quick", "Quiet", "Third", "Eleventh"],
        "bestsellerPageData": {"categoryName": "Kettles"},
    }
    assert toaster == {
        "asin": "B0TESTAA02",
        "title": "Toaster\ntwo slots",
        "price": "$19.00",
        "features": ["Only the second"],
        "bestsellerPageData": {"categoryName": "Toasters"},
    }
    assert press == {"asin": "B0TESTAA03", "title": 'Press "one litre"'}


def test_csv_lists_of_objects_and_columns_without_a_name_are_kept() -> None:
    data = b"asin,price,,ranks/0/rank,ranks/0/in,ranks/1/rank\r\n"
    data += b"B0TESTAA01,1,x,12,Kettles,7\r\n"
    assert items_of(data) == [
        {
            "asin": "B0TESTAA01",
            "price": "1",
            "column_3": "x",
            "ranks": [{"rank": "12", "in": "Kettles"}, {"rank": "7"}],
        }
    ]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (b"asin,price,price", "'price' and 'price'"),
        (b"asin;Price;title;price", "'Price' and 'price'"),
        (b"asin,price/value,PRICE/Value", "'price/value' and 'PRICE/Value'"),
        ("asin,\u200etitle, Title".encode(), "'title' and 'Title'"),
    ],
)
def test_a_csv_with_a_name_twice_is_refused_by_the_name(
    header: bytes, words: str
) -> None:
    data = header + b"\nB0TESTAA01,1,2\n"
    found = split(stream_of(data), limit=DEFAULT_ITEM_LIMIT)
    [[reject]] = list(found.batches)
    assert isinstance(reject, Reject)
    assert (found.format, reject.code, reject.raw) == ("csv", "csv_column_twice", data)
    assert words in reject.detail


@pytest.mark.parametrize(
    "data",
    [
        b"B0TESTAA01,Kettle,19.99\nB0TESTAA02,Toaster,29.99\n",
        b"Kettle;B0TESTAA01;19,99\nToaster;B0TESTAA02;29,99\n",
        b"B0TESTAA01\nB0TESTAA02\n",
        b"2026-11-20,0306406152,5\n2026-11-21,0306406152,6\n",
        b"https://www.amazon.com/dp/B0TESTAA01\t5\nhttps://www.amazon.com/dp/B0\t6\n",
        "2026-11-20,19.99,€ 5\n2026-11-21,29.99,€ 6\n".encode(),
        b"sep=;\nB0TESTAA01;Kettle\nB0TESTAA02;Toaster\n",
        "\ufeff\ufeffB0TESTAA01,Kettle\nB0TESTAA02,Toaster\n".encode(),
    ],
)
def test_a_csv_without_a_header_is_refused_whole(data: bytes) -> None:
    found = split(stream_of(data), limit=DEFAULT_ITEM_LIMIT)
    [[reject]] = list(found.batches)
    assert isinstance(reject, Reject)
    assert (reject.code, reject.raw) == ("csv_header_missing", data)
    assert "The first row holds data" in reject.detail


@pytest.mark.parametrize(
    "data",
    [
        b"sep=;\nasin;title;price\nB0TESTAA01;Kettle;19,99\n",
        b"SEP=;\r\nasin;title;price\r\nB0TESTAA01;Kettle;19,99\r\n",
        b'"sep=;"\r\n\r\nasin;title;price\r\nB0TESTAA01;Kettle;19,99\r\n',
        b'sep=,\nasin,title,price\nB0TESTAA01,Kettle,"19,99"\n',
        b"sep=|\nasin|title|price\nB0TESTAA01|Kettle|19,99\n",
        b"sep=\t\nasin\ttitle\tprice\nB0TESTAA01\tKettle\t19,99\n",
        b"\r\n\r\nasin;title;price\r\nB0TESTAA01;Kettle;19,99\r\n",
        "\u200easin;\ufefftitle;\u00a0price\u00a0\nB0TESTAA01;Kettle;19,99\n".encode(),
    ],
)
@pytest.mark.parametrize("block_size", [3, 65536])
def test_csv_of_a_spreadsheet_is_read_and_its_decimal_commas_are_kept(
    data: bytes, block_size: int
) -> None:
    assert items_of(data, block_size=block_size) == [
        {"asin": "B0TESTAA01", "title": "Kettle", "price": "19,99"}
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["products.json", "ranks.jsonl", "bestsellers.csv"])
def test_utf_16_with_its_mark_is_read_as_the_same_text(
    tmp_path: Path, encoding: str, name: str
) -> None:
    text = (SAMPLES / name).read_bytes().decode()
    recoded = tmp_path / name
    recoded.write_bytes(("\ufeff" + text).encode(encoding))
    assert file_items(recoded) == file_items(SAMPLES / name)


def test_utf_16_with_half_a_pair_loses_only_the_row_it_stands_in(
    tmp_path: Path,
) -> None:
    recoded = tmp_path / "half.csv"
    recoded.write_bytes(
        "\ufeffasin\ttitle\r\nB0TESTAA01\tCaf\u00e9 \U0001f600\r\n".encode("utf-16-le")
        + "B0TESTAA02\t".encode("utf-16-le")
        + b"\x3d\xd8"
        + "\r\nB0TESTAA03\tCup\r\n".encode("utf-16-le")
    )
    first, second, third = file_items(recoded)
    assert isinstance(first, bytes)
    assert json.loads(first)["title"] == "Caf\u00e9 \U0001f600"
    assert isinstance(second, Reject)
    assert second.code == "encoding_invalid"
    assert isinstance(third, bytes)


def test_each_row_repeats_the_metadata_above_the_header() -> None:
    first, second = (
        json.loads(item)
        for item in file_items(SAMPLES / "search_queries.csv")
        if isinstance(item, bytes)
    )
    assert first["reportMetadata"] == second["reportMetadata"]
    assert second == {
        "Search Query": "kettle, black",
        "Search Query Score": "2",
        "Search Query Volume": "12",
        "Impressions: Total Count": "96",
        "Impressions: ASIN Count": "3",
        "Reporting Date": "2026-08-29",
        "reportMetadata": {
            "ASIN": ["B0TESTAA01"],
            "Reporting Range": ["Weekly"],
            "Select week": ["Week 35 | 2026-08-23 - 2026-08-29 2026"],
        },
    }


@pytest.mark.parametrize("mark", ["", "\ufeff", "\ufeff\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r\n\r\n"])
@pytest.mark.parametrize("block_size", [3, 65536])
@pytest.mark.parametrize(
    ("line", "delimiter", "expected"),
    [
        ('ASIN=["A1"],Year=["2026"]', ",", {"ASIN": ["A1"], "Year": ["2026"]}),
        ('ASIN=["A1","A2"],Year=["1"]', ",", {"ASIN": ["A1", "A2"], "Year": ["1"]}),
        (
            '"ASIN=[""A1"",""A2""]","Reporting Range=[""Weekly""]"',
            ",",
            {"ASIN": ["A1", "A2"], "Reporting Range": ["Weekly"]},
        ),
        (
            '"Marke=[""A,1""],Jahr=[""2026""]"',
            ",",
            {"Marke": ["A,1"], "Jahr": ["2026"]},
        ),
        (
            '"ASIN=[""A1""]";"Year=[""1""]";;;',
            ";",
            {"ASIN": ["A1"], "Year": ["1"]},
        ),
        ('ASIN=["A1"]\tYear=["1"]\t\t', "\t", {"ASIN": ["A1"], "Year": ["1"]}),
        ('Brand=["Kettle, 5\\" [new]"]', ",", {"Brand": ['Kettle, 5" [new]']}),
        ("ASIN=[A1], Year=[]", ",", {"ASIN": ["[A1]"], "Year": []}),
        ('sep=,\nASIN=["A1"]', ",", {"ASIN": ["A1"]}),
    ],
)
def test_metadata_is_read_in_every_spelling(
    mark: str,
    ending: str,
    block_size: int,
    line: str,
    delimiter: str,
    expected: dict[str, list[str]],
) -> None:
    rows = [line, f"query{delimiter}score", f"kettle{delimiter}1"]
    data = (mark + ending.join(rows) + ending).encode()
    assert format_of(data) == "csv"
    assert items_of(data, block_size=block_size) == [
        {"query": "kettle", "score": "1", "reportMetadata": expected}
    ]


@pytest.mark.parametrize(
    "line",
    [
        "query=[a],score",
        'query,"score=[""1""]"',
        '=["1"],score=["2"]',
        "query=1,score=2",
        "query=[a,score=[b]]x",
    ],
)
def test_a_first_line_with_any_other_field_is_the_header(line: str) -> None:
    [row] = items_of(f"{line}\nkettle,1\n".encode())
    assert "reportMetadata" not in row
    assert list(row.values()) == ["kettle", "1"]


def test_below_metadata_the_header_is_checked_as_ever() -> None:
    data = b'ASIN=["A1"]\nB0TESTAA01,Kettle,19.99\n'
    assert items_of(data) == [("csv_header_missing", data)]
    twice = b'ASIN=["A1"]\nprice,Price\n1,2\n'
    assert items_of(twice) == [("csv_column_twice", twice)]


def test_rows_below_metadata_are_rejected_alone() -> None:
    data = b'ASIN=["A1"]\nquery,score\nkettle\ntoaster,2\n'
    assert items_of(data) == [
        ("csv_row_invalid", b"kettle"),
        {"query": "toaster", "score": "2", "reportMetadata": {"ASIN": ["A1"]}},
    ]


def test_csv_rows_that_do_not_fit_are_rejected_alone() -> None:
    rows = [
        b"asin,title",
        b"B0TESTAA01,Kettle",
        b"B0TESTAA02",
        b"B0TESTAA03,a,b",
        b'B0TESTAA04,"never closed',
        b"B0TESTAA05,Caf\xe9",
        b"",
        b"B0TESTAA06,nul \x00 inside",
        b",",
        b'B0TESTAA07,"closed" badly',
        b"B0TESTAA08,Toaster",
    ]
    assert items_of(b"\r\n".join(rows)) == [
        {"asin": "B0TESTAA01", "title": "Kettle"},
        ("csv_row_invalid", rows[2]),
        ("csv_row_invalid", rows[3]),
        ("csv_row_invalid", rows[4]),
        ("encoding_invalid", rows[5]),
        ("json_nul_character", rows[7]),
        ("csv_row_invalid", rows[9]),
        {"asin": "B0TESTAA08", "title": "Toaster"},
    ]


def test_a_csv_row_that_is_too_large_is_rejected_alone() -> None:
    big = b"B0TESTAA02," + b"x" * 500
    data = b"asin,title\nB0TESTAA01,Kettle\n" + big + b"\nB0TESTAA03,Press\n"
    assert items_of(data, limit=200) == [
        {"asin": "B0TESTAA01", "title": "Kettle"},
        ("item_too_large", big),
        {"asin": "B0TESTAA03", "title": "Press"},
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
        (b"<!DOCTYPE html>\n<html></html>", "an HTML page"),
        (b"PK\x03\x04....", "an Excel workbook"),
        ('{"a":1}'.encode("utf-16"), "UTF-16"),
        (b"nothing of the kind", "begins with 'nothing of the kind'"),
    ],
)
def test_a_file_of_another_kind_is_one_reject_that_names_the_kind(
    data: bytes, words: str
) -> None:
    found = split(stream_of(data), limit=DEFAULT_ITEM_LIMIT)
    [[reject]] = [batch for batch in found.batches if batch]
    assert isinstance(reject, Reject)
    assert (reject.code, reject.raw) == ("json_invalid", data)
    assert words in reject.detail
