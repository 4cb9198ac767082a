"""Print as JSON what SQLAlchemy reflects of schema mart."""

import json

from sqlalchemy import create_engine, inspect

inspector = inspect(create_engine("postgresql+psycopg://"))
tables = inspector.get_table_names(schema="mart")
views = inspector.get_view_names(schema="mart")
columns = []
comments = {}
keys = {}
for name in [*tables, *views]:
    comments[name] = inspector.get_table_comment(name, schema="mart")["text"]
    for column in inspector.get_columns(name, schema="mart"):
        columns.append([name, column["name"], str(column["type"]), column["comment"]])
    key = inspector.get_pk_constraint(name, schema="mart")["constrained_columns"]
    if key:
        keys[name] = key
print(
    json.dumps(
        {
            "tables": tables,
            "views": views,
            "columns": columns,
            "comments": comments,
            "keys": keys,
        }
    )
)
