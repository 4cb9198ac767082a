"""Splits reports: documents that have a header and then arrays of rows.

Amazon sends `{"reportSpecification": {...}, "dataByAsin": [{...}, ...]}`, and from Data
Kiosk a line a period, `{"startDate": ..., "endDate": ..., "metrics": [{...}, ...]}`.
Each row becomes an item with the header and the name of its array, so that it is
complete alone.
"""

import re

from loader.formats.json_array import Splitter
from loader.formats.validate import Batch, Batches, BracketScanner, Reject, fault_of
from loader.inputs import Stream

_DAY = rb'[ \t\r\n]*+:[ \t\r\n]*+"[-0-9]{10}"[ \t\r\n]*+'
_START = rb"(?:\xef\xbb\xbf)?\{[ \t\r\n]*+"
# A report up to its header, and a period's header as a whole.
_REPORT = rb'"reportSpecification"[ \t\r\n]*+:[ \t\r\n]*+(?=\{)'
_PERIOD = rb'"startDate"' + _DAY + rb',[ \t\r\n]*+"endDate"' + _DAY + rb"(?=,)"
_DOCUMENT = re.compile(_START + rb"(?:" + _REPORT + rb"|(?P<period>" + _PERIOD + rb"))")
# A string of JSON holds no line feed, so these never match inside of one. Rows of
# reports begin with their days as well: no period is looked for among them.
_NEXT_DOCUMENT = re.compile(rb"\n(?=[ \t]*+" + _DOCUMENT.pattern + rb")")
_NEXT_REPORT = re.compile(rb"\n(?=[ \t]*+" + _START + _REPORT + rb")")
# So may items of other sources.
_ROWS_OF_PERIOD = re.compile(rb'"metrics"[ \t\r\n]*+:[ \t\r\n]*+\[')
_SEPARATOR = re.compile(rb"[ \t\r\n,]*+")
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_MEMBER = re.compile(
    rb"[ \t\r\n]*+,[ \t\r\n]*+(" + _STRING + rb")[ \t\r\n]*+:[ \t\r\n]*+", re.DOTALL
)
_CLOSE = re.compile(rb"[ \t\r\n]*+\}")
_SCALAR = re.compile(_STRING + rb"|[-+.\w]++", re.DOTALL)
# Every item repeats the header: a long one would multiply the size of the source.
_HEADER_LIMIT = 64 * 1024
_START_SIZE = 1024
_BATCH_BYTES = 4 * 1024 * 1024


def is_report(text: bytes) -> bool:
    """Whether a source starts with a report, or with a period and its rows."""
    found = _DOCUMENT.match(text)
    if found is None:
        return False
    return found["period"] is None or _ROWS_OF_PERIOD.search(text) is not None


def split_reports(stream: Stream, *, limit: int) -> Batches:
    """Give one item a row: `{"reportSpecification": <header>, "<array>": <row>}`.

    An empty array is one item with null as its row. A member that is no array is one
    item, and so is a report that has only a header. Items of the second and later
    reports end with `"reportDocument": <number>`.

    The header of a period is its two days and the members before its first array.

    A malformed row is one reject, as in an array; a fault between the rows rejects the
    rest of its report. Values between the reports are items as they are.
    """
    return _ReportSplitter(stream, limit=limit).batches()


class _ReportSplitter(Splitter):
    """Position in a report, and the bytes that go around its rows."""

    def __init__(self, stream: Stream, *, limit: int) -> None:
        super().__init__(stream, limit=limit)
        self._in_report = self._in_period = False
        self._report_count = 0
        self._has_members = False
        self._has_rows = False
        self._is_refused = False
        self._header = b""
        self._before = b""
        self._after = b""

    def batches(self) -> Batches:
        while True:
            has_more = True
            while has_more:
                batch: Batch = []
                if self._in_report and self._in_array:
                    before = self._before
                    has_more = self._take_rows(batch)
                    yield from self._items(batch, before=before)
                else:
                    take = self._take_member if self._in_report else self._begin
                    has_more = take(batch)
                    yield batch
            if self._is_end:
                break
            self._read_more()
        is_open = self._in_report or self._in_array
        if not self._is_cut and (self._stream.damage or is_open):
            detail = (
                self._stream.damage or "The report is not closed; the file was cut off."
            )
            yield [Reject("json_truncated", detail, b"")]

    def _items(self, rows: Batch, *, before: bytes) -> Batches:
        """Put the header around rows, in batches: short rows grow many times."""
        size = max(1, _BATCH_BYTES // len(before))
        for first in range(0, len(rows), size):
            yield [
                before + row + self._after if type(row) is bytes else row
                for row in rows[first : first + size]
            ]

    def _begin(self, batch: Batch) -> bool:
        """Take the header of a report, or a value that stands between reports."""
        data = self._data
        start = _SEPARATOR.match(data, self._pos).end()  # type: ignore[union-attr]
        found = None if self._in_array else _DOCUMENT.match(data, start)
        if found is None:
            if not self._is_end and len(data) - start < _START_SIZE:
                return False
            return self._take_one(batch)
        self._in_period = found["period"] is not None
        if self._in_period:
            self._start(b"{" + found["period"].rstrip())
            self._pos = found.end()
            return True
        end = BracketScanner().feed(data, found.end())
        following = self._next_report(found.end())
        ends = [place for place in (end, following) if place >= 0]
        header = data[found.end() : min(ends, default=len(data))]
        if not ends and not self._is_end and len(header) <= _HEADER_LIMIT:
            return False
        fault = _header_fault(header, is_cut=end < 0)
        if fault is not None:
            return self._refuse(start, fault, batch)
        self._start(b'{"reportSpecification": ' + header)
        self._pos = end
        return True

    def _start(self, header: bytes) -> None:
        self._report_count += 1
        self._header = header
        self._after = (
            b', "reportDocument": %d}' % self._report_count
            if self._report_count > 1
            else b"}"
        )
        self._in_report = True
        self._has_members = self._is_cut = False

    def _take_member(self, batch: Batch) -> bool:
        """Take the start of an array, a whole member that is none, or the end."""
        data, start = self._data, self._pos
        close = _CLOSE.match(data, start)
        if close is not None:
            if not self._has_members:
                batch.append(self._header + self._after)
            self._in_report = False
            self._pos = close.end()
            return True
        member = _MEMBER.match(data, start)
        if member is None or member.end() == len(data):
            return self._take_unended_member(batch)
        before = self._header + b", " + member[1] + b": "
        value = member.end()
        if data[value] == 0x5B:
            end, item = value + 1, before + b"null" + self._after
        else:
            end = _end_of_value(data, value)
            if end < 0 or end == len(data):
                return self._take_unended_member(batch)
            item = before + data[value:end] + self._after
        fault = fault_of(item)
        if fault is not None:
            return self._refuse(start, fault, batch)
        if data[value] == 0x5B:
            self._before = before
            self._in_array = True
            self._has_rows = self._is_refused = False
        elif self._in_period and not self._has_members:
            self._header = item.removesuffix(self._after)
            if len(self._header) > _HEADER_LIMIT:
                fault = _header_fault(self._header, is_cut=False)
                assert fault is not None
                return self._refuse(start, fault, batch)
            self._pos = end
            return True
        else:
            batch.append(item)
        self._has_members = True
        self._pos = end
        return True

    def _take_unended_member(self, batch: Batch) -> bool:
        """Handle a member whose end is not in the window, or that is not JSON."""
        start = self._pos
        following = self._next_report(start)
        rest = self._data[start : following if following >= 0 else len(self._data)]
        if following < 0:
            if not self._is_end and len(rest) <= self._limit:
                return False
            if not rest.strip():
                self._pos = len(self._data)
                return False
        fault = fault_of(b'{"":0' + rest, is_cut=True)
        if fault is not None and fault.code == "json_truncated":
            detail = "The source ends inside the report."
            return self._refuse(start, Reject(fault.code, detail, rest), batch)
        detail = "The report is not JSON behind the rows that were read."
        return self._refuse(start, Reject("json_invalid", detail, rest), batch)

    def _take_rows(self, batch: Batch) -> bool:
        """Take rows up to the first that is not plain, valid JSON, and that one."""
        self._take_good_objects(batch)
        count = len(batch)
        if self._starts_report():
            self._in_array = self._in_report = False
            if count > 0 or not self._is_refused:
                detail = "The report is not closed, but another one starts."
                batch.append(Reject("json_truncated", detail, b""))
            return True
        has_more = self._take_one(batch)
        if batch:
            self._has_rows = True
            self._is_refused = isinstance(batch[-1], Reject)
        if not self._in_array:
            if len(batch) > count:
                # The rest of the source is in the reject.
                self._in_report = False
            elif not self._has_rows:
                batch.append(b"null")
        return has_more

    def _take_unended(self, start: int, batch: Batch) -> bool:
        following = self._next_report(start)
        if following < 0:
            return super()._take_unended(start, batch)
        end = self._end_by_line(start)
        raw = self._data[start:end].rstrip()
        detail = "The value ends where another report starts."
        fault = fault_of(raw, is_cut=True) or Reject("json_truncated", detail, raw)
        self._add(fault, batch, end)
        return True

    def _end_by_line(self, start: int) -> int:
        end = super()._end_by_line(start)
        following = self._next_report(start)
        return following if 0 <= following < end or end < 0 else end

    def _array_end(self, indent: bytes) -> bytes:
        shallower = rb"(?!" + re.escape(indent) + rb")" if indent else b""
        return shallower + rb'[ \t]*+\][ \t\r\n]*+(?:\}|,[ \t\r\n]*+")'

    def _starts_report(self) -> bool:
        start = _SEPARATOR.match(self._data, self._pos).end()  # type: ignore[union-attr]
        found = _DOCUMENT.match(self._data, start)
        return found is not None and (self._in_period or found["period"] is None)

    def _next_report(self, start: int) -> int:
        """Find the line on which a later report starts, -1 if there is none yet."""
        pattern = _NEXT_DOCUMENT if self._in_period else _NEXT_REPORT
        found = pattern.search(self._data, start)
        return found.start() if found is not None else -1

    def _refuse(self, start: int, fault: Reject, batch: Batch) -> bool:
        """Reject the rest of a report, up to the line on which another one starts."""
        following = self._next_report(start)
        size = len(self._data) - start
        if following < 0 and not self._is_end and size <= self._limit:
            return False
        self._in_array = self._in_report = False
        if following < 0 and size > self._limit:
            self._skip_unended(start, fault, batch)
            return True
        end = following if following >= 0 else len(self._data)
        raw = self._data[start:end].strip()
        detail = f"{fault.detail} The rest of it, {len(raw):,} bytes, is rejected."
        self._add(Reject(fault.code, detail, raw), batch, end)
        return True


def _header_fault(header: bytes, *, is_cut: bool) -> Reject | None:
    is_long = len(header) > _HEADER_LIMIT
    fault = fault_of(header[:_HEADER_LIMIT], is_cut=is_cut or is_long)
    if not is_long or (fault is not None and fault.code != "json_truncated"):
        return fault
    detail = f"The header of the report has more than {_HEADER_LIMIT:,} bytes."
    return Reject("item_too_large", detail, header)


def _end_of_value(data: bytes, start: int) -> int:
    if data[start] == 0x7B:
        return BracketScanner().feed(data, start)
    scalar = _SCALAR.match(data, start)
    return scalar.end() if scalar is not None else -1
