"""The queries of the worker, from the queries.sql beside this file."""

from common.queries import load

BEAT: str
RESCUE_TASKS: str
REQUEUE_NOTIFICATIONS: str
NOTE_TASK_FAILURE: str
CLAIM_NOTIFICATION: str
SETTLE_NOTIFICATION: str
START_FETCH: str
NOTE_FETCH_RUN: str
SETTLE_FETCH: str
LOCK_QUEUE: str
QUEUE_MIGRATIONS: str
NOTE_QUEUE_MIGRATION: str
QUEUE_SCHEMA: str
QUEUE_SEARCH_PATH: str
OWN_SEARCH_PATH: str
PIN_QUEUE_FUNCTIONS: str
GRANT_QUEUE: str

load(__name__)
