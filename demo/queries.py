"""The queries of the demo, from the queries.sql beside this file."""

from common.queries import load

LINK_COMPETITORS: str
RUN: str
PROMOTED_BY: str
IS_PROMOTING: str
REJECTS: str
ALERTS_BY_KIND: str
TOP_ALERTS: str
COMPARISON: str
PRODUCT_WITH_HISTORY: str
PRICE_HISTORY: str
EVIDENCE: str
MAKE_TENANT: str
TRACK_PRODUCTS: str
LINK_FOR_TENANT: str
MAKE_CHANNEL: str
ALERTS_OF_TENANTS: str
ALERTED_OF_PRICE: str
DELIVERIES: str
MAKE_LOGIN: str
DROP_LOGIN: str
BRAND_MONTH: str
BRAND_MONTH_STATE: str
BRAND_QUERY: str
BRAND_WEEKS: str
RESTATED_WEEK: str
UNLISTED_PRODUCT: str
BRAND_ROWS: str

load(__name__)
