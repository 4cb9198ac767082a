"""The queries of the measurements, from the queries.sql beside this file."""

from common.queries import load

DATABASES: str
CREATE_DATABASE: str
RENAME_DATABASE: str
DROP_DATABASE: str
CHECKPOINT: str
WAL_BYTES: str
IS_VACUUMING: str
SERVER_VERSION: str
SETTINGS: str
LISTEN: str
STAGE_MS: str
RUN_COUNTS: str
WRONG_DAYS: str
AUDIT: str
VACUUM: str
PAIRS: str
LATEST_OF_PRODUCT: str
DAYS_OF_PAIR: str
ALERTS_SINCE_EVENING: str
PREPARE: str
EXPLAIN: str
SWITCH_RULES: str
ALERTS_OF_DAY: str
ALERTS_FOR_DIGEST: str
TIME_DIGEST: str
ALERTS_IN_DIGESTS: str
MAKE_PEER_TABLE: str
INSERT_PEER_EVENT: str
CAST_PEER_EVENTS: str
STORED_EVENTS: str
CALL_PRODUCT: str
CALL_PRODUCT_METRICS: str

load(__name__)
