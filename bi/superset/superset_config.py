"""Superset's settings: for this machine alone, without a request to any other.

Superset reads this file by SUPERSET_CONFIG_PATH. `deploy/local/bi` sets the rest.
"""

import os
from pathlib import Path

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
_HOME = Path(os.environ["SUPERSET_HOME"])
SQLALCHEMY_DATABASE_URI = (
    f"sqlite:///{_HOME / 'superset.db'}?check_same_thread=false&timeout=30"
)
APP_NAME = "asinmart"
LOGO_TARGET_PATH = "/dashboard/list/"
# mart_reader's own limit for a statement is 60 s.
SUPERSET_WEBSERVER_TIMEOUT = 65
# No tiles of maps, no counting of visits: Superset's own policy admits hosts for both.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    # On loopback there is no TLS.
    "force_https": False,
    "session_cookie_secure": False,
}
# What people see of a dashboard is kept in the metadata database.
FILTER_STATE_CACHE_CONFIG = {
    "CACHE_TYPE": "SupersetMetastoreCache",
    "CACHE_KEY_PREFIX": "superset_filter_cache",
    "CACHE_DEFAULT_TIMEOUT": 7776000,
    "REFRESH_TIMEOUT_ON_RETRIEVAL": True,
}
EXPLORE_FORM_DATA_CACHE_CONFIG = {
    "CACHE_TYPE": "SupersetMetastoreCache",
    "CACHE_KEY_PREFIX": "superset_explore_cache",
    "CACHE_DEFAULT_TIMEOUT": 604800,
    "REFRESH_TIMEOUT_ON_RETRIEVAL": True,
}
