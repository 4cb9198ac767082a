"""Print as JSON what the JDBC driver lists; its address is the first argument."""

import json
import os
import sys
from typing import Any

import jpype

URL = sys.argv[1]


def rows(found: Any, *names: str) -> list[list[str]]:
    listed = []
    while found.next():
        listed.append([str(found.getString(name)) for name in names])
    found.close()
    return listed


jpype.startJVM("-Xmx64m", classpath=["/usr/share/java/postgresql.jar"])
connection = jpype.JClass("java.sql.DriverManager").getConnection(
    URL, os.environ["PGUSER"], os.environ["PGPASSWORD"]
)
about = connection.getMetaData()
keys: dict[str, list[str]] = {}
tables = rows(
    about.getTables(
        None,
        None,
        "%",
        ["TABLE", "PARTITIONED TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE"],
    ),
    "TABLE_SCHEM",
    "TABLE_NAME",
    "TABLE_TYPE",
    "REMARKS",
)
for schema, table, _, _ in tables:
    key = rows(about.getPrimaryKeys(None, schema, table), "KEY_SEQ", "COLUMN_NAME")
    if key:
        keys[table] = [column for _, column in sorted((int(n), c) for n, c in key)]
statement = connection.createStatement()
newest = rows(
    statement.executeQuery(
        "select asin, price, date from product_daily where asin = 'B0AAAA0001' "
        "order by date desc limit 1"
    ),
    "asin",
    "price",
    "date",
)
print(
    json.dumps(
        {
            "schemas": [name for [name] in rows(about.getSchemas(), "TABLE_SCHEM")],
            "tables": tables,
            "columns": rows(
                about.getColumns(None, "mart", "%", "%"),
                "TABLE_NAME",
                "COLUMN_NAME",
                "TYPE_NAME",
                "REMARKS",
            ),
            "keys": keys,
            "newest": newest,
        }
    )
)
connection.close()
