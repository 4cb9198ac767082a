"""The kinds of charts, one function a kind, each with the query that it sends.

Superset's pages derive the query from the parameters of a chart; its chart data API
runs the stored query. Both are made here from the same arguments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

ROW_LIMIT = 10000


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A condition on a column of the dataset."""

    column: str
    operator: str
    value: Any = None

    def in_chart(self) -> Json:
        """Return it as the parameters of a chart have it."""
        return {
            "clause": "WHERE",
            "comparator": self.value,
            "expressionType": "SIMPLE",
            "operator": self.operator,
            "subject": self.column,
        }

    def in_query(self) -> Json:
        """Return it as a query has it."""
        return {"col": self.column, "op": self.operator, "val": self.value}


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart: a title, what it shows in a sentence, and its query of a dataset."""

    title: str
    description: str
    dataset: str
    kind: str
    parameters: Json
    queries: tuple[Json, ...]

    @property
    def columns(self) -> set[str]:
        """The columns of the dataset that it names, those of filters included."""
        found: set[str] = set()
        for query in self.queries:
            found |= {_name(column) for column in query["columns"]}
            found |= {condition["col"] for condition in query["filters"]}
            found |= {key for key, _ in query["orderby"]} - self.metrics
        return found

    @property
    def metrics(self) -> set[str]:
        """The metrics of the dataset that it shows or sorts by."""
        return {m for query in self.queries for m in query["metrics"] or ()}


def during(column: str, period: str = "No filter") -> Filter:
    """Restrict a time column; the dashboard's filter of time replaces the period."""
    return Filter(column=column, operator="TEMPORAL_RANGE", value=period)


def equals(column: str, value: str | int) -> Filter:
    """Keep rows with one value."""
    return Filter(column=column, operator="==", value=value)


def one_of(column: str, *values: str) -> Filter:
    """Keep rows with one of several values."""
    return Filter(column=column, operator="IN", value=list(values))


def is_true(column: str) -> Filter:
    """Keep rows for which a boolean holds."""
    return Filter(column=column, operator="IS TRUE")


def is_false(column: str) -> Filter:
    """Keep rows for which a boolean does not hold."""
    return Filter(column=column, operator="IS FALSE")


def known(column: str) -> Filter:
    """Keep rows with a value."""
    return Filter(column=column, operator="IS NOT NULL")


def unknown(column: str) -> Filter:
    """Keep rows without a value."""
    return Filter(column=column, operator="IS NULL")


def number(
    title: str,
    dataset: str,
    metric: str,
    *,
    description: str,
    subtitle: str,
    filters: Sequence[Filter] = (),
    number_format: str = ",d",
) -> Chart:
    """One figure."""
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind="big_number_total",
        parameters={
            "metric": metric,
            "adhoc_filters": [one.in_chart() for one in filters],
            "header_font_size": 0.4,
            "subheader_font_size": 0.15,
            "subtitle": subtitle,
            "subtitle_font_size": 0.15,
            "y_axis_format": number_format,
        },
        queries=(_query(metrics=[metric], filters=filters),),
    )


def records(
    title: str,
    dataset: str,
    columns: Sequence[str],
    *,
    description: str,
    sort: Sequence[tuple[str, bool]],
    filters: Sequence[Filter] = (),
    formats: Json | None = None,
    rules: Sequence[Json] = (),
    row_limit: int = 1000,
    page: int = 15,
    search: bool = False,
) -> Chart:
    """Show rows as they are; `sort` has columns, each with whether it ascends."""
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind="table",
        parameters={
            "query_mode": "raw",
            "all_columns": list(columns),
            "adhoc_filters": [one.in_chart() for one in filters],
            "order_by_cols": [
                f'["{column}", {str(ascends).lower()}]' for column, ascends in sort
            ],
            "row_limit": row_limit,
            **_table(columns, formats, rules, page=page, search=search),
        },
        queries=(
            _query(
                columns=list(columns),
                metrics=None,
                filters=filters,
                orderby=list(sort),
                row_limit=row_limit,
            ),
        ),
    )


def groups(
    title: str,
    dataset: str,
    columns: Sequence[str],
    metrics: Sequence[str],
    *,
    description: str,
    sort: str,
    filters: Sequence[Filter] = (),
    formats: Json | None = None,
    rules: Sequence[Json] = (),
    row_limit: int = 1000,
    page: int = 15,
) -> Chart:
    """Show metrics by columns, the highest of the metric `sort` first."""
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind="table",
        parameters={
            "query_mode": "aggregate",
            "groupby": list(columns),
            "metrics": list(metrics),
            "percent_metrics": [],
            "timeseries_limit_metric": sort,
            "order_desc": True,
            "adhoc_filters": [one.in_chart() for one in filters],
            "row_limit": row_limit,
            **_table(columns, formats, rules, page=page, search=False),
        },
        queries=(
            _query(
                columns=list(columns),
                metrics=list(dict.fromkeys([*metrics, sort])),
                filters=filters,
                orderby=[(sort, False)],
                row_limit=row_limit,
            ),
        ),
    )


def lines(
    title: str,
    dataset: str,
    time: str,
    metrics: Sequence[str],
    *,
    description: str,
    grain: str = "P1D",
    by: Sequence[str] = (),
    filters: Sequence[Filter] = (),
    axis: str,
    number_format: str = "SMART_NUMBER",
) -> Chart:
    """Show metrics over time; days without rows are gaps, not zeros."""
    return _over(
        "echarts_timeseries_line",
        title,
        dataset,
        _base_axis(time, grain),
        metrics,
        description=description,
        by=by,
        filters=[*filters, during(time)],
        parameters={
            "x_axis": time,
            "time_grain_sqla": grain,
            "seriesType": "line",
            "markerEnabled": False,
            "connectNulls": False,
            "truncateYAxis": True,
            "y_axis_bounds": [None, None],
            "y_axis_title": axis,
            "y_axis_title_margin": 40,
            "y_axis_format": number_format,
        },
    )


def bars(
    title: str,
    dataset: str,
    axis: str,
    metrics: Sequence[str],
    *,
    description: str,
    grain: str | None = None,
    by: Sequence[str] = (),
    filters: Sequence[Filter] = (),
    is_stacked: bool = True,
    shows_values: bool = False,
    number_format: str = ",d",
) -> Chart:
    """Show metrics by a column; with a grain the column is a time."""
    base = _base_axis(axis, grain)
    return _over(
        "echarts_timeseries_bar",
        title,
        dataset,
        base,
        metrics,
        description=description,
        by=by,
        filters=[*filters, *([during(axis)] if grain else [])],
        parameters={
            "x_axis": axis,
            **({"time_grain_sqla": grain} if grain else {}),
            "orientation": "vertical",
            "stack": "Stack" if is_stacked and (by or len(metrics) > 1) else None,
            "show_value": shows_values,
            "x_axis_sort": axis,
            "x_axis_sort_asc": True,
            "y_axis_format": number_format,
        },
    )


def two_axes(
    title: str,
    dataset: str,
    time: str,
    left: Sequence[str],
    right: Sequence[str],
    *,
    description: str,
    grain: str = "P1D",
    filters: Sequence[Filter] = (),
    titles: tuple[str, str],
    formats: tuple[str, str],
) -> Chart:
    """Show metrics of two units over time, each with an axis of its own."""
    conditions = [*filters, during(time)]
    shared = [one.in_chart() for one in conditions]
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind="mixed_timeseries",
        parameters={
            "x_axis": time,
            "time_grain_sqla": grain,
            "metrics": list(left),
            "groupby": [],
            "adhoc_filters": shared,
            "seriesType": "line",
            "yAxisIndex": 0,
            "metrics_b": list(right),
            "groupby_b": [],
            "adhoc_filters_b": shared,
            "seriesTypeB": "line",
            "yAxisIndexB": 1,
            "row_limit": ROW_LIMIT,
            "row_limit_b": ROW_LIMIT,
            "truncate_metric": True,
            "truncate_metric_b": True,
            "truncateYAxis": True,
            "yAxisTitle": titles[0],
            "yAxisTitleSecondary": titles[1],
            "y_axis_title": titles[0],
            "y_axis_title_margin": 50,
            "y_axis_title_position": "Left",
            "y_axis_format": formats[0],
            "y_axis_format_secondary": formats[1],
            "show_legend": True,
            "legendOrientation": "top",
            "rich_tooltip": True,
            "x_axis_time_format": "%d %b",
            "tooltipTimeFormat": "%Y-%m-%d",
        },
        queries=tuple(
            _query(
                columns=[_base_axis(time, grain)],
                metrics=list(metrics),
                filters=conditions,
            )
            for metrics in (left, right)
        ),
    )


def distribution(
    title: str,
    dataset: str,
    column: str,
    *,
    description: str,
    filters: Sequence[Filter] = (),
    bins: int = 20,
    axes: tuple[str, str],
) -> Chart:
    """Show how many rows have values in each of equal intervals."""
    conditions = [*filters, known(column)]
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind="histogram_v2",
        parameters={
            "column": column,
            "groupby": [],
            "adhoc_filters": [one.in_chart() for one in conditions],
            "bins": bins,
            "normalize": False,
            "show_value": True,
            "show_legend": False,
            "x_axis_title": axes[0],
            "x_axis_format": ",.1f",
            "y_axis_title": axes[1],
            "y_axis_format": ",d",
            "row_limit": ROW_LIMIT,
        },
        queries=(_query(columns=[column], metrics=None, filters=conditions),),
    )


def heat_map(
    title: str,
    dataset: str,
    across: str,
    down: str,
    metric: str,
    *,
    description: str,
    grain: str | None = None,
    filters: Sequence[Filter] = (),
    share_of: str = "heatmap",
    number_format: str = ",d",
) -> Chart:
    """Show a metric by two columns; colours compare within a column, row or all."""
    conditions = [*filters, *([during(across)] if grain else [])]
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind="heatmap_v2",
        parameters={
            "x_axis": across,
            **({"time_grain_sqla": grain} if grain else {}),
            "groupby": down,
            "metric": metric,
            "adhoc_filters": [one.in_chart() for one in conditions],
            "sort_x_axis": "alpha_asc",
            "sort_y_axis": "alpha_desc",
            "normalize_across": share_of,
            "linear_color_scheme": "superset_seq_1",
            "legend_type": "continuous",
            "show_legend": False,
            "show_values": True,
            "show_percentage": False,
            "left_margin": 100,
            "bottom_margin": 50,
            "xscale_interval": 1,
            "yscale_interval": -1,
            "value_bounds": [None, None],
            "x_axis_time_format": "%Y-%m-%d",
            "y_axis_format": number_format,
            "row_limit": ROW_LIMIT,
        },
        queries=(
            _query(
                columns=[_base_axis(across, grain), down],
                metrics=[metric],
                filters=conditions,
            ),
        ),
    )


def pivot(
    title: str,
    dataset: str,
    rows: Sequence[str],
    columns: Sequence[str],
    metrics: Sequence[str],
    *,
    description: str,
    filters: Sequence[Filter] = (),
    number_format: str = ",d",
) -> Chart:
    """Show metrics in a table of rows and columns."""
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind="pivot_table_v2",
        parameters={
            "groupbyRows": list(rows),
            "groupbyColumns": list(columns),
            "metrics": list(metrics),
            "metricsLayout": "COLUMNS",
            "aggregateFunction": "Sum",
            "adhoc_filters": [one.in_chart() for one in filters],
            "rowOrder": "key_a_to_z",
            "colOrder": "key_a_to_z",
            "date_format": "%Y-%m-%d",
            "valueFormat": number_format,
            "row_limit": ROW_LIMIT,
        },
        queries=(
            _query(columns=[*rows, *columns], metrics=list(metrics), filters=filters),
        ),
    )


def funnel(
    title: str,
    dataset: str,
    step: str,
    metric: str,
    *,
    description: str,
    filters: Sequence[Filter] = (),
) -> Chart:
    """Show how much of the first step reaches each later one."""
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind="funnel",
        parameters={
            "groupby": [step],
            "metric": metric,
            "adhoc_filters": [one.in_chart() for one in filters],
            "sort_by_metric": True,
            "percent_calculation_type": "first_step",
            "tooltip_label_type": 5,
            "label_type": 4,
            "number_format": ",d",
            "show_labels": True,
            "show_legend": False,
            "show_tooltip_labels": True,
            "legendOrientation": "top",
            "color_scheme": "supersetColors",
            "row_limit": 10,
        },
        queries=(
            _query(
                columns=[step],
                metrics=[metric],
                filters=filters,
                orderby=[(metric, False)],
                row_limit=10,
            ),
        ),
    )


def bubbles(
    title: str,
    dataset: str,
    entity: str,
    across: str,
    up: str,
    size: str,
    *,
    description: str,
    series: str,
    filters: Sequence[Filter] = (),
    axes: tuple[str, str],
    number_format: str = ",.1f",
    row_limit: int = 1000,
) -> Chart:
    """Show one bubble for each value of a column, by three metrics."""
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind="bubble_v2",
        parameters={
            "series": series,
            "entity": entity,
            "x": across,
            "y": up,
            "size": size,
            "adhoc_filters": [one.in_chart() for one in filters],
            "max_bubble_size": "25",
            "opacity": 0.6,
            "color_scheme": "supersetColors",
            "show_legend": True,
            "legendOrientation": "top",
            "truncateXAxis": False,
            "x_axis_label": axes[0],
            "x_axis_title_margin": 30,
            "xAxisFormat": number_format,
            "y_axis_label": axes[1],
            "y_axis_title_margin": 40,
            "y_axis_format": number_format,
            "tooltipSizeFormat": ",d",
            "row_limit": row_limit,
        },
        queries=(
            _query(
                columns=[entity, series],
                metrics=[across, up, size],
                filters=filters,
                row_limit=row_limit,
            ),
        ),
    )


def coloured(column: str, operator: str, value: float, colour: str) -> Json:
    """Colour the cells of a table whose value compares so."""
    return {
        "column": column,
        "operator": operator,
        "targetValue": value,
        "colorScheme": colour,
    }


def _over(
    kind: str,
    title: str,
    dataset: str,
    base: str | Json,
    metrics: Sequence[str],
    *,
    description: str,
    by: Sequence[str],
    filters: Sequence[Filter],
    parameters: Json,
) -> Chart:
    return Chart(
        title=title,
        description=description,
        dataset=dataset,
        kind=kind,
        parameters={
            "metrics": list(metrics),
            "groupby": list(by),
            "adhoc_filters": [one.in_chart() for one in filters],
            "order_desc": True,
            "row_limit": ROW_LIMIT,
            "color_scheme": "supersetColors",
            "show_legend": len(metrics) > 1 or bool(by),
            "legendOrientation": "top",
            "rich_tooltip": True,
            "truncate_metric": True,
            "x_axis_time_format": "%d %b",
            "tooltipTimeFormat": "%Y-%m-%d",
            **parameters,
        },
        queries=(_query(columns=[base, *by], metrics=list(metrics), filters=filters),),
    )


def _table(
    columns: Sequence[str],
    formats: Json | None,
    rules: Sequence[Json],
    *,
    page: int,
    search: bool,
) -> Json:
    instants = [column for column in columns if column.endswith("_at")]
    return {
        "table_timestamp_format": "%Y-%m-%d",
        "page_length": page,
        "include_search": search,
        "show_cell_bars": False,
        "color_pn": False,
        "allow_rearrange_columns": False,
        "column_config": {
            **{
                name: {"d3NumberFormat": text} for name, text in (formats or {}).items()
            },
            **{name: {"d3TimeFormat": "%Y-%m-%d %H:%M"} for name in instants},
        },
        "conditional_formatting": list(rules),
    }


def _base_axis(column: str, grain: str | None) -> str | Json:
    axis: Json = {
        "columnType": "BASE_AXIS",
        "expressionType": "SQL",
        "label": column,
        "sqlExpression": column,
    }
    return axis | {"timeGrain": grain} if grain else axis


def _name(column: str | Json) -> str:
    return column if isinstance(column, str) else str(column["sqlExpression"])


def _query(
    *,
    columns: Sequence[str | Json] = (),
    metrics: Sequence[str] | None = (),
    filters: Sequence[Filter] = (),
    orderby: Sequence[tuple[str, bool]] = (),
    row_limit: int = ROW_LIMIT,
) -> Json:
    return {
        "columns": list(columns),
        # None asks for rows as they are; without metrics they would be grouped.
        "metrics": None if metrics is None else list(metrics),
        "filters": [one.in_query() for one in filters],
        "orderby": [list(one) for one in orderby],
        "row_limit": row_limit,
        "extras": {"having": "", "where": ""},
    }
