"""Takes one request of a search query report a step further: asks, looks, or loads.

No step waits. A report that Amazon is still making is looked at again later, as a new
try of the task. The number of a report is stored as soon as it is known, so a worker
that dies never makes Amazon be asked twice.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Error as DatabaseError
from pydantic import SecretStr

from loader.database import connected
from loader.errors import LoaderError
from loader.runs import load
from loader.sources import spapi
from worker import queries
from worker.database import Pool, call
from worker.retries import NotYet, TryAgain, backoff
from worker.settings import Settings

LONGEST_POLL = timedelta(minutes=15)
# Amazon makes a report within minutes or hours.
LONGEST_WAIT = timedelta(days=3)
SUPERSEDED = "The request has ended meanwhile."


def search_report(
    pool: Pool, settings: Settings, tenant_id: UUID, request_id: int
) -> str:
    """Take a request one step further, and return the result as a text.

    Raises NotYet when Amazon needs time, TryAgain after a fault. What Amazon refuses or
    cannot make is a result: the request has it, and the planner asks again.
    """
    start = call(
        pool,
        queries.START_SEARCH_REPORT,
        tenant_id=tenant_id,
        id=request_id,
        instance_id=settings.instance_id,
    )
    match start["outcome"]:
        case "over":
            return str(start["detail"])
        case "held":
            until = datetime.now(UTC) + timedelta(minutes=1)
            raise NotYet(f"Nothing is asked: {start['detail']}.", until=until)
        case "later":
            raise NotYet(f"Nothing is asked: {start['detail']}.", until=start["due_at"])
    return _Attempt(pool, settings, tenant_id, request_id, start).run()


class _Attempt:
    """One try at a request, and what is known of it so far."""

    def __init__(
        self,
        pool: Pool,
        settings: Settings,
        tenant_id: UUID,
        request_id: int,
        start: dict[str, Any],
    ) -> None:
        self.pool = pool
        self.settings = settings
        self.tenant_id = tenant_id
        self.request_id = request_id
        self.start = start
        # Whether Amazon has taken the request, or may have.
        self.was_asked = start["outcome"] != "ask"
        self.order = spapi.ReportOrder(
            marketplace_id=start["marketplace_id"],
            period_type=start["period_type"],
            start_date=start["start_date"],
            end_date=start["end_date"],
            asins=start["asins"],
        )

    def run(self) -> str:
        credential = spapi.Credential(
            client_id=self.start["client_id"],
            client_secret=SecretStr(self.start["client_secret"]),
            refresh_token=SecretStr(self.start["refresh_token"]),
        )
        try:
            with spapi.signed_in(
                credential,
                region=self.start["region"],
                api_url=self.settings.spapi_url,
                login_url=self.settings.spapi_login_url,
            ) as session:
                return self._step(session)
        except spapi.ThrottledError as error:
            # Other tasks of the account wait too: they shall not return together.
            until = datetime.now(UTC) + error.pause * random.uniform(1, 1.5)
            self._settle(self._state, error=error, paused_until_at=until)
            raise NotYet(str(error), until=until) from None
        except spapi.AccessDeniedError as error:
            self._settle("access_denied", error=error)
            return str(error)
        except spapi.RefusedError as error:
            self._settle("failed", error=error)
            return str(error)
        except (LoaderError, DatabaseError) as error:
            return self._note_fault(error)

    @property
    def _state(self) -> str:
        return "requested" if self.was_asked else "queued"

    def _step(self, session: spapi.Session) -> str:
        report_id: str | None = self.start["report_id"]
        if report_id is None:
            return self._ask(session)
        document_id: str | None = self.start["document_id"]
        if document_id is None:
            report = session.report(report_id)
            match report.status:
                case "DONE" if report.document_id is not None:
                    document_id = report.document_id
                case "CANCELLED":
                    return self._end(
                        "no_data_yet",
                        "Amazon cancelled the report: it has no data of the period.",
                    )
                case "FATAL":
                    return self._end("failed", "Amazon could not make the report.")
                case "IN_QUEUE" | "IN_PROGRESS":
                    return self._look_again()
                case status:
                    raise LoaderError(f"Amazon's report has the state {status[:40]}.")
            if self._settle("requested", document_id=document_id) is None:
                return SUPERSEDED
        return self._load(session, report_id, document_id)

    def _ask(self, session: spapi.Session) -> str:
        report_id = None
        if self.start["outcome"] == "find":
            report_id = session.find_report(
                self.order,
                since=self.start["asked_at"] - timedelta(minutes=5),
                known=self.start["known_report_ids"],
            )
        if report_id is None:
            try:
                report_id = session.create_report(self.order)
            except (spapi.ThrottledError, spapi.AccessDeniedError):
                self.was_asked = False
                raise
            except LoaderError:
                self.was_asked = True
                raise
        self.was_asked = True
        if self._settle("requested", report_id=report_id) is None:
            return SUPERSEDED
        raise self._not_made()

    def _look_again(self) -> str:
        if datetime.now(UTC) - self.start["asked_at"] > LONGEST_WAIT:
            days = LONGEST_WAIT.days
            return self._end(
                "failed", f"Amazon did not make the report in {days} days."
            )
        if self._settle("requested") is None:
            return SUPERSEDED
        raise self._not_made()

    def _not_made(self) -> NotYet:
        """Say when to look next: seldom at a report that takes long already."""
        now = datetime.now(UTC)
        poll = timedelta(seconds=self.settings.report_poll_interval)
        wait = min((now - self.start["asked_at"]) / 4, LONGEST_POLL)
        return NotYet("Amazon is making the report.", until=now + max(poll, wait))

    def _load(self, session: spapi.Session, report_id: str, document_id: str) -> str:
        run = spapi.as_run(report_id, tenant=str(self.tenant_id), order=self.order)
        with (
            session.document(document_id) as source,
            connected(self.settings.database_url) as connection,
            connection.transaction(),
        ):
            outcome = load(connection, source, run)
            if outcome.rejects:
                # Amazon's own documents are whole: this download was not.
                raise LoaderError(
                    "The document is damaged"
                    f" ({', '.join(sorted(outcome.rejects))}); nothing was loaded."
                )
        self._settle("loaded", job_id=outcome.job_id)
        return f"{outcome.item_count} items"

    def _end(self, state: str, error: str) -> str:
        self._settle(state, error=error)
        return error

    def _note_fault(self, error: LoaderError | DatabaseError) -> str:
        """Count a fault; raise TryAgain, or return it when there were too many."""
        count = self._settle(self._state, error=error, is_fault=True)
        if count is None:
            return SUPERSEDED
        if count >= self.settings.max_attempts:
            self._settle("failed", error=error, is_fault=True)
            return str(error)
        raise TryAgain(
            str(error), at=datetime.now(UTC) + backoff(self.settings, count)
        ) from error

    def _settle(
        self,
        state: str,
        *,
        error: Exception | str | None = None,
        report_id: str | None = None,
        document_id: str | None = None,
        job_id: str | None = None,
        is_fault: bool = False,
        paused_until_at: datetime | None = None,
    ) -> int | None:
        """Record the state; None when the request is no longer this try's."""
        row = call(
            self.pool,
            queries.SETTLE_SEARCH_REPORT,
            tenant_id=self.tenant_id,
            id=self.request_id,
            attempt=self.start["attempt"],
            state=state,
            error=None if error is None else str(error),
            report_id=report_id,
            document_id=document_id,
            job_id=job_id,
            was_asked=self.was_asked,
            is_fault=is_fault,
            paused_until_at=paused_until_at,
        )
        count: int | None = row["error_count"]
        return count
