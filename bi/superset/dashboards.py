"""The charts and dashboards, as people see them; everything else follows from here."""

from dataclasses import dataclass

from bi.superset.charts import (
    Chart,
    bars,
    bubbles,
    coloured,
    distribution,
    during,
    equals,
    funnel,
    groups,
    heat_map,
    is_true,
    lines,
    number,
    one_of,
    pivot,
    records,
    two_axes,
)

# Superset's own colour of a good and a bad cell; a sign or word says the same.
GOOD = "#ACE1C4"
BAD = "#EFA1AA"
SIGNED = "+,.1f"
PRICE = ",.2f"
QUARTER = "90 days ago : "
HALF_YEAR = "26 weeks ago : "


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A filter of a dashboard: a column, and the dataset that lists its values.

    It filters the charts whose dataset has the column. `only` allows one value at a
    time, at first the one for which the named metric is highest.
    """

    title: str
    dataset: str
    column: str
    only: str | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """Charts beside each other, with their widths (12 in all) and one height."""

    charts: tuple[tuple[Chart, int], ...]
    height: int = 50


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """Rows of charts below a text; `period` is what its filter of time begins with."""

    slug: str
    title: str
    description: str
    text: str
    selections: tuple[Selection, ...]
    period: str
    rows: tuple[Row, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts, from left to right and from top to bottom."""
        return tuple(chart for row in self.rows for chart, _ in row.charts)


PORTFOLIO = Dashboard(
    slug="portfolio",
    title="Portfolio",
    description="How the products stand today, and what moved.",
    text="Each product on its newest observed day. Choose a brand or a period on the"
    " left. Prices are in the currency of the marketplace; rank 1 is the best.",
    selections=(
        Selection(
            title="Marketplace",
            dataset="product_summary",
            column="marketplace",
            only="products",
        ),
        Selection(title="Brand", dataset="product_summary", column="brand"),
        Selection(title="Category", dataset="product_summary", column="category"),
    ),
    period=QUARTER,
    rows=(
        Row(
            height=20,
            charts=(
                (
                    number(
                        "Products",
                        "product_summary",
                        "products",
                        description="Products that were ever observed.",
                        subtitle="products",
                    ),
                    3,
                ),
                (
                    number(
                        "Late products",
                        "product_summary",
                        "late_products",
                        description="Products not observed since the day before"
                        " yesterday.",
                        subtitle="not observed for two days",
                    ),
                    3,
                ),
                (
                    number(
                        "Open alerts",
                        "alerts",
                        "open_alerts",
                        description="Alerts that are not resolved and that no later"
                        " data contradicted.",
                        subtitle="not resolved yet",
                    ),
                    3,
                ),
                (
                    number(
                        "Out of stock",
                        "product_summary",
                        "products_out_of_stock",
                        description="Products that could not be bought on their newest"
                        " observed day.",
                        subtitle="products that cannot be bought",
                    ),
                    3,
                ),
            ),
        ),
        Row(
            height=58,
            charts=(
                (
                    groups(
                        "What moved most",
                        "product_summary",
                        [
                            *("title", "asin", "price", "price_change_pct", "bsr"),
                            *("bsr_change_pct", "stock_change", "latest_date"),
                        ],
                        ["largest_move"],
                        description="Products by the larger of the changes of price"
                        " and rank since the previous observed day. A higher rank"
                        " number is worse.",
                        sort="largest_move",
                        filters=[during("latest_date", "3 days ago : ")],
                        formats={
                            "price": PRICE,
                            "price_change_pct": SIGNED,
                            "bsr": ",d",
                            "bsr_change_pct": SIGNED,
                        },
                        rules=[
                            coloured("price_change_pct", "≥", 10, BAD),
                            coloured("price_change_pct", "≤", -10, GOOD),
                            coloured("bsr_change_pct", "≥", 20, BAD),
                            coloured("bsr_change_pct", "≤", -20, GOOD),
                        ],
                        row_limit=5000,
                        page=10,
                    ),
                    12,
                ),
            ),
        ),
        Row(
            charts=(
                (
                    two_axes(
                        "Price and rank over time",
                        "product_daily",
                        "date",
                        ["median_price"],
                        ["median_bsr"],
                        description="Medians of the chosen products by day.",
                        titles=("Median price", "Median rank"),
                        formats=(PRICE, ",d"),
                    ),
                    7,
                ),
                (
                    distribution(
                        "Price changes of 30 days",
                        "product_summary",
                        "price_change_pct_30d",
                        description="Products by the change of their price against the"
                        " first known price of the last 30 days.",
                        bins=16,
                        axes=("Change of the price, %", "Products"),
                    ),
                    5,
                ),
            ),
        ),
        Row(
            charts=(
                (
                    bars(
                        "Alerts by day",
                        "alerts",
                        "date",
                        ["alerts"],
                        description="Alerts by the day on which the product moved.",
                        grain="P1D",
                        by=["severity"],
                    ),
                    5,
                ),
                (
                    records(
                        "Newest alerts",
                        "alerts",
                        ["date", "severity", "alert_title", "tenant_name"],
                        description="Alerts, the newest first.",
                        sort=[("date", False), ("alert_id", False)],
                        filters=[during("date")],
                        row_limit=200,
                        page=9,
                    ),
                    7,
                ),
            ),
        ),
    ),
)

COMPETITORS = Dashboard(
    slug="competitors",
    title="Competitors",
    description="Main products against the competitors they are compared with.",
    text="A gap is the main product minus the competitor. A positive price gap: the"
    " main product is dearer. A negative rank gap: the main product ranks better.",
    selections=(
        Selection(
            title="Marketplace", dataset="newest_comparisons", column="marketplace"
        ),
        Selection(
            title="Main product", dataset="newest_comparisons", column="main_title"
        ),
    ),
    period=QUARTER,
    rows=(
        Row(
            height=20,
            charts=(
                (
                    number(
                        "Compared pairs",
                        "newest_comparisons",
                        "pairs",
                        description="Pairs that were compared in the last 14 days.",
                        subtitle="main product and competitor",
                    ),
                    4,
                ),
                (
                    number(
                        "Dearer than the competitor",
                        "newest_comparisons",
                        "dearer_pct",
                        description="Pairs in which the main product costs more,"
                        " percent of the pairs with both prices.",
                        subtitle="% of the pairs with both prices",
                        number_format=",.1f",
                    ),
                    4,
                ),
                (
                    number(
                        "Better ranked than the competitor",
                        "newest_comparisons",
                        "better_ranked_pct",
                        description="Pairs in which the main product ranks better,"
                        " percent of the pairs with ranks of one category.",
                        subtitle="% of the pairs with ranks of one category",
                        number_format=",.1f",
                    ),
                    4,
                ),
            ),
        ),
        Row(
            height=58,
            charts=(
                (
                    records(
                        "Gaps today",
                        "newest_comparisons",
                        [
                            *("main_title", "comp_title", "main_price", "comp_price"),
                            *("price_diff_pct", "main_bsr", "comp_bsr", "rating_diff"),
                            *("reviews_gap", "date"),
                        ],
                        description="Each pair on its newest day of the last 14, the"
                        " largest price gap first.",
                        sort=[("price_diff_pct", False)],
                        filters=[one_of("price_position", "1 cheaper", "3 dearer")],
                        formats={
                            "main_price": PRICE,
                            "comp_price": PRICE,
                            "price_diff_pct": SIGNED,
                            "main_bsr": ",d",
                            "comp_bsr": ",d",
                            "rating_diff": "+,.2f",
                            "reviews_gap": "+,d",
                        },
                        rules=[
                            coloured("price_diff_pct", "≥", 10, BAD),
                            coloured("price_diff_pct", "≤", -10, GOOD),
                        ],
                        page=10,
                    ),
                    12,
                ),
            ),
        ),
        Row(
            charts=(
                (
                    lines(
                        "Price gap over time",
                        "competitor_comparison",
                        "date",
                        [
                            "lower_price_gap_pct",
                            "median_price_gap_pct",
                            "upper_price_gap_pct",
                        ],
                        description="Price gaps of all pairs by day: the median, and"
                        " the middle half of the pairs between the outer lines.",
                        axis="Price gap, %",
                        number_format=",.1f",
                    ),
                    6,
                ),
                (
                    lines(
                        "Rank gap over time",
                        "competitor_comparison",
                        "date",
                        ["median_bsr_gap_pct"],
                        description="Median of the rank gaps by day, of pairs with"
                        " ranks of one category. Negative: main products rank better.",
                        axis="Median rank gap, %",
                        number_format=",.1f",
                    ),
                    6,
                ),
            ),
        ),
        Row(
            charts=(
                (
                    heat_map(
                        "Price against rank",
                        "newest_comparisons",
                        "price_position",
                        "rank_position",
                        "pairs",
                        description="Pairs by who is cheaper and who ranks better.",
                    ),
                    6,
                ),
                (
                    bars(
                        "Places of the main products",
                        "newest_standings",
                        "score_rank",
                        ["main_products"],
                        description="Main products by their place in their group,"
                        " by composite score; 1 is the best.",
                        filters=[is_true("is_main")],
                        shows_values=True,
                    ),
                    3,
                ),
                (
                    pivot(
                        "Places by group size",
                        "newest_standings",
                        ["group_size"],
                        ["score_rank"],
                        ["main_products"],
                        description="Main products by the size of their group (down)"
                        " and their place in it (across).",
                        filters=[is_true("is_main")],
                    ),
                    3,
                ),
            ),
        ),
    ),
)

SEARCH = Dashboard(
    slug="search-performance",
    title="Search performance",
    description="Shares of the brands in search, from Amazon's Brand Analytics.",
    text="Counts are those of the search queries that the reports list. Reports belong"
    " to tenants: `mart_reader` sees those of the default tenant, or of all tenants"
    " with the setting `mart_reader_tenants`; a tenant's login sees its own.",
    selections=(
        Selection(title="Brand", dataset="search_funnel", column="brand"),
        Selection(title="Marketplace", dataset="search_funnel", column="marketplace"),
    ),
    period=HALF_YEAR,
    rows=(
        Row(
            height=46,
            charts=(
                (
                    funnel(
                        "From click to purchase",
                        "search_funnel",
                        "step",
                        "brand_total",
                        description="Counts of the brand in the weeks of the period,"
                        " in percent of its clicks.",
                        filters=[
                            equals("period_type", "WEEK"),
                            one_of("step", "2 clicks", "3 cart adds", "4 purchases"),
                            during("period_start"),
                        ],
                    ),
                    5,
                ),
                (
                    bars(
                        "Share at each step",
                        "search_funnel",
                        "step",
                        ["share_pct"],
                        description="Counts of the brand in percent of those of all"
                        " products, weeks of the period. A step with a lower share"
                        " than the one before loses shoppers to others.",
                        filters=[equals("period_type", "WEEK"), during("period_start")],
                        shows_values=True,
                        number_format=",.2f",
                    ),
                    7,
                ),
            ),
        ),
        Row(
            charts=(
                (
                    lines(
                        "Weekly shares",
                        "search_funnel",
                        "period_start",
                        ["share_pct"],
                        description="Share of the brand at each step, by week.",
                        grain="P1D",
                        by=["step"],
                        filters=[equals("period_type", "WEEK")],
                        axis="Share, %",
                        number_format=",.2f",
                    ),
                    8,
                ),
                (
                    bars(
                        "Reports that are there",
                        "brand_coverage",
                        "period_start",
                        ["reports"],
                        description="Wanted week reports by what became of them.",
                        grain="P1D",
                        by=["state"],
                        filters=[equals("period_type", "WEEK")],
                    ),
                    4,
                ),
            ),
        ),
        Row(
            height=58,
            charts=(
                (
                    records(
                        "Lost queries",
                        "newest_search_queries",
                        [
                            *("brand", "search_query", "search_query_volume"),
                            *("impression_share_pct", "click_share_pct"),
                            *("purchase_share_pct", "lost_stage"),
                        ],
                        description="Search queries of the newest week at which the"
                        " brand loses against the market, the most searched first.",
                        sort=[("search_query_volume", False)],
                        filters=[
                            one_of(
                                "lost_stage",
                                *("impression", "click", "cart add", "purchase"),
                            )
                        ],
                        formats={
                            "search_query_volume": ",d",
                            "impression_share_pct": PRICE,
                            "click_share_pct": PRICE,
                            "purchase_share_pct": PRICE,
                        },
                        page=10,
                        search=True,
                    ),
                    7,
                ),
                (
                    bubbles(
                        "Seen or bought",
                        "newest_search_queries",
                        "search_query",
                        "impression_share",
                        "purchase_share",
                        "search_volume",
                        description="Search queries of the newest week by their shares."
                        " Low and right: seen, but not bought. High and left: bought"
                        " when seen, so worth being seen more.",
                        series="lost_stage",
                        axes=("Impression share, %", "Purchase share, %"),
                    ),
                    5,
                ),
            ),
        ),
        Row(
            height=58,
            charts=(
                (
                    records(
                        "Products",
                        "newest_segments",
                        [
                            *("brand", "title", "asin", "asin_impressions"),
                            *("asin_clicks", "asin_purchases", "impression_share_pct"),
                            *("purchase_share_pct", "purchase_share_change"),
                            "purchase_share_trend",
                        ],
                        description="Search performance of each product in its newest"
                        " week; the trend says whether a change is more than chance.",
                        sort=[("asin_impressions", False)],
                        formats={
                            "asin_impressions": ",d",
                            "asin_clicks": ",d",
                            "asin_purchases": ",d",
                            "impression_share_pct": PRICE,
                            "purchase_share_pct": PRICE,
                            "purchase_share_change": "+,.2f",
                        },
                        rules=[
                            coloured("purchase_share_change", ">", 0, GOOD),
                            coloured("purchase_share_change", "<", 0, BAD),
                        ],
                        page=10,
                    ),
                    12,
                ),
            ),
        ),
    ),
)

OPERATIONS = Dashboard(
    slug="operations",
    title="Operations",
    description="Whether the data are there, new and complete.",
    text="How old the data of each marketplace are, what is missing, and what arrived."
    " This dashboard is for the installation: a tenant's login may not read"
    " `data_freshness`, `runs` and `materialized_view_refresh_log`.",
    selections=(
        Selection(title="Marketplace", dataset="data_freshness", column="marketplace"),
    ),
    period=QUARTER,
    rows=(
        Row(
            height=20,
            charts=(
                (
                    number(
                        "Late tables",
                        "data_freshness",
                        "late_tables",
                        description="Tables of a marketplace without the newest day"
                        " that is due.",
                        subtitle="without the day that is due",
                    ),
                    3,
                ),
                (
                    number(
                        "Missing days",
                        "missing_days",
                        "missing",
                        description="Days of tracked products without a valid"
                        " observation.",
                        subtitle="of tracked products",
                        filters=[during("date")],
                    ),
                    3,
                ),
                (
                    number(
                        "Failed runs",
                        "runs",
                        "failed_runs",
                        description="Runs that were halted or failed.",
                        subtitle="halted or failed",
                        filters=[during("started_at")],
                    ),
                    3,
                ),
                (
                    number(
                        "Rejected observations",
                        "runs",
                        "rejected_share_pct",
                        description="Rejected observations in percent of those"
                        " received.",
                        subtitle="% of those received",
                        filters=[during("started_at")],
                        number_format=",.2f",
                    ),
                    3,
                ),
            ),
        ),
        Row(
            height=52,
            charts=(
                (
                    records(
                        "Freshness",
                        "data_freshness",
                        [
                            *("marketplace", "table_name", "newest_day"),
                            *("expected_day", "is_late", "stale_since_at"),
                            *("product_count", "stale_product_count"),
                            "observed_share",
                        ],
                        description="The data of each marketplace and table of mart,"
                        " late ones first. Stale since: the oldest change that has not"
                        " reached the table; empty: it has all of them.",
                        sort=[("is_late", False), ("marketplace", True)],
                        formats={
                            "product_count": ",d",
                            "stale_product_count": ",d",
                            "observed_share": ".1%",
                        },
                        page=8,
                    ),
                    12,
                ),
            ),
        ),
        Row(
            height=44,
            charts=(
                (
                    lines(
                        "Observed products by day",
                        "product_daily",
                        "date",
                        ["observed_products"],
                        description="Products with a valid observation, by day and"
                        " marketplace.",
                        by=["marketplace"],
                        axis="Products",
                        number_format=",d",
                    ),
                    6,
                ),
                (
                    bars(
                        "Missing days by day",
                        "missing_days",
                        "date",
                        ["missing"],
                        description="Tracked products that were due and not observed,"
                        " by the status of the last failed fetch; null: nothing was"
                        " fetched.",
                        grain="P1D",
                        by=["failed_status"],
                    ),
                    6,
                ),
            ),
        ),
        Row(
            height=52,
            charts=(
                (
                    bars(
                        "Observations that arrived",
                        "runs",
                        "started_at",
                        ["accepted", "duplicates", "rejected"],
                        description="Observations of the runs of each day.",
                        grain="P1D",
                    ),
                    5,
                ),
                (
                    records(
                        "Runs",
                        "runs",
                        [
                            *("started_at", "status", "source", "accepted_count"),
                            *("rejected_count", "duration_ms", "error"),
                        ],
                        description="Batches from sources, the newest first.",
                        sort=[("started_at", False)],
                        filters=[during("started_at")],
                        formats={
                            "accepted_count": ",d",
                            "rejected_count": ",d",
                            "duration_ms": ",d",
                        },
                        row_limit=200,
                        page=8,
                    ),
                    7,
                ),
            ),
        ),
        Row(
            height=58,
            charts=(
                (
                    records(
                        "Refreshes",
                        "materialized_view_refresh_log",
                        [
                            *("refresh_completed_at", "view_name", "status"),
                            *("rows_affected", "duration_ms"),
                        ],
                        description="Refreshes of materialized views behind mart, the"
                        " newest first.",
                        sort=[("refresh_started_at", False)],
                        filters=[during("refresh_started_at")],
                        formats={"rows_affected": ",d", "duration_ms": ",.1f"},
                        row_limit=200,
                        page=10,
                    ),
                    5,
                ),
                (
                    records(
                        "Data dictionary",
                        "data_dictionary",
                        ["table_name", "column_name", "data_type", "column_comment"],
                        description="Every column of mart: meaning, unit, and what"
                        " null means.",
                        sort=[("table_name", True), ("column_position", True)],
                        row_limit=5000,
                        page=8,
                        search=True,
                    ),
                    7,
                ),
            ),
        ),
    ),
)

DASHBOARDS = (PORTFOLIO, COMPETITORS, SEARCH, OPERATIONS)
