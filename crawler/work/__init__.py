"""Several machines: a queue in PostgreSQL (procrastinate) whose tasks are crawls.

A task is `banmian crawl` in a process of its own, for one slice of a paper's issues or for its morning; the
exit code says how it ended. `slices` cuts a backfill up, `queue` puts slices into the queue and knows how the
last task of each stands, `again` decides which unfinished ones are asked for once more, `worker` does them,
`mornings` makes the papers' mornings periodic tasks, `progress` adds up. A queue, locks, heartbeats and
periodic tasks are procrastinate's (extra `work`), which `crawler.work.worker` loads: take from it only behind
`engine_of`.
"""

from crawler.work.mornings import mornings, note_mornings, take_back_mornings
from crawler.work.progress import Progress, progress
from crawler.work.queue import Put, engine_of, put
from crawler.work.slices import Slice, slices_of

__all__ = [
    "Progress",
    "Put",
    "Slice",
    "engine_of",
    "mornings",
    "note_mornings",
    "progress",
    "put",
    "slices_of",
    "take_back_mornings",
]
