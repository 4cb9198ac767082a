"""The queries that fill a history, from the queries.sql beside this file."""

from common.queries import load

FILL_SETTINGS: str
INSERT_PRODUCTS: str
INSERT_FEATURES: str
INSERT_LINKS: str
INSERT_VERSIONS: str
ANALYZE_PRODUCTS: str
ENSURE_PARTITION: str
INSERT_DAYS: str
ANALYZE_DAYS: str
INSERT_DELTAS: str
INSERT_ROLLUPS: str
INSERT_COMPARISONS: str
INSERT_LATEST: str
FORGET_CHANGES: str
VACUUM: str
DAY_ITEMS: str

load(__name__)
