"""wenming work: make the plans that were asked for, until none waits."""

import os
from contextlib import suppress
from typing import Any

from django.utils import timezone

from wenming.proposals import actions
from wenming.proposals.tasks import work_on
from wenming.proposals.watching import Watch, beside
from wenming.site.command import Verb

KINDLY = 10  # steps below those who serve pages


class Command(Verb):
    """The clock of the server starts it where something waits; a person may as well."""

    help = "make the plans that were asked for, until none waits"

    def act(self, **_options: Any) -> dict[str, Any]:
        """One after another; those that somebody else left are ended with the best they have."""
        with suppress(OSError):
            os.nice(KINDLY)
        rescued, done = actions.rescue(at=timezone.now()), 0
        while row := actions.begin(at=timezone.now()):
            watch = Watch(row.pk)
            with beside(watch):
                work_on(row, watch)
            done += 1
        return {"rescued": rescued, "done": done}
