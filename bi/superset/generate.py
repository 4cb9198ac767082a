"""Writes the assets: what the catalog says of mart, and the charts and dashboards.

Run it with MART_DATABASE_URL after the schema or `dashboards.py` has changed:
`source .local/env; .venv/bin/python -m bi.superset.generate`.
"""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, groupby
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import psycopg
import yaml

from bi.superset import queries
from bi.superset.charts import Chart, Json
from bi.superset.dashboards import DASHBOARDS, Dashboard, Selection
from bi.superset.datasets import METRICS, ROWS, VIRTUAL, Column, Dataset, Virtual
from common.queries import wrap

ASSETS = Path(__file__).parent / "assets"
DATABASE = "asinmart"
VERSION = "1.0.0"
# Ids follow from names, so that a second import finds what the first one made.
NAMESPACE = UUID("5b1c7f6e-6f0c-4c55-9d0e-2f8f0f6a3a51")

Connection = psycopg.Connection[tuple[Any, ...]]


# Writes an object that is there twice in full: the files are for people too.
_Dumper: Any = type(
    "_Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda self, data: True}
)


def _text(dumper: Any, value: str) -> Any:
    # Texts of several lines stay such.
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def main() -> None:
    """Replace the folder of the assets by those of the current schema."""
    with psycopg.connect(os.environ["MART_DATABASE_URL"]) as connection:
        found = assets(connection)
    shutil.rmtree(ASSETS, ignore_errors=True)
    for name, text in found.items():
        path = ASSETS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    print(f"{len(found)} files in {ASSETS}")


def assets(connection: Connection) -> dict[str, str]:
    """Return the text of each file, by its path in the folder of the assets."""
    datasets = {dataset.name: dataset for dataset in read_datasets(connection)}
    files: dict[str, Json] = {
        "metadata.yaml": {"version": VERSION, "type": "assets"},
        f"databases/{DATABASE}.yaml": _database(),
    }
    for dataset in datasets.values():
        files[f"datasets/{DATABASE}/{dataset.name}.yaml"] = _dataset(dataset)
    for dashboard in DASHBOARDS:
        for chart in dashboard.charts:
            name = f"charts/{dashboard.slug}/{_slug(chart.title)}.yaml"
            assert name not in files, name
            files[name] = _chart(dashboard, chart)
        files[f"dashboards/{dashboard.slug}.yaml"] = _dashboard(dashboard, datasets)
    return {
        name: yaml.dump(
            content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120
        )
        for name, content in files.items()
    }


def read_datasets(connection: Connection) -> Iterator[Dataset]:
    """Read what the session may read of mart, then the datasets that are queries."""
    relations: dict[str, Dataset] = {}
    rows = connection.execute(queries.CATALOG).fetchall()
    for (name, comment), columns in groupby(rows, key=lambda row: (row[0], row[1])):
        relations[name] = Dataset(
            name=name,
            comment=comment,
            columns=tuple(
                Column(name=column, type=kind, comment=text)
                for _, _, column, kind, text in columns
            ),
        )
        yield relations[name]
    for name, virtual in VIRTUAL.items():
        yield Dataset(
            name=name,
            comment=virtual.comment,
            columns=tuple(_columns(connection, virtual, relations)),
            query=virtual.query,
        )


def uuid_of(kind: str, name: str) -> str:
    """Return the id of an asset."""
    return str(uuid5(NAMESPACE, f"{kind}/{name}"))


def _columns(
    connection: Connection, virtual: Virtual, relations: dict[str, Dataset]
) -> Iterator[Column]:
    described = {
        column.name: column
        for relation in reversed(virtual.relations)
        for column in relations[relation].columns
    }
    answer = connection.execute(wrap(queries.NO_ROWS, virtual.query).encode())
    assert answer.description is not None
    for column in answer.description:
        if column.name in virtual.columns:
            info = psycopg.adapters.types.get(column.type_code)
            assert info is not None
            text = virtual.columns[column.name]
            yield Column(name=column.name, type=info.name, comment=text)
        else:
            yield replace(described[column.name], name=column.name)


def _database() -> Json:
    return {
        "database_name": DATABASE,
        # `make bi` puts the address of .local/env here.
        "sqlalchemy_uri": "postgresql://mart_reader:XXXXXXXXXX@127.0.0.1:5432/asinmart",
        "cache_timeout": None,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {"allows_virtual_table_explore": True},
        "uuid": uuid_of("database", DATABASE),
        "version": VERSION,
    }


def _dataset(dataset: Dataset) -> Json:
    return {
        "table_name": dataset.name,
        "main_dttm_col": dataset.time,
        "description": dataset.comment,
        "schema": "mart",
        "sql": dataset.query,
        "filter_select_enabled": True,
        "uuid": uuid_of("dataset", dataset.name),
        "metrics": [
            {
                "metric_name": metric.name,
                "verbose_name": metric.title,
                "expression": metric.expression,
                "description": metric.text,
                "d3format": metric.format,
            }
            for metric in (ROWS, *METRICS.get(dataset.name, ()))
        ],
        "columns": [
            {
                "column_name": column.name,
                "verbose_name": column.title,
                "description": column.comment,
                "type": column.type.upper(),
                "is_dttm": column.is_time,
                "is_active": True,
                "groupby": True,
                "filterable": True,
            }
            for column in dataset.columns
        ],
        "version": VERSION,
        "database_uuid": uuid_of("database", DATABASE),
    }


def _chart(dashboard: Dashboard, chart: Chart) -> Json:
    # The import replaces the id of the dataset.
    source = {"id": 0, "type": "table"}
    parameters = {"viz_type": chart.kind, "datasource": "0__table", **chart.parameters}
    context = {
        "datasource": source,
        "force": False,
        "queries": chart.queries,
        "form_data": parameters,
        "result_format": "json",
        "result_type": "full",
    }
    return {
        "slice_name": chart.title,
        "description": chart.description,
        "viz_type": chart.kind,
        "params": parameters,
        "query_context": json.dumps(context, indent=1, ensure_ascii=False),
        "cache_timeout": None,
        "uuid": uuid_of("chart", f"{dashboard.slug}/{chart.title}"),
        "version": VERSION,
        "dataset_uuid": uuid_of("dataset", chart.dataset),
    }


def _dashboard(dashboard: Dashboard, datasets: dict[str, Dataset]) -> Json:
    return {
        "dashboard_title": dashboard.title,
        "description": dashboard.description,
        "slug": dashboard.slug,
        "css": "",
        "published": True,
        "uuid": uuid_of("dashboard", dashboard.slug),
        "position": _position(dashboard),
        "metadata": {
            "color_scheme": "supersetColors",
            "cross_filters_enabled": True,
            "refresh_frequency": 0,
            "expanded_slices": {},
            "timed_refresh_immune_slices": [],
            "label_colors": {},
            "chart_configuration": {},
            "global_chart_configuration": {
                "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
            },
            "native_filter_configuration": list(_filters(dashboard, datasets)),
        },
        "version": VERSION,
    }


def _position(dashboard: Dashboard) -> Json:
    found: Json = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "HEADER_ID": {
            "type": "HEADER",
            "id": "HEADER_ID",
            "meta": {"text": dashboard.title},
        },
    }
    rows = ["ROW-0"]
    found["ROW-0"] = _row("ROW-0", ["MARKDOWN-0"])
    found["MARKDOWN-0"] = {
        "type": "MARKDOWN",
        "id": "MARKDOWN-0",
        "children": [],
        "parents": ["ROOT_ID", "GRID_ID", "ROW-0"],
        "meta": {
            "code": dashboard.text,
            "width": 12,
            # A line holds about 150 characters.
            "height": 9 + 3 * (len(dashboard.text) // 150),
        },
    }
    numbers = count(1)
    for place, row in enumerate(dashboard.rows, 1):
        name = f"ROW-{place}"
        rows.append(name)
        children = []
        for chart, width in row.charts:
            number = next(numbers)
            key = f"CHART-{number}"
            children.append(key)
            found[key] = {
                "type": "CHART",
                "id": key,
                "children": [],
                "parents": ["ROOT_ID", "GRID_ID", name],
                "meta": {
                    "chartId": number,
                    "uuid": uuid_of("chart", f"{dashboard.slug}/{chart.title}"),
                    "sliceName": chart.title,
                    "width": width,
                    "height": row.height,
                },
            }
        found[name] = _row(name, children)
    found["GRID_ID"] = {
        "type": "GRID",
        "id": "GRID_ID",
        "children": rows,
        "parents": ["ROOT_ID"],
    }
    return found


def _row(name: str, children: list[str]) -> Json:
    return {
        "type": "ROW",
        "id": name,
        "children": children,
        "parents": ["ROOT_ID", "GRID_ID"],
        "meta": {"background": "BACKGROUND_TRANSPARENT"},
    }


def _filters(dashboard: Dashboard, datasets: dict[str, Dataset]) -> Iterator[Json]:
    for selection in dashboard.selections:
        names = {
            dataset.name
            for dataset in datasets.values()
            if selection.column in {column.name for column in dataset.columns}
        }
        yield _filter(
            dashboard,
            selection.title,
            kind="filter_select",
            target={
                "column": {"name": selection.column},
                "datasetUuid": uuid_of("dataset", selection.dataset),
            },
            values=_selecting(selection),
            mask={"extraFormData": {}, "filterState": {}, "ownState": {}},
            excluded=[
                number
                for number, chart in enumerate(dashboard.charts, 1)
                if chart.dataset not in names
            ],
        )
    yield _filter(
        dashboard,
        "Period",
        kind="filter_time",
        target={},
        values={"enableEmptyFilter": False},
        mask={
            "extraFormData": {"time_range": dashboard.period},
            "filterState": {"value": dashboard.period},
            "ownState": {},
        },
        excluded=[
            number
            for number, chart in enumerate(dashboard.charts, 1)
            if not _has_period(chart)
        ],
    )


def _selecting(selection: Selection) -> Json:
    values: Json = {
        "enableEmptyFilter": selection.only is not None,
        "defaultToFirstItem": selection.only is not None,
        "multiSelect": selection.only is None,
        "searchAllOptions": False,
        "inverseSelection": False,
        "sortAscending": selection.only is None,
    }
    return values | ({"sortMetric": selection.only} if selection.only else {})


def _filter(
    dashboard: Dashboard,
    title: str,
    *,
    kind: str,
    target: Json,
    values: Json,
    mask: Json,
    excluded: list[int],
) -> Json:
    found: Json = {
        "id": f"NATIVE_FILTER-{_slug(dashboard.title)}-{_slug(title)}",
        "type": "NATIVE_FILTER",
        "name": title,
        "description": "",
        "filterType": kind,
        "targets": [target],
        "controlValues": values,
        "defaultDataMask": mask,
        "cascadeParentIds": [],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": excluded},
    }
    if "sortMetric" in values:
        # Both stand beside the other values; without the second the dashboard waits for
        # a click on "Apply filters".
        found |= {"sortMetric": values.pop("sortMetric"), "requiredFirst": True}
    return found


def _has_period(chart: Chart) -> bool:
    return any(
        condition["op"] == "TEMPORAL_RANGE" and condition["val"] == "No filter"
        for query in chart.queries
        for condition in query["filters"]
    )


def _slug(text: str) -> str:
    return "-".join(text.lower().replace(",", "").split())


if __name__ == "__main__":
    main()
