"""What a login may read of mart, to compare with what a tool lists."""

from dataclasses import dataclass
from typing import Any

from psycopg import Connection

RELATIONS = """
    select c.relname, c.relkind, has_table_privilege(c.oid, 'select'),
        obj_description(c.oid, 'pg_class')
    from pg_class as c
    where c.relnamespace = 'mart'::regnamespace
        and c.relkind in ('r', 'p', 'v', 'm', 'f')
"""
COLUMNS = """
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        format_type(a.atttypid, null), col_description(c.oid, a.attnum)
    from pg_class as c
    inner join pg_attribute as a on a.attrelid = c.oid
    where c.relnamespace = 'mart'::regnamespace
        and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum
"""
KEYS = """
    select c.relname, array_agg(a.attname::text order by k.position)
    from pg_class as c
    inner join pg_constraint as o on o.conrelid = c.oid and o.contype = 'p'
    cross join unnest(o.conkey) with ordinality as k (attnum, position)
    inner join pg_attribute as a on a.attrelid = c.oid and a.attnum = k.attnum
    where c.relnamespace = 'mart'::regnamespace and c.relkind in ('r', 'p')
    group by c.relname
"""


@dataclass(frozen=True, kw_only=True)
class Mart:
    """Schema mart by relation, as the catalog has it for one login."""

    readable: set[str]
    hidden: set[str]
    tables: set[str]
    partitioned: set[str]
    comments: dict[str, str]
    # Types with and without their modifiers, by relation and column.
    types: dict[tuple[str, str], str]
    base_types: dict[tuple[str, str], str]
    column_comments: dict[tuple[str, str], str]
    keys: dict[str, list[str]]

    @property
    def columns(self) -> set[tuple[str, str]]:
        return {key for key in self.types if key[0] in self.readable}


def mart_of(connection: Connection[Any]) -> Mart:
    relations = connection.execute(RELATIONS).fetchall()
    columns = connection.execute(COLUMNS).fetchall()
    return Mart(
        readable={name for name, _, may, _ in relations if may},
        hidden={name for name, _, may, _ in relations if not may},
        tables={name for name, kind, may, _ in relations if may and kind in "rp"},
        partitioned={name for name, kind, may, _ in relations if may and kind == "p"},
        comments={name: comment for name, _, _, comment in relations},
        types={(name, column): kind for name, column, kind, _, _ in columns},
        base_types={(name, column): kind for name, column, _, kind, _ in columns},
        column_comments={(name, column): said for name, column, _, _, said in columns},
        keys=dict(connection.execute(KEYS).fetchall()),
    )
