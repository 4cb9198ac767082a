"""Datasets: what the catalog says of the relations of mart, and metrics of our own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bi.superset import queries

# Spelled otherwise than a column name has them.
WORDS = {
    "asin": "ASIN",
    "avg": "average",
    "bsr": "BSR",
    "buybox": "buy box",
    "comp": "competitor",
    "ctr": "click-through rate",
    "cvr": "conversion rate",
    "iso": "ISO",
    "id": "ID",
    "max": "highest",
    "min": "lowest",
    "ms": "ms",
    "pct": "%",
    "url": "URL",
    "usd": "USD",
}
# The time that a dataset is filtered by: the first of these that a relation has.
TIMES = ("date", "period_start", "start_date", "week_start", "month", "started_at")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column as the catalog has it."""

    name: str
    type: str
    comment: str

    @property
    def is_time(self) -> bool:
        """Whether it is a day or an instant."""
        return self.type == "date" or self.type.startswith("timestamp")

    @property
    def title(self) -> str:
        """Its name in words."""
        words = [
            re.sub(r"^(\d+)d$", r"(\1 days)", WORDS.get(word, word))
            for word in self.name.split("_")
        ]
        text = " ".join(words)
        return text[0].upper() + text[1:]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """An aggregate of a dataset; `text` says what it is, `format` is d3's."""

    name: str
    title: str
    expression: str
    text: str
    format: str = ",d"


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A relation of mart, or with `query` rows that are made of several."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    query: str | None = None

    @property
    def time(self) -> str | None:
        """The column that filters of time apply to."""
        times = [column.name for column in self.columns if column.is_time]
        return next((name for name in TIMES if name in times), None) or (
            times[0] if times else None
        )


@dataclass(frozen=True, kw_only=True)
class Virtual:
    """Rows that a query makes of relations, and what its columns of its own mean.

    Other columns are described as in the first of `relations` that has them.
    """

    comment: str
    query: str
    relations: tuple[str, ...]
    columns: Mapping[str, str]


VIRTUAL = {
    "newest_comparisons": Virtual(
        comment="Main product against competitor on the newest day of the last 14 on"
        " which both were observed: one row per compared pair.",
        query=queries.NEWEST_COMPARISONS,
        relations=("competitor_comparison",),
        columns={
            "price_position": "Price of the main product against the competitor's;"
            " about equal: within 2 %.",
            "rank_position": "Best-seller rank of the main product against the"
            " competitor's; not comparable: of two categories, or unknown.",
        },
    ),
    "newest_standings": Virtual(
        comment="Ranks and scores of main products and their competitors on the newest"
        " observed day of the last 14: one row per tenant, main product and member.",
        query=queries.NEWEST_STANDINGS,
        relations=("competitor_scores_daily", "products"),
        columns={"main_title": "Title of the main product; null: unknown."},
    ),
    "search_funnel": Virtual(
        comment="Counts of a brand and of all products for the listed search queries:"
        " one row per tenant, brand, marketplace, period and step of the funnel.",
        query=queries.SEARCH_FUNNEL,
        relations=("brand_performance",),
        columns={
            "brand": "Name of the brand.",
            "step": "impressions, clicks, cart adds or purchases, with its place.",
            "total_count": "Count of all products, each query once; null: none given.",
            "brand_count": "Count of the brand's products; null: none given.",
        },
    ),
    "newest_search_queries": Virtual(
        comment="Search queries of the newest reported week of each brand: one row per"
        " tenant, brand, marketplace and search query.",
        query=queries.NEWEST_SEARCH_QUERIES,
        relations=("brand_queries",),
        columns={"brand": "Name of the brand."},
    ),
    "newest_segments": Virtual(
        comment="Search performance of the newest reported week of each product: one"
        " row per tenant, brand, product and marketplace.",
        query=queries.NEWEST_SEGMENTS,
        relations=("brand_product_segments", "products"),
        columns={"brand": "Name of the brand."},
    ),
}
ROWS = Metric(name="count", title="Rows", expression="COUNT(*)", text="Rows.")
METRICS: dict[str, tuple[Metric, ...]] = {
    "product_summary": (
        Metric(
            name="products",
            title="Products",
            expression="COUNT(*)",
            text="Products.",
        ),
        Metric(
            name="late_products",
            title="Late products",
            expression="COUNT(*) FILTER (WHERE latest_date IS NULL"
            " OR latest_date < CURRENT_DATE - 2)",
            text="Products not observed since the day before yesterday.",
        ),
        Metric(
            name="products_out_of_stock",
            title="Out of stock",
            expression="COUNT(*) FILTER (WHERE in_stock IS FALSE)",
            text="Products that could not be bought on their newest observed day.",
        ),
        Metric(
            name="largest_move",
            title="Largest move %",
            expression="MAX(COALESCE(GREATEST(ABS(price_change_pct),"
            " ABS(bsr_change_pct)), 0))",
            text="The larger of the changes of price and rank since the previous"
            " observed day, percent, without its sign; 0: none is known.",
            format=",.1f",
        ),
    ),
    "product_daily": (
        Metric(
            name="observed_products",
            title="Observed products",
            expression="COUNT(*)",
            text="Products with a valid observation that day.",
        ),
        Metric(
            name="median_price",
            title="Median price",
            expression="PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY price)",
            text="Median of the prices, currency of the marketplace.",
            format=",.2f",
        ),
        Metric(
            name="median_bsr",
            title="Median best-seller rank",
            expression="PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY bsr)",
            text="Median of the ranks in the smallest category, 1 is best.",
        ),
    ),
    "alerts": (
        Metric(name="alerts", title="Alerts", expression="COUNT(*)", text="Alerts."),
        Metric(
            name="open_alerts",
            title="Open alerts",
            expression="COUNT(*) FILTER (WHERE is_resolved IS FALSE"
            " AND corrected_at IS NULL)",
            text="Alerts that are not resolved and that no later data contradicted.",
        ),
    ),
    "newest_comparisons": (
        Metric(
            name="pairs",
            title="Compared pairs",
            expression="COUNT(*)",
            text="Pairs of a main product and a competitor.",
        ),
        Metric(
            name="dearer_pct",
            title="Dearer than the competitor %",
            expression="100.0 * COUNT(*) FILTER (WHERE price_diff > 0)"
            " / NULLIF(COUNT(price_diff), 0)",
            text="Pairs in which the main product costs more, percent of the pairs with"
            " both prices.",
            format=",.1f",
        ),
        Metric(
            name="better_ranked_pct",
            title="Better ranked than the competitor %",
            expression="100.0 * COUNT(*) FILTER (WHERE is_same_bsr_category AND"
            " bsr_gap < 0) / NULLIF(COUNT(*) FILTER (WHERE is_same_bsr_category), 0)",
            text="Pairs in which the main product ranks better, percent of the pairs"
            " with ranks of one category.",
            format=",.1f",
        ),
    ),
    "competitor_comparison": (
        Metric(
            name="lower_price_gap_pct",
            title="A quarter of the pairs is below",
            expression="PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY price_diff_pct)",
            text="First quartile of the price gaps, percent of the competitor's price.",
            format=",.1f",
        ),
        Metric(
            name="median_price_gap_pct",
            title="Median",
            expression="PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY price_diff_pct)",
            text="Median of the price gaps, percent of the competitor's price;"
            " positive: main products are dearer.",
            format=",.1f",
        ),
        Metric(
            name="upper_price_gap_pct",
            title="A quarter of the pairs is above",
            expression="PERCENTILE_CONT(0.75) WITHIN GROUP (ORDER BY price_diff_pct)",
            text="Third quartile of the price gaps, percent of the competitor's price.",
            format=",.1f",
        ),
        Metric(
            name="median_bsr_gap_pct",
            title="Median rank gap %",
            expression="PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY bsr_gap_pct)"
            " FILTER (WHERE is_same_bsr_category)",
            text="Median of the rank gaps of pairs with ranks of one category, percent"
            " of the competitor's rank; negative: main products rank better.",
            format=",.1f",
        ),
    ),
    "newest_standings": (
        Metric(
            name="main_products",
            title="Main products",
            expression="COUNT(*) FILTER (WHERE is_main)",
            text="Main products of groups.",
        ),
    ),
    "search_funnel": (
        Metric(
            name="brand_total",
            title="Count of the brand",
            expression="SUM(brand_count)",
            text="Counts of the brand's products, added up.",
        ),
        Metric(
            name="share_pct",
            title="Share %",
            expression="100.0 * SUM(brand_count) / NULLIF(SUM(total_count), 0)",
            text="Count of the brand in percent of that of all products.",
            format=",.2f",
        ),
    ),
    "newest_search_queries": (
        Metric(
            name="search_volume",
            title="Search volume",
            expression="SUM(search_query_volume)",
            text="How often shoppers searched for it.",
        ),
        Metric(
            name="impression_share",
            title="Impression share %",
            expression="100.0 * SUM(brand_impressions)"
            " / NULLIF(SUM(total_impressions), 0)",
            text="Impressions of the brand in percent of those of all products.",
            format=",.2f",
        ),
        Metric(
            name="purchase_share",
            title="Purchase share %",
            expression="AVG(purchase_share_pct)",
            text="Purchases of the brand in percent of those of all products.",
            format=",.2f",
        ),
    ),
    "brand_coverage": (
        Metric(
            name="reports",
            title="Wanted reports",
            expression="COUNT(*)",
            text="Products and periods for which a report is wanted.",
        ),
    ),
    "data_freshness": (
        Metric(
            name="late_tables",
            title="Late tables",
            expression="COUNT(*) FILTER (WHERE is_late)",
            text="Tables of a marketplace without the newest day that is due.",
        ),
    ),
    "missing_days": (
        Metric(
            name="missing",
            title="Missing days",
            expression="COUNT(*)",
            text="Days of tracked products without a valid observation.",
        ),
    ),
    "runs": (
        Metric(
            name="failed_runs",
            title="Failed runs",
            expression="COUNT(*) FILTER (WHERE status IN ('HALTED', 'FAILED'))",
            text="Runs that did not reach mart.",
        ),
        Metric(
            name="accepted",
            title="Accepted",
            expression="SUM(accepted_count)",
            text="Observations that added to or changed the facts.",
        ),
        Metric(
            name="duplicates",
            title="Known already",
            expression="SUM(duplicate_count)",
            text="Observations that were known already.",
        ),
        Metric(
            name="rejected",
            title="Rejected",
            expression="SUM(rejected_count)",
            text="Observations that were rejected, each with a reason.",
        ),
        Metric(
            name="rejected_share_pct",
            title="Rejected %",
            expression="100.0 * SUM(rejected_count) / NULLIF(SUM(received_count), 0)",
            text="Rejected observations in percent of those received.",
            format=",.2f",
        ),
    ),
}
