"""What is filled in to set up a course: what it is, and when it meets."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import User
from wenming.service.courses.drafts import CourseDraft, Series
from wenming.service.courses.models import COURSE_KINDS, Course
from wenming.service.courses.rules import MOST_SESSIONS, CourseKind
from wenming.service.stations.models import Station, Venue

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
PLAIN = ("kind", "name", "audience", "teacher", "leader", "text", "seats")


class CourseForm(forms.Form):
    """What a course is."""

    kind = forms.ChoiceField(label=pgettext_lazy("课程", "类别"), choices=choices(COURSE_KINDS))
    name = forms.CharField(label=_("课程名称"), max_length=60)
    audience = forms.CharField(label=_("适合谁"), max_length=100, required=False)
    teacher = forms.CharField(label=_("老师"), max_length=40, required=False)
    leader = forms.ModelChoiceField(
        User.objects.none(), label=_("点名的账户"), required=False, empty_label=_("由站里点名")
    )
    text = forms.CharField(
        label=_("说明"), max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seats = forms.IntegerField(label=_("名额"), min_value=1, max_value=9999, initial=20)
    opens = forms.DateField(label=_("报名开始"), widget=DAY, initial=localdate)
    closes = forms.DateField(label=_("报名截止"), widget=DAY)

    def __init__(self, station: Station, course: Course | None = None, data: Any = None) -> None:
        begins: dict[str, Any] = {}
        if course is not None:
            begins = {name: getattr(course, name) for name in PLAIN}
            begins |= {"opens": localdate(course.opens), "closes": localdate(course.closes)}
        super().__init__(data, initial=begins)
        fields: Any = self.fields
        people = User.objects.filter(appointments__unit=station.unit_id, is_active=True)
        fields["leader"].queryset = people.distinct().order_by("name")

    def draft(self) -> CourseDraft:
        """What was filled in; enrolment is open from the first moment of a day to the last of one."""
        data = dict(self.cleaned_data)
        leader = data.pop("leader")
        opens = midnight(data.pop("opens"))
        closes = midnight(data.pop("closes") + timedelta(days=1)) - timedelta(minutes=1)
        return CourseDraft(
            kind=CourseKind(data.pop("kind")),
            leader=leader.pk if leader else None,
            opens=opens,
            closes=closes,
            **data,
        )


def midnight(day: Any) -> datetime:
    """The beginning of a day of this city."""
    return timezone.make_aware(datetime.combine(day, time()))


class SeriesForm(forms.Form):
    """When a course meets: once, or so many times a week apart."""

    venue = forms.ModelChoiceField(
        Venue.objects.none(), label=_("场地"), required=False, empty_label=_("不用场地")
    )
    first = forms.DateField(label=_("第一次上课"), widget=DAY)
    starts = forms.TimeField(label=_("从几点"), widget=CLOCK)
    ends = forms.TimeField(label=_("到几点"), widget=CLOCK)
    times = forms.IntegerField(
        label=_("一共几次（每周一次）"), min_value=1, max_value=MOST_SESSIONS, initial=1
    )
    over_holidays = forms.BooleanField(label=_("放假的日子也上课"), required=False)

    def __init__(self, station: Station, data: Any = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["venue"].queryset = station.venues.all()

    def series(self) -> Series:
        """What was filled in."""
        data = dict(self.cleaned_data)
        venue = data.pop("venue")
        return Series(venue=venue.pk if venue else None, **data)
