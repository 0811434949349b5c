"""Jobs whose worker is gone, killed or cut off: given to another worker."""

from __future__ import annotations

import logging
from typing import Any, cast

from procrastinate import App, PsycopgConnector
from procrastinate.jobs import Job, Status

logger = logging.getLogger(__name__)

LOCK = 4_739_201_002  # one worker at a time looks for them: a job given back twice would run twice
TRIES = 8  # a job that takes its worker along with it each time is given up after so many


async def recover(app: App, silent: float) -> list[Job]:
    """Give back the jobs of workers that were silent for so many seconds; returns them."""
    manager = app.job_manager
    pool = cast(PsycopgConnector, app.connector).pool
    async with pool.connection() as connection:  # in a transaction, which holds the lock
        got: Any = await (await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))).fetchone()
        if not got[0]:
            return []
        stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=silent))
        for job in stalled:
            if job.attempts + 1 >= TRIES:
                logger.error("%s: its worker died under it for the %sth time, given up", job.call_string, TRIES)
                await manager.finish_job(job, Status.FAILED, delete_job=False)
            else:
                logger.warning("%s: its worker is gone, given back", job.call_string)
                await manager.retry_job(job)
        await manager.prune_stalled_workers(silent)
    return stalled
