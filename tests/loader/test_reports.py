"""Reports, which have a header and arrays of rows, are split into rows."""

import gzip
import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loader.formats.detect import split
from loader.formats.validate import DEFAULT_ITEM_LIMIT, Reject
from tests.support.splitting import file_items, format_of, items_of, stream_of

SAMPLE = Path(__file__).parents[1] / "samples" / "loader" / "report.json"
HEADER = {"reportType": "T", "marketplaceIds": ["A1"]}
START = '{"reportSpecification": {"reportType": "T"}'

# Texts full of what structure is made of, so that guessing by brackets would fail.
TEXTS = st.one_of(
    st.text(alphabet=st.sampled_from('{}[],:"\\\n\t é😀ax'), max_size=8),
    st.sampled_from(["},{", '"},{"', "],", ']}\n{"reportSpecification": {', '\\"}']),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=8,
)
ROWS = st.dictionaries(TEXTS, VALUES, max_size=3)
ARRAYS = st.dictionaries(
    TEXTS.map("data {}".format), st.lists(ROWS, max_size=4), max_size=3
)
REPORTS = st.builds(
    lambda header, arrays: {"reportSpecification": header, **arrays}, ROWS, ARRAYS
)
BLOCK_SIZES = st.sampled_from([1, 3, 17, 400, 65536])


def rows_of(*reports: dict[str, Any]) -> list[dict[str, Any]]:
    """Split parsed reports by their definition."""
    rows = []
    for number, report in enumerate(reports, 1):
        arrays = dict(report)
        header = {"reportSpecification": arrays.pop("reportSpecification")}
        last = {"reportDocument": number} if number > 1 else {}
        if not arrays:
            rows.append(header | last)
        for name, array in arrays.items():
            rows += [header | {name: row} | last for row in array or [None]]
    return rows


@given(
    reports=st.lists(REPORTS, min_size=1, max_size=3),
    indent=st.sampled_from([None, 1, 2, 4]),
    separator=st.sampled_from(["\n", "\r\n", "\n\n", ""]),
    is_ascii=st.booleans(),
    block_size=BLOCK_SIZES,
)
def test_a_report_gives_its_rows_in_any_layout_and_block_size(
    reports: list[dict[str, Any]],
    indent: int | None,
    separator: str,
    is_ascii: bool,
    block_size: int,
) -> None:
    text = separator.join(
        json.dumps(report, indent=indent, ensure_ascii=is_ascii) for report in reports
    )
    assert items_of(text.encode(), block_size=block_size) == rows_of(*reports)


@given(
    report=REPORTS,
    cut=st.floats(0, 1),
    indent=st.sampled_from([None, 2]),
    block_size=BLOCK_SIZES,
)
def test_a_cut_report_loses_only_what_is_behind_the_cut(
    report: dict[str, Any], cut: float, indent: int | None, block_size: int
) -> None:
    text = json.dumps(report, indent=indent).encode()
    text = text[: 26 + int(cut * (len(text) - 27))]
    assume(format_of(text) == "report")
    found = items_of(text, block_size=block_size)
    good = [item for item in found if isinstance(item, dict)]
    assert good == rows_of(report)[: len(good)]
    assert [item[0] for item in found[len(good) :]] == ["json_truncated"]


@given(data=st.binary(max_size=300), block_size=BLOCK_SIZES)
def test_bytes_of_any_kind_never_break_a_report(data: bytes, block_size: int) -> None:
    for front in (START, START + ', "data": [', START + ', "data": [{"a": 1},'):
        for item in items_of(front.encode() + data, limit=64, block_size=block_size):
            assert isinstance(item, dict | tuple)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (START.encode() + b"}", "report"),
        (b'{\r\n  "reportSpecification" :\r\n  {},\r\n  "data": []}', "report"),
        (b'\n\n{"reportSpecification":{', "report"),
        (b'{"reportSpecification": null, "data": []}', "json lines"),
        (b'{"data": [], "reportSpecification": {}}', "json lines"),
        (b'{"reportSpecifications": {}}', "json lines"),
        (b'{"startDate": "2025-01-05","endDate":"2025-01-05","metrics":[]}', "report"),
        (
            b'{"startDate": "2025-01-05","endDate":"2025-01-05","asin":"x"}',
            "json lines",
        ),
        (b'{"startDate": "soon", "endDate": "later", "metrics": []}', "json lines"),
        (b'[{"reportSpecification": {}}]', "json array"),
    ],
)
def test_a_report_is_known_by_its_first_member(data: bytes, expected: str) -> None:
    assert format_of(data) == expected


PERIOD = {"startDate": "2025-01-05", "endDate": "2025-01-11"}


@given(
    periods=st.lists(
        st.fixed_dictionaries(
            {"metrics": st.lists(ROWS, max_size=4)},
            optional={"totals": VALUES.filter(lambda value: type(value) is not list)},
        ),
        min_size=1,
        max_size=3,
    ),
    indent=st.sampled_from([None, 2]),
    block_size=BLOCK_SIZES,
)
def test_a_period_gives_its_rows_with_its_days_and_totals(
    periods: list[dict[str, Any]], indent: int | None, block_size: int
) -> None:
    text, expected = [], []
    for number, period in enumerate(periods, 1):
        totals = {key: value for key, value in period.items() if key == "totals"}
        text.append(json.dumps(PERIOD | totals | period, indent=indent))
        last = {"reportDocument": number} if number > 1 else {}
        for row in period["metrics"] or [None]:
            expected.append(PERIOD | totals | {"metrics": row} | last)
    assert items_of("\n".join(text).encode(), block_size=block_size) == expected


def test_a_long_line_of_data_kiosk_is_split_below_the_limit() -> None:
    rows = [{"groupByKey": {"asin": f"B0TEST{n:04}"}} for n in range(1000)]
    line = json.dumps(PERIOD | {"totals": None, "metrics": rows, "more": 1}).encode()
    found = items_of(line, limit=200, block_size=64)
    assert found[0] == PERIOD | {"totals": None, "metrics": rows[0]}
    assert [item.get("metrics") for item in found] == [*rows, None]
    assert found[-1] == PERIOD | {"totals": None, "more": 1}


def test_totals_that_would_multiply_the_file_are_refused() -> None:
    line = json.dumps(PERIOD | {"totals": "x" * 70_000, "metrics": [{}, {}]})
    (code, raw), last = items_of(
        f"{line}\n{json.dumps(PERIOD | {'metrics': [{}]})}".encode()
    )
    assert (code, len(raw)) == (
        "item_too_large",
        len(line) - len(json.dumps(PERIOD)) + 1,
    )
    assert last["metrics"] == {}


def test_header_and_row_keep_the_bytes_they_came_with() -> None:
    text = SAMPLE.read_bytes()
    header = text[text.index(b"{", 1) : text.index(b',\n  "dataByAsin"')]
    first, second = file_items(SAMPLE)
    assert isinstance(first, bytes)
    assert first.startswith(b'{"reportSpecification": ' + header + b', "dataByAsin": {')
    assert b'"clickRate": 0.10,' in first
    assert b'"amount": 39.90,' in first
    row = first.removeprefix(b'{"reportSpecification": ' + header + b', "dataByAsin": ')
    assert row[:-1] in text
    assert isinstance(second, bytes)
    assert json.loads(second)["dataByAsin"]["asin"] == "B0TESTAA02"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_reports_may_be_packed_marked_and_concatenated(
    tmp_path: Path, mark: bytes
) -> None:
    packed = tmp_path / "reports.json"
    report = mark + SAMPLE.read_bytes()
    packed.write_bytes(gzip.compress(report) + gzip.compress(report))
    items = [json.loads(item) for item in file_items(packed) if type(item) is bytes]
    assert [item.get("reportDocument") for item in items] == [None, None, 2, 2]
    assert [item["dataByAsin"]["asin"][-1] for item in items] == ["1", "2", "1", "2"]


def test_each_line_of_json_lines_may_be_a_report() -> None:
    reports = [
        {"reportSpecification": HEADER, "byDate": [{"n": 1}], "byAsin": [{"n": 2}]},
        {"reportSpecification": HEADER, "byDate": []},
        {"reportSpecification": HEADER},
    ]
    lines = "\n".join(map(json.dumps, reports)) + "\n"
    assert items_of(lines.encode()) == [
        {"reportSpecification": HEADER, "byDate": {"n": 1}},
        {"reportSpecification": HEADER, "byAsin": {"n": 2}},
        {"reportSpecification": HEADER, "byDate": None, "reportDocument": 2},
        {"reportSpecification": HEADER, "reportDocument": 3},
    ]


def test_members_that_are_no_arrays_become_items_too() -> None:
    text = START + ', "total": {"n": [1]}, "note": "},{", "count": 12}'
    header = {"reportSpecification": {"reportType": "T"}}
    assert items_of(text.encode(), block_size=5) == [
        {**header, "total": {"n": [1]}},
        {**header, "note": "},{"},
        {**header, "count": 12},
    ]


def test_an_item_of_a_report_is_split_into_itself() -> None:
    items = [json.loads(item) for item in file_items(SAMPLE) if type(item) is bytes]
    assert items_of(json.dumps(items[0]).encode()) == items[:1]


def test_other_items_between_reports_stay_as_they_are() -> None:
    lines = [START + ', "d": [{"a": 1}]}', '{"a": 2}', "[3]", START + ', "d": []}']
    found = items_of("\n".join(lines).encode())
    assert [item["d"] for item in (found[0], found[-1])] == [{"a": 1}, None]
    assert found[1:3] == [{"a": 2}, ("json_not_object", b"3")]
    assert found[-1]["reportDocument"] == 2


GOOD = {"asin": "B0TESTAA01", "parts": [{"asin": "B0TESTAA09"}, {"asin": "x},{y"}]}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("bad", ['"B0" x"', '"B0', '[1, {"a": 2}', "[1, {]", ""])
def test_a_malformed_row_in_lines_is_one_reject(
    indent: int | None, place: int, bad: str
) -> None:
    report: dict[str, Any] = {
        "reportSpecification": HEADER,
        "byDate": [GOOD, GOOD, GOOD],
        "byAsin": [GOOD],
    }
    if indent is None:
        row = json.dumps(GOOD)
        text = (
            f'{{"reportSpecification": {json.dumps(HEADER)}, "byDate": [\n'
            + ",\n".join([row] * 3)
            + f'\n], "byAsin": [\n{row}\n]}}\n'
        )
    else:
        text = json.dumps(report, indent=indent)
    parts = text.split('"B0TESTAA01"')
    text = '"B0TESTAA01"'.join(parts[: place + 1]) + bad
    text += '"B0TESTAA01"'.join(parts[place + 1 :])
    expected: list[Any] = rows_of(report)
    expected[place] = "json_invalid"
    for block_size in (20, 65536):
        found = items_of(text.encode(), block_size=block_size)
        assert [
            item[0] if isinstance(item, tuple) else item for item in found
        ] == expected


def test_rows_that_cannot_be_stored_are_rejected_one_by_one() -> None:
    rows = [r'{"a":"\u0000"}', '{"a":NaN}', "7", '{"a":"' + "x" * 99 + '"}', '{"b":1}']
    text = START + ', "data": [' + ",".join(rows) + "]}"
    found = items_of(text.encode(), limit=90, block_size=10)
    assert [item[0] for item in found[:-1]] == [
        "json_nul_character",
        "json_not_finite",
        "json_not_object",
        "item_too_large",
    ]
    assert [item[1].decode() for item in found[:-1]] == rows[:-1]
    assert found[-1] == {"reportSpecification": {"reportType": "T"}, "data": {"b": 1}}


@pytest.mark.parametrize("block_size", [9, 65536])
@pytest.mark.parametrize(
    ("broken", "code", "good"),
    [
        (START + ', "d": [{"a": 1}], oops, "e": [{"a": 2}]}', "json_invalid", 1),
        (START + ', "d" [{"a": 1}]}', "json_invalid", 0),
        (START + r', "\u0000": [{"a": 1}]}', "json_nul_character", 0),
        (START + ', "d": 12.5.1}', "json_invalid", 0),
        ('{"reportSpecification": {"a": "x" y"}, "d": []}', "json_invalid", 0),
        ('{"reportSpecification": {"a": NaN}, "d": []}', "json_not_finite", 0),
        ('{"reportSpecification": {"a": "cut', "json_truncated", 0),
        (START + ', "d": [{"a": 1}], "e', "json_truncated", 1),
        (START + ', "d": [{"a": 1}]', "json_truncated", 1),
        (START + ', "d": [{"a": 1},', "json_truncated", 1),
        (START + ', "d": [{"a": 1}, {"a": [2', "json_truncated", 1),
        (START + ', "d": [{"a": 1}, {"a": "x" 2]}', "json_invalid", 1),
    ],
)
def test_a_fault_between_rows_rejects_its_report_but_not_the_next_one(
    broken: str, code: str, good: int, block_size: int
) -> None:
    following = START + ', "d": [{"z": 1}, {"z": 2}]}'
    text = broken + "\n" + following + "\n"
    *before, reject, last, very_last = items_of(text.encode(), block_size=block_size)
    assert [item["d"] for item in before] == [{"a": 1}] * good
    assert reject[0] == code
    assert [last["d"], very_last["d"]] == [{"z": 1}, {"z": 2}]


def test_where_the_next_row_cannot_be_found_the_rest_is_one_reject() -> None:
    text = START + ', "d": [{"a": 1}, {"b": "x"y"}, {"c": 2}, {"d": 3}]}'
    first, (code, raw) = items_of(text.encode())
    assert first["d"] == {"a": 1}
    assert (code, raw) == ("json_invalid", b'{"b": "x"y"}, {"c": 2}, {"d": 3}]}')


def test_every_report_that_is_cut_has_a_reject() -> None:
    lines = [START + ', "d": [{"a": 1}, {"a": 2', START + ', "d": [{"a": 3}']
    found = items_of("\n".join(lines).encode())
    assert [item[0] if isinstance(item, tuple) else item["d"] for item in found] == [
        {"a": 1},
        "json_truncated",
        {"a": 3},
        "json_truncated",
    ]


def test_a_fault_before_more_than_the_limit_rejects_the_rest_as_one() -> None:
    text = START + ', "d" = [' + '{"a": 1},' * 100 + '{"a": 1}]}'
    [(code, raw)] = items_of(text.encode(), limit=200, block_size=50)
    assert code == "json_invalid"
    assert raw.decode() == text.removeprefix(START)


def test_a_header_that_would_multiply_the_file_is_refused() -> None:
    long = json.dumps({"reportSpecification": {"a": "x" * 70_000}, "d": [{}, {}]})
    text = long + "\n" + START + ', "d": [{"z": 1}]}'
    (code, raw), last = items_of(text.encode(), block_size=1000)
    assert (code, raw.decode()) == ("item_too_large", long)
    assert last["d"] == {"z": 1}


def test_a_cut_report_names_the_cut_and_keeps_the_half_row() -> None:
    text = START + ', "d": [{"a": 1}, {"a": 23'
    found = split(stream_of(text.encode()), limit=DEFAULT_ITEM_LIMIT)
    _, reject = [item for batch in found.batches for item in batch]
    assert isinstance(reject, Reject)
    assert (reject.code, reject.raw) == ("json_truncated", b'{"a": 23')


def test_the_rows_of_a_batch_have_a_bounded_size() -> None:
    header = json.dumps({"a": "x" * 60_000})
    text = f'{{"reportSpecification": {header}, "d": [' + "{}," * 20_000 + "{}]}"
    found = split(stream_of(text.encode()), limit=DEFAULT_ITEM_LIMIT)
    count = 0
    for batch in found.batches:
        count += len(batch)
        assert sum(len(item) for item in batch if type(item) is bytes) < 5_000_000
    assert count == 20_001


def seconds(data: bytes, rows: int) -> float:
    """Give the best of two times to split data, in seconds of CPU."""
    times = []
    for _ in range(2):
        started = process_time()
        found = split(stream_of(data, 256 * 1024), limit=DEFAULT_ITEM_LIMIT)
        assert sum(map(len, found.batches)) == rows
        times.append(process_time() - started)
    return min(times)


@pytest.mark.parametrize("indent", [None, 2])
def test_a_report_is_split_at_no_less_than_half_the_speed_of_an_array(
    indent: int | None,
) -> None:
    row = json.loads(SAMPLE.read_bytes())["dataByAsin"][0]
    header = json.loads(SAMPLE.read_bytes())["reportSpecification"]
    rows = ",".join([json.dumps(row, indent=indent)] * 200_000)
    array = f"[{rows}]".encode()
    report = f'{{"reportSpecification": {json.dumps(header)}, "d": [{rows}]}}'.encode()
    assert seconds(report, 200_000) < 2 * seconds(array, 200_000)
