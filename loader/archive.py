"""Writes detached partitions to Parquet files, and reads them back.

SQL decides what is archived, whether a file holds the partition, and what may be
dropped or attached again. This module carries the bytes, a few megabytes at a time.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import orjson
import psycopg
from psycopg.rows import tuple_row

from loader import queries
from loader.database import Connection, in_sentences, row
from loader.errors import LoaderError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.fs import FileSystem

# In memory at a time: of rows on their way, and of a row group of the file.
_CHUNK_BYTES, _CHUNK_ROWS = 4 * 1024 * 1024, 5_000
_GROUP_BYTES = 16 * 1024 * 1024
_READ_BYTES = 1024 * 1024

OnRows = Callable[[int, int], None]


@dataclass(frozen=True)
class Storage:
    """A folder or a bucket that holds the files; paths in it are relative."""

    files: "FileSystem"
    base: str
    name: str

    def place(self, path: str) -> str:
        """Give the place of a file in the file system."""
        return f"{self.base}/{path}"


@dataclass(frozen=True)
class Step:
    """What became of an archive: verified, over, busy or held, and why."""

    outcome: str
    detail: str


def open_storage(url: str | None) -> Storage:
    """Open a folder, or s3://bucket/prefix; raises LoaderError when it cannot be.

    Credentials of S3 are taken from the environment as other tools do. An address of
    another provider is `s3://bucket/prefix?endpoint_override=host:port&scheme=https`.
    """
    if not url:
        raise LoaderError(
            "There is no place for archives.",
            advice="Set ASINMART_ARCHIVE_URL to a folder or to s3://bucket/prefix.",
        )
    try:
        from pyarrow.fs import FileSystem
    except ImportError:
        raise LoaderError(
            "The package pyarrow is missing.",
            advice="Install asinmart[archive]: pip install --no-deps -r"
            " requirements-archive.lock.",
        ) from None
    # A password of the address is not repeated.
    name = re.sub(r"//[^/]*@|\?.*", lambda m: "//" if "@" in m[0] else "", url)
    try:
        files, base = FileSystem.from_uri(
            url if "://" in url else str(Path(url).absolute())
        )
    except (ValueError, OSError) as error:
        raise LoaderError(
            f"The address of archives {name} cannot be used: {_line(error)}.",
            advice="Set ASINMART_ARCHIVE_URL to a folder or to s3://bucket/prefix.",
        ) from None
    if not base.strip("/"):
        raise LoaderError(
            f"The address of archives {name} names no folder and no bucket.",
            advice="Set ASINMART_ARCHIVE_URL to a folder or to s3://bucket/prefix.",
        )
    return Storage(files, base.rstrip("/"), name)


def archive_partition(
    connection: Connection,
    url: str | None,
    archive_id: int,
    *,
    instance_id: str | None,
    on_rows: OnRows = lambda done, total: None,
) -> Step:
    """Export a partition, if it is not yet, and read the file back.

    Each of the two steps is one transaction: killed at any place, the next call goes on
    with what was committed. Raises LoaderError, which is noted with the archive.
    """
    try:
        storage = open_storage(url)
        while True:
            with _faults(storage), connection.transaction():
                connection.execute(queries.ONE_SNAPSHOT)
                start = row(
                    connection,
                    queries.START_ARCHIVE,
                    id=archive_id,
                    instance_id=instance_id,
                )
                assert start is not None
                match start["outcome"]:
                    case "export":
                        _export(connection, storage, archive_id, start["path"], on_rows)
                        continue
                    case "verify":
                        fault = _verify(connection, storage, archive_id, start, on_rows)
                    case outcome:
                        return Step(outcome, start["detail"])
            if fault is not None:
                raise LoaderError(
                    f"{start['partition_name']} is not archived: {fault}.",
                    advice="It was kept, and is exported anew by the next attempt.",
                )
            return Step("verified", start["path"])
    except LoaderError as error:
        # The reason is raised below, even if the database cannot note it.
        with suppress(psycopg.Error):
            connection.execute(
                queries.NOTE_ARCHIVE_ERROR, {"id": archive_id, "error": str(error)}
            )
        raise


def restore_partition(
    connection: Connection,
    storage: Storage,
    archive_id: int,
    path: str,
    *,
    as_name: str | None,
    on_rows: OnRows = lambda done, total: None,
) -> tuple[str, int]:
    """Restore an archive in one transaction; give the table and its number of rows.

    Raises LoaderError when a file is missing or was changed, or something is in the
    way; then nothing is restored.
    """
    with _faults(storage), connection.transaction():
        started = row(
            connection,
            queries.START_RESTORE,
            id=archive_id,
            file_sha256=_sha256(storage, path),
            manifest=_read_text(storage, _manifest_of(path)),
            as_name=as_name,
        )
        assert started is not None
        for rows in _stored_rows(storage, path, on_rows):
            connection.execute(
                queries.RESTORE_ROWS, {"id": archive_id, "archived_rows": rows}
            )
        finished = row(connection, queries.FINISH_RESTORE, id=archive_id)
        assert finished is not None
        return started["restored_table"], finished["row_count"]


def _export(
    connection: Connection,
    storage: Storage,
    archive_id: int,
    path: str,
    on_rows: OnRows,
) -> None:
    """Write the rows to a new file, which no other attempt knows."""
    found = row(connection, queries.READ_ARCHIVE, id=archive_id)
    assert found is not None
    place = storage.place(path)
    storage.files.create_dir(place.rpartition("/")[0], recursive=True)
    try:
        with storage.files.open_output_stream(place) as stream:
            sink = _Sink(stream)
            _write_rows(connection, found, sink, on_rows)
        _persist(storage, place)
        connection.execute(
            queries.NOTE_EXPORT,
            {
                "id": archive_id,
                "path": path,
                "byte_count": sink.size,
                "file_sha256": sink.digest.hexdigest(),
            },
        )
    except BaseException:
        # An unfinished file may stay: no archive names it.
        with suppress(OSError):
            storage.files.delete_file(place)
        raise


def _write_rows(
    connection: Connection, found: dict[str, Any], sink: "_Sink", on_rows: OnRows
) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    columns = found["columns"]
    types = [_arrow_type(column["stored_as"]) for column in columns]
    schema = pa.schema(
        [(column["name"], its) for column, its in zip(columns, types, strict=True)]
    )
    limit = max(1, min(_CHUNK_ROWS, _CHUNK_BYTES // (found["row_bytes"] or 1)))
    group: list[pa.RecordBatch] = []
    done = 0
    with (
        ParquetWriter(sink, schema, compression="zstd") as writer,
        psycopg.ServerCursor(
            connection, found["rows_of"], row_factory=tuple_row
        ) as cursor,
    ):

        def write_group() -> None:
            table = pa.Table.from_batches(group, schema)
            writer.write_table(table, row_group_size=max(1, table.num_rows))
            group.clear()

        while rows := cursor.fetchmany(limit):
            arrays = [
                _array(values, its)
                for values, its in zip(zip(*rows, strict=True), types, strict=True)
            ]
            group.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
            if sum(batch.nbytes for batch in group) >= _GROUP_BYTES:
                write_group()
            done += len(rows)
            on_rows(done, found["row_count"])
        write_group()


def _verify(
    connection: Connection,
    storage: Storage,
    archive_id: int,
    start: dict[str, Any],
    on_rows: OnRows,
) -> str | None:
    """Read the file back, and give what SQL finds wrong with it."""
    path = start["path"]
    place = storage.place(_manifest_of(path))
    with storage.files.open_output_stream(place) as stream:
        stream.write(start["manifest"].encode())
    _persist(storage, place)
    state: list[Any] = [0, 0, 0]
    file_sha256 = None
    # ops.verify_archive refuses a file that is missing, like one that was changed.
    with suppress(FileNotFoundError):
        file_sha256 = _sha256(storage, path)
    # What was changed is not read: it may not even be Parquet.
    if file_sha256 == start["file_sha256"]:
        for rows in _stored_rows(storage, path, on_rows):
            counted = row(
                connection,
                queries.CHECKSUM_ROWS,
                id=archive_id,
                archived_rows=rows,
                checksum=state,
            )
            assert counted is not None
            state = counted["checksum"]
    found = row(
        connection,
        queries.VERIFY_ARCHIVE,
        id=archive_id,
        checksum=state,
        file_sha256=file_sha256,
        manifest=_read_text(storage, _manifest_of(path)),
    )
    assert found is not None
    fault: str | None = found["fault"]
    return fault


def _stored_rows(storage: Storage, path: str, on_rows: OnRows) -> Iterator[list[str]]:
    """Give the rows of a file in lists, each row a JSON array of texts."""
    from pyarrow.parquet import ParquetFile

    with (
        storage.files.open_input_file(storage.place(path)) as source,
        ParquetFile(source) as file,
    ):
        done, total = 0, file.metadata.num_rows
        for number in range(file.num_row_groups):
            table = file.read_row_group(number)
            row_bytes = table.nbytes // max(1, table.num_rows) or 1
            limit = max(1, min(_CHUNK_ROWS, _CHUNK_BYTES // row_bytes))
            for batch in table.to_batches(max_chunksize=limit):
                texts = zip(*map(_texts, batch.columns), strict=True)
                yield [orjson.dumps(values).decode() for values in texts]
                done += batch.num_rows
                on_rows(done, total)


def _arrow_type(name: str) -> "pa.DataType":
    import pyarrow as pa

    if size := re.fullmatch(r"decimal\((\d+),(\d+)\)", name):
        return pa.decimal128(int(size[1]), int(size[2]))
    if name == "timestamp":
        return pa.timestamp("us", tz="UTC")
    return pa.type_for_alias(name)


def _array(values: tuple[str | None, ...], its: "pa.DataType") -> "pa.Array":
    """Turn what Postgres prints into a column of the file."""
    import pyarrow as pa

    if pa.types.is_binary(its):
        return pa.array([v and bytes.fromhex(v[2:]) for v in values], its)
    return pa.array(values, pa.string()).cast(its)


def _texts(column: "pa.Array") -> list[str | None]:
    """Turn a column of the file into what Postgres reads."""
    import pyarrow as pa

    if pa.types.is_binary(column.type):
        return [None if v is None else f"\\x{v.hex()}" for v in column.to_pylist()]
    texts: list[str | None] = column.cast(pa.string()).to_pylist()
    return texts


class _Sink:
    """Counts and hashes what goes to a file."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()
        self.size = 0

    @property
    def closed(self) -> bool:
        return self.stream.closed

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.stream.write(data)

    def flush(self) -> None:
        self.stream.flush()

    def close(self) -> None:
        """Leave the stream to the one who opened it."""


def _persist(storage: Storage, place: str) -> None:
    """Have a folder's disk keep a file and its name; a bucket does so by itself."""
    if storage.files.type_name != "local":
        return
    for path in (place, place.rpartition("/")[0]):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _manifest_of(path: str) -> str:
    return path.removesuffix(".parquet") + ".json"


def _sha256(storage: Storage, path: str) -> str:
    digest = hashlib.sha256()
    with storage.files.open_input_stream(storage.place(path)) as stream:
        while data := stream.read(_READ_BYTES):
            digest.update(data)
    return digest.hexdigest()


def _read_text(storage: Storage, path: str) -> str:
    with storage.files.open_input_stream(storage.place(path)) as stream:
        # A changed manifest may be no text at all, and no text has a NUL in Postgres.
        text: str = stream.read().decode(errors="replace").replace("\0", "\ufffd")
    return text


@contextmanager
def _faults(storage: Storage) -> Iterator[None]:
    """Turn the errors of files and of the database into one sentence."""
    try:
        yield
    except FileNotFoundError as error:
        raise LoaderError(
            f"A file of the archive is missing: {_line(error)}.",
            advice=f"ASINMART_ARCHIVE_URL is {storage.name}; is that where it is?",
        ) from None
    except psycopg.Error as error:
        raise in_sentences(error) from None
    except OSError as error:
        raise LoaderError(
            f"The archive at {storage.name} cannot be used: {_line(error)}.",
            advice="Nothing was dropped or restored; run the same command again.",
        ) from None
    except ValueError as error:
        raise LoaderError(
            f"A row cannot be kept or read exactly: {_line(error)}.",
            advice="Nothing was dropped or restored; report it.",
        ) from None


def _line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
