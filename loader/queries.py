"""The queries of the loader, from the queries.sql beside this file."""

from common.queries import load

START_RUN: str
COPY_RAW_EVENTS: str
COPY_REJECTED_EVENTS: str
STORE_TEXTS: str
LAND_RUN: str
PROMOTE_RUN: str
REPLAY: str
REPLAYABLE_RUNS: str
REPLAY_PROGRESS: str
REPLAYED_RUNS_TO_SEE: str
PROMOTE_NEXT: str
RUN_READINGS: str
PREVIEW_RUN: str
RUN_REJECTS: str
RUN_STATE: str
RECENT_RUNS: str
PIPELINE_STATUS: str
JOB_HEALTH: str
DOCTOR: str
MARKETPLACE_DOMAIN: str
REPORT_DOCUMENT: str

load(__name__)
