"""What comes in about courses."""

from dataclasses import dataclass
from datetime import date, datetime, time

from wenming.service.courses.rules import CourseKind


@dataclass(frozen=True, slots=True)
class CourseDraft:
    """What a course is; `seats` places, enrolment from `opens` to `closes`."""

    name: str
    seats: int
    opens: datetime
    closes: datetime
    kind: CourseKind = CourseKind.CLASS
    audience: str = ""
    teacher: str = ""
    text: str = ""
    leader: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """When and where a course meets: `times` times, a week apart, from `first` on."""

    first: date
    starts: time
    ends: time
    times: int = 1
    venue: int | None = None
    over_holidays: bool = False
