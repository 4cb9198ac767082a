"""Search Query Performance reports of a tenant's brand, loaded and promoted."""

import datetime as dt
import json
import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import psycopg

SUNDAY = dt.date(2026, 5, 31)


def line(asin: str, query: str, own: int = 50, **counts: Any) -> dict[str, Any]:
    """A row of a report: own impressions, and other members by their short names."""
    given = {"volume": 500, "impressions": 1000, "clicks": 100, "purchases": 20}
    given |= {"own_clicks": 5, "own_purchases": 1} | counts
    return {
        "asin": asin,
        "searchQueryData": {
            "searchQuery": query,
            "searchQueryScore": 1,
            "searchQueryVolume": given["volume"],
        },
        "impressionData": {
            "totalQueryImpressionCount": given["impressions"],
            "asinImpressionCount": own,
        },
        "clickData": {
            "totalClickCount": given["clicks"],
            "asinClickCount": given["own_clicks"],
        },
        "purchaseData": {
            "totalPurchaseCount": given["purchases"],
            "asinPurchaseCount": given["own_purchases"],
        },
    }


def items_of(
    lines: Iterable[dict[str, Any]], start: dt.date, number: int
) -> list[dict[str, Any]]:
    """The staged items of one weekly document."""
    rows = list(lines)
    first, last = str(start), str(start + dt.timedelta(days=6))
    specification = {
        "reportType": "GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT",
        "reportOptions": {
            "reportPeriod": "WEEK",
            "asin": " ".join(sorted({row["asin"] for row in rows})),
        },
        "dataStartTime": first,
        "dataEndTime": last,
        "marketplaceIds": ["ATVPDKIKX0DER"],
    }
    return [
        {
            "reportDocument": number,
            "reportSpecification": specification,
            "dataByAsin": {"startDate": first, "endDate": last} | row,
        }
        for row in rows
    ]


def report(url: str, tenant: str, weeks: dict[dt.date, list[dict[str, Any]]]) -> None:
    """Load and promote weekly reports of a tenant, one document a week, as one run."""
    items = [
        item
        for number, (start, lines) in enumerate(weeks.items(), 1)
        for item in items_of(lines, start, number)
    ]
    job_id = f"report:{time.monotonic_ns()}"
    with psycopg.connect(url) as connection:
        connection.execute(
            "select ops.start_run(%s, 'test', p_tenant => %s)", [job_id, tenant]
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into staging_raw.raw_events "
                "(job_id, item_no, source, payload, content_hash) "
                "values (%s, %s, 'test', %s, sha256(%s::bytea))",
                [
                    (job_id, number, (text := json.dumps(each)), text.encode())
                    for number, each in enumerate(items, 1)
                ],
            )
        connection.execute("select ops.land_run(%s, %s, 0)", [job_id, len(items)])
        connection.commit()
        [[status]] = connection.execute(
            "select r.status from ops.promote_run(%s) as r", [job_id]
        )
        assert status == "SUCCESS", status


def brand_of(url: str, tenant_id: UUID, name: str, *asins: str) -> UUID:
    """Map products of a tenant to a brand by hand; the brand is made if need be."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "insert into core.brands (tenant_id, brand_name) values (%s, %s) "
            "on conflict do nothing",
            [tenant_id, name],
        )
        [[brand]] = connection.execute(
            "select b.id from core.brands as b "
            "where b.tenant_id = %s and b.brand_name = %s",
            [tenant_id, name],
        )
        for asin in asins:
            connection.execute(
                "insert into core.asin_brand_mapping (tenant_id, asin, brand_id) "
                "values (%s, %s, %s) on conflict (tenant_id, asin, marketplace) "
                "do update set brand_id = excluded.brand_id, mapped_by = 'hand'",
                [tenant_id, asin, brand],
            )
        assert isinstance(brand, UUID)
        return brand
