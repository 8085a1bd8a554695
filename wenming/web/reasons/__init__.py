"""Words for what the rules refuse, a file for each room; "{0}" stands for the first fact a verb gives.

A room that refuses for a reason of its own adds its file, and its line here.
"""

from wenming.web.reasons import (
    alliances,
    campaigns,
    cases,
    checklists,
    city,
    courses,
    everywhere,
    grids,
    orders,
    papers,
    persons,
    proposals,
    rounds,
    shifts,
    signups,
)
from wenming.web.sentences import Sentence

REASONS: dict[str, Sentence] = {
    **alliances.SENTENCES,
    **campaigns.SENTENCES,
    **cases.SENTENCES,
    **checklists.SENTENCES,
    **city.SENTENCES,
    **courses.SENTENCES,
    **everywhere.SENTENCES,
    **grids.SENTENCES,
    **orders.SENTENCES,
    **papers.SENTENCES,
    **persons.SENTENCES,
    **proposals.SENTENCES,
    **rounds.SENTENCES,
    **shifts.SENTENCES,
    **signups.SENTENCES,
}
