"""Print as JSON what the ODBC driver lists; the argument is the connection string."""

import json
import sys

import pyodbc

connection = pyodbc.connect(sys.argv[1])
cursor = connection.cursor()
tables = [[row.table_schem, row.table_name, row.table_type] for row in cursor.tables()]
keys = {}
for schema, table, _ in tables:
    found = cursor.primaryKeys(table, schema=schema).fetchall()
    if found:
        keys[table] = [
            row.column_name for row in sorted(found, key=lambda r: r.key_seq)
        ]
cursor.execute(
    "select asin, price, date from product_daily where asin = ? order by date desc",
    "B0AAAA0001",
)
print(
    json.dumps(
        {
            "tables": tables,
            "columns": [
                [row.table_name, row.column_name, row.type_name]
                for row in cursor.connection.cursor().columns(schema="mart")
            ],
            "keys": keys,
            "newest": [str(value) for value in cursor.fetchone()],
        }
    )
)
