"""The dashboards as files: what the generator makes of the schema, and sound."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import yaml
from psycopg import sql

from bi.superset import generate
from bi.superset.charts import Chart
from bi.superset.dashboards import DASHBOARDS, Dashboard
from bi.superset.datasets import METRICS, Column, Dataset
from bi.superset.generate import ASSETS
from tests.support.databases import Database
from tests.support.listings import mart_of

CHARTS = [(board, chart) for board in DASHBOARDS for chart in board.charts]


@pytest.fixture(scope="module")
def reader(shared_clone: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(shared_clone.mart, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def datasets(reader: psycopg.Connection[Any]) -> dict[str, Dataset]:
    return {dataset.name: dataset for dataset in generate.read_datasets(reader)}


@pytest.fixture(scope="module")
def files() -> dict[str, Any]:
    return {
        str(path.relative_to(ASSETS)): yaml.safe_load(path.read_text())
        for path in sorted(ASSETS.rglob("*.yaml"))
    }


def test_the_files_are_those_of_the_current_schema(
    reader: psycopg.Connection[Any],
) -> None:
    written = {
        str(path.relative_to(ASSETS)): path.read_text() for path in ASSETS.rglob("*.*")
    }
    made = generate.assets(reader)
    names = made.keys() | written.keys()
    changed = sorted(name for name in names if made.get(name) != written.get(name))
    assert changed == [], "write them anew: python -m bi.superset.generate"


def test_a_new_relation_and_a_new_comment_change_the_files(clone: Database) -> None:
    with psycopg.connect(clone.owner, autocommit=True) as owner:
        owner.execute("create view mart.novelties as select 1 as novelty_pct")
        owner.execute("comment on view mart.novelties is 'New.'")
        owner.execute("comment on column mart.novelties.novelty_pct is 'Percent.'")
        owner.execute("grant select on mart.novelties to mart_reader")
        owner.execute("comment on column mart.dim_date.year is 'Another comment.'")
    with psycopg.connect(clone.mart) as reader:
        made = generate.assets(reader)
    new = yaml.safe_load(made["datasets/asinmart/novelties.yaml"])
    assert new["description"] == "New."
    [column] = new["columns"]
    assert column["verbose_name"] == "Novelty %"
    assert column["description"] == "Percent."
    changed = {
        path.name
        for path in ASSETS.rglob("*.yaml")
        if made[str(path.relative_to(ASSETS))] != path.read_text()
    }
    assert changed == {"dim_date.yaml"}


def test_every_relation_that_analysts_may_read_has_a_dataset(
    reader: psycopg.Connection[Any], files: dict[str, Any]
) -> None:
    found = {
        content["table_name"]: content
        for name, content in files.items()
        if name.startswith("datasets/") and content["sql"] is None
    }
    mart = mart_of(reader)
    assert found.keys() == mart.readable
    for (relation, column), comment in mart.column_comments.items():
        if relation in found:
            columns = {one["column_name"]: one for one in found[relation]["columns"]}
            assert columns[column]["description"] == comment, (relation, column)


def test_ids_are_unique_and_lead_to_what_is_there(files: dict[str, Any]) -> None:
    uuids = [content["uuid"] for content in files.values() if "uuid" in content]
    assert len(set(uuids)) == len(uuids)
    [database] = (files[name]["uuid"] for name in files if name.startswith("databases"))
    datasets = {files[n]["uuid"] for n in files if n.startswith("datasets/")}
    charts = {files[n]["uuid"]: n for n in files if n.startswith("charts/")}
    for name, content in files.items():
        if name.startswith("datasets/"):
            assert content["database_uuid"] == database
        if name.startswith("charts/"):
            assert content["dataset_uuid"] in datasets
    shown = []
    for content in (files[n] for n in files if n.startswith("dashboards/")):
        items = [one for one in content["position"].values() if isinstance(one, dict)]
        shown += [one["meta"]["uuid"] for one in items if one["type"] == "CHART"]
        for row in (one for one in items if one["type"] == "ROW"):
            children = [content["position"][child] for child in row["children"]]
            assert sum(child["meta"]["width"] for child in children) == 12
        for selection in content["metadata"]["native_filter_configuration"]:
            for target in selection["targets"]:
                assert target == {} or target["datasetUuid"] in datasets
    assert sorted(shown) == sorted(charts)


@pytest.mark.parametrize(
    ("dashboard", "chart"), CHARTS, ids=[f"{b.slug} {c.title}" for b, c in CHARTS]
)
def test_a_chart_names_columns_and_metrics_of_its_dataset(
    dashboard: Dashboard, chart: Chart, datasets: dict[str, Dataset]
) -> None:
    assert missing(chart, datasets) == set()
    assert chart.description.endswith("."), dashboard.slug


def test_a_chart_with_a_column_or_metric_that_is_not_there_is_found(
    datasets: dict[str, Dataset],
) -> None:
    for _, chart in CHARTS:
        if chart.dataset == "product_summary" and chart.columns and chart.metrics:
            break
    known = datasets[chart.dataset]
    other = Dataset(
        name=chart.dataset,
        comment=known.comment,
        columns=(Column(name="other", type="text", comment=""),),
    )
    assert missing(chart, {chart.dataset: other}) == chart.columns


def missing(chart: Chart, datasets: dict[str, Dataset]) -> set[str]:
    """Name what a chart asks of its dataset and what is not in it."""
    columns = {column.name for column in datasets[chart.dataset].columns}
    metrics = {metric.name for metric in METRICS.get(chart.dataset, ())} | {"count"}
    return (chart.columns - columns) | (chart.metrics - metrics)


@pytest.mark.parametrize("name", METRICS)
def test_the_metrics_of_a_dataset_are_sql(
    name: str, reader: psycopg.Connection[Any], datasets: dict[str, Dataset]
) -> None:
    of = datasets[name].query or f"table mart.{name}"
    shown = ", ".join(metric.expression for metric in METRICS[name])
    query = sql.SQL(f"select {shown} from ({of}) as q")
    [row] = reader.execute(query).fetchall()
    assert len(row) == len(METRICS[name])


def test_every_metric_is_shown_or_is_the_count_of_rows() -> None:
    shown = {(chart.dataset, metric) for _, chart in CHARTS for metric in chart.metrics}
    made = {(name, metric.name) for name in METRICS for metric in METRICS[name]}
    chosen = {
        (selection.dataset, selection.only)
        for board in DASHBOARDS
        for selection in board.selections
        if selection.only
    }
    assert made == shown | chosen


def test_titles_of_columns_are_words() -> None:
    titles = {
        "bsr_change_pct_30d": "BSR change % (30 days)",
        "asin": "ASIN",
        "buybox_price": "Buy box price",
        "observed_at": "Observed at",
    }
    for name, title in titles.items():
        assert Column(name=name, type="text", comment="").title == title
