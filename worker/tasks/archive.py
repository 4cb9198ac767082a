"""Archives one detached partition through the loader."""

from datetime import UTC, datetime, timedelta

from loader.archive import archive_partition
from loader.database import connected
from worker.retries import NotYet
from worker.settings import Settings


def archive(settings: Settings, archive_id: int) -> str:
    """Export and verify a partition, and return the result as a text.

    Raises NotYet on a copy of the database and while another session archives it, and
    LoaderError when another try may help; the archive keeps the reason.
    """
    with connected(settings.database_url) as connection:
        step = archive_partition(
            connection,
            settings.archive_url,
            archive_id,
            instance_id=settings.instance_id,
        )
    if step.outcome in ("busy", "held"):
        raise NotYet(
            f"Nothing is archived: {step.detail}.",
            until=datetime.now(UTC) + timedelta(minutes=1),
        )
    return f"{step.outcome}: {step.detail}"
