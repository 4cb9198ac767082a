"""pandas and SQLAlchemy: read the necessary days, compute, write.

One query reads the last 90 days, as floats. Deltas and rollups come from grouped
frames. The day's rows are replaced in one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from time import perf_counter

from bench.contestants import Arena, copies
from bench.harness.compare_rows import COMPARISON, DELTA, LATEST, ROLLUP, Table
from bench.harness.resources import Notes, Work

TITLE = "pandas + SQLAlchemy"
NEEDS = ("pandas", "sqlalchemy")

_SCHEMA = "pandas"
_DAYS = """
    select
        asin, date, price::float8 as price, bsr, bsr_category, rating::float8 as rating,
        reviews_count, buybox_price::float8 as buybox_price, buybox_seller, in_stock
    from core.product_metrics_daily
    where date > :first and date <= :day and marketplace = 'US'
    order by asin, date
"""
_PAIRS = """
    select asin_main, asin_comp from core.competitor_pairs where marketplace = 'US'
"""
_CHUNK = 10_000


def prepare(arena: Arena) -> None:
    """Create its tables."""
    copies.make(arena, _SCHEMA)


def feed(arena: Arena, day: date) -> None:
    """Do nothing: it reads core."""


@contextmanager
def opened(arena: Arena) -> Iterator[Work]:
    """Import pandas and connect."""
    import pandas as pd
    import sqlalchemy as sa
    from sqlalchemy.dialects.postgresql import insert

    url = arena.database.owner.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = sa.create_engine(url)

    def fold(day: date) -> Notes:
        took: Notes = {}
        started = perf_counter()
        with engine.connect() as connection:
            days = pd.read_sql_query(
                sa.text(_DAYS),
                connection,
                params={"day": day, "first": day - timedelta(days=90)},
                dtype={"bsr": "Int64", "reviews_count": "Int64", "in_stock": "boolean"},
            )
            pairs = pd.read_sql_query(sa.text(_PAIRS), connection)
        took["read"] = perf_counter() - started

        started = perf_counter()
        today = days[days["date"] == day]
        results = {
            "delta": _delta(days[days["date"] < day], today),
            "rollup": pd.concat(
                [_rollup(days, today, day, length) for length in (7, 30, 90)]
            ),
            "comparison": _comparison(today, pairs),
        }
        latest = today[list(LATEST)].assign(marketplace="US")
        took["compute"] = perf_counter() - started

        started = perf_counter()
        with engine.begin() as connection:
            for name, frame in results.items():
                column = "as_of" if name == "rollup" else "date"
                connection.execute(
                    sa.text(f"delete from {_SCHEMA}.{name} where {column} = :day"),
                    {"day": day},
                )
                frame.assign(marketplace="US", **{column: day}).to_sql(
                    *(name, connection),
                    schema=_SCHEMA,
                    if_exists="append",
                    index=False,
                    chunksize=_CHUNK,
                )
            table = sa.Table(
                "latest", sa.MetaData(), schema=_SCHEMA, autoload_with=connection
            )
            upsert = insert(table)
            changed = {c: upsert.excluded[c] for c in LATEST if c != "asin"}
            connection.execute(
                upsert.on_conflict_do_update(
                    index_elements=["asin", "marketplace"], set_=changed
                ),
                latest.astype(object).where(latest.notna(), None).to_dict("records"),
            )
        took["write"] = perf_counter() - started
        return took

    def _delta(before: pd.DataFrame, today: pd.DataFrame) -> pd.DataFrame:
        previous = before.groupby("asin", sort=False).tail(1)
        f = today.merge(previous, on="asin", how="left", suffixes=("", "_before"))
        f["previous_date"] = f["date_before"]
        gap = pd.to_datetime(f["date"]) - pd.to_datetime(f["date_before"])
        f["days_since_previous"] = gap.dt.days.astype("Int64")
        f["price_delta"] = f["price"] - f["price_before"]
        f["price_change_pct"] = _percent(f["price_delta"], f["price_before"])
        is_same = _is_same(f["bsr_category"], f["bsr_category_before"])
        f["bsr_delta"] = (f["bsr"] - f["bsr_before"]).where(is_same)
        f["bsr_change_pct"] = _percent(f["bsr_delta"], f["bsr_before"])
        f["rating_delta"] = f["rating"] - f["rating_before"]
        f["reviews_delta"] = f["reviews_count"] - f["reviews_count_before"]
        f["buybox_delta"] = f["buybox_price"] - f["buybox_price_before"]
        f["buybox_change_pct"] = _percent(f["buybox_delta"], f["buybox_price_before"])
        is_known = f["buybox_seller"].notna() & f["buybox_seller_before"].notna()
        is_other = f["buybox_seller"] != f["buybox_seller_before"]
        f["is_buybox_seller_changed"] = is_other.astype("boolean").where(is_known)
        f["stock_change"] = None
        is_in, was_in = f["in_stock"], f["in_stock_before"].astype("boolean")
        f.loc[(was_in & ~is_in).fillna(False), "stock_change"] = "lost"
        f.loc[(~was_in & is_in).fillna(False), "stock_change"] = "regained"
        return f[list(DELTA)]

    def _rollup(
        days: pd.DataFrame, today: pd.DataFrame, day: date, length: int
    ) -> pd.DataFrame:
        part = days[days["date"] > day - timedelta(days=length)]
        # "first" skips missing values.
        windows = part.groupby("asin", sort=False).agg(
            price_avg=("price", "mean"),
            price_min=("price", "min"),
            price_max=("price", "max"),
            bsr_avg=("bsr", "mean"),
            bsr_min=("bsr", "min"),
            bsr_max=("bsr", "max"),
            rating_avg=("rating", "mean"),
            first_price=("price", "first"),
            first_bsr=("bsr", "first"),
            first_bsr_category=("bsr_category", "first"),
            first_reviews_count=("reviews_count", "first"),
            observed_days=("date", "size"),
        )
        f = today.merge(windows, on="asin")
        f["window_days"] = f["expected_days"] = length
        f["price_avg"] = f["price_avg"].round(4)
        f["bsr_avg"] = f["bsr_avg"].round(2)
        f["rating_avg"] = f["rating_avg"].round(3)
        f["reviews_delta"] = f["reviews_count"] - f["first_reviews_count"]
        f["price_change_pct"] = _percent(
            f["price"] - f["first_price"], f["first_price"]
        )
        is_same = _is_same(f["bsr_category"], f["first_bsr_category"])
        moved = (f["bsr"] - f["first_bsr"]).where(is_same)
        f["bsr_change_pct"] = _percent(moved, f["first_bsr"])
        return f[list(ROLLUP)]

    def _comparison(today: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
        f = pairs.merge(today, left_on="asin_main", right_on="asin").merge(
            today.add_suffix("_other"), left_on="asin_comp", right_on="asin_other"
        )
        f["price_diff"] = f["price"] - f["price_other"]
        f["price_diff_pct"] = _percent(f["price_diff"], f["price_other"])
        f["bsr_gap"] = f["bsr"] - f["bsr_other"]
        f["rating_diff"] = f["rating"] - f["rating_other"]
        f["reviews_gap"] = f["reviews_count"] - f["reviews_count_other"]
        f["buybox_diff"] = f["buybox_price"] - f["buybox_price_other"]
        is_known = f["bsr_category"].notna() & f["bsr_category_other"].notna()
        is_same = f["bsr_category"] == f["bsr_category_other"]
        f["is_same_bsr_category"] = is_same.astype("boolean").where(is_known)
        return f[list(COMPARISON)]

    def _is_same(one: pd.Series, other: pd.Series) -> pd.Series:
        return (one == other) | (one.isna() & other.isna())

    def _percent(change: pd.Series, base: pd.Series) -> pd.Series:
        return (change.astype("Float64") * 100 / base.astype("Float64")).round(2)

    yield fold
    engine.dispose()


def rows(arena: Arena, day: date) -> dict[str, Table]:
    """The rows of the day in its tables."""
    return copies.rows(arena, _SCHEMA, day)
