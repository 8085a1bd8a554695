"""Pages of certificates: the register, one as a page and as a PDF, and the check open to anybody."""

import io

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.kit.flow import Refused, open_to
from wenming.kit.papers import Paper, Para, Picture, Pictures, Table, spans
from wenming.kit.papers.files import TYPES, laid_out
from wenming.org.http import Request, holding
from wenming.service.certificates import actions
from wenming.service.certificates.forms import PaperForm
from wenming.service.certificates.models import PAPER_MOVES, Certificate
from wenming.service.certificates.rules import PAPER_ARROWS, PaperState
from wenming.service.certificates.rules import PaperMove as Move
from wenming.service.volunteers.models import Volunteer
from wenming.web.paging import page_of
from wenming.web.templatetags.marks import hours
from wenming.web.words import refusal

SHOWN = {PaperState.ISSUED.value, PaperState.WITHDRAWN.value}
SORTS: dict[str, str | tuple[str, ...]] = {"number": "pk"}


def listing(request: Request) -> HttpResponse:
    """The register of certificates the reader sees."""
    rows = Certificate.objects.visible_to(request.user).select_related("volunteer", "unit")
    page = page_of(rows, request, sorts=SORTS, default="-number")
    me = Volunteer.objects.filter(user=request.user).first()
    return render(request, "certificates/list.html", {"page": page, "me": me})


@holding()
def ask(request: Request, pk: int) -> HttpResponseBase:
    """Apply for a certificate of somebody's hours."""
    row = get_object_or_404(Volunteer.objects.known().visible_to(request.user), pk=pk)
    form = PaperForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.apply(form.draft(), by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason == "power":
                raise
            form.add_error("last", "".join(map(str, refusal(no))))
        else:
            return redirect("certificates:certificate", made.pk)
    facts = {"form": form, "row": row}
    return render(request, "certificates/ask.html", facts, status=422 if form.errors else 200)


def seen(request: Request, pk: int) -> Certificate:
    """A certificate the reader sees."""
    rows = Certificate.objects.visible_to(request.user).select_related("volunteer", "unit")
    return get_object_or_404(rows, pk=pk)


@holding()
def certificate(request: Request, pk: int) -> HttpResponseBase:
    """One certificate, and the steps the reader may take."""
    row = seen(request, pk)
    moves = open_to(PAPER_ARROWS, PaperState(row.state), actions.powers_over(row, request.user))
    facts = {
        "row": row,
        "moves": [
            (move.value, PAPER_MOVES[move], bool(PAPER_ARROWS[move].needs)) for move in moves
        ],
        "shown": row.state in SHOWN,
        "qr": segno.make(address(request, row)).svg_inline(scale=4),
    }
    return render(request, "certificates/certificate.html", facts)


def address(request: HttpRequest, row: Certificate) -> str:
    """Where anybody checks a certificate."""
    return request.build_absolute_uri(reverse("certificates:check", args=[row.code]))


@require_POST
@holding()
def step(request: Request, pk: int, move: Move) -> HttpResponseBase:
    """Take one step with a certificate."""
    seen(request, pk)
    note = request.POST.get("note", "")
    actions.take(pk, move, note=note, by=request.user, at=timezone.now())
    return redirect("certificates:certificate", pk)


@require_safe
@login_not_required
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate stands, for anybody who has its code; the name is masked."""
    row = get_object_or_404(
        Certificate.objects.filter(state__in=SHOWN).select_related("volunteer", "unit"), code=code
    )
    return render(request, "certificates/check.html", {"row": row})


@require_safe
@holding()
def paper(request: Request, pk: int) -> HttpResponseBase:
    """The certificate as a PDF, once it is issued."""
    row = seen(request, pk)
    if row.state != PaperState.ISSUED.value:
        raise Http404
    body = laid_out(told(row, address(request, row)), "pdf")
    answer = HttpResponse(body, content_type=TYPES["pdf"])
    answer["Content-Disposition"] = f'inline; filename="{row.number}.pdf"'
    return answer


def told(row: Certificate, where: str) -> Paper:
    """A certificate in its four blocks: who, what was served, who certifies, number and date."""
    who, unit, picture = row.volunteer, row.unit, io.BytesIO()
    segno.make(where).save(picture, kind="png", scale=6)
    period = f"{row.first:%Y-%m-%d} — {row.last:%Y-%m-%d}"
    blocks = (
        ((_("姓名"), who.name), (_("志愿者编号"), who.number)),
        ((_("服务时段"), period), (_("服务时长"), f"{hours(row.minutes)} {_('小时')}")),
        ((_("证明单位"), unit.name), (_("负责人"), row.head), (_("经办人"), row.handler)),
        ((_("联系电话"), unit.phone), (_("证明编号"), row.number), (_("备注"), row.note)),
    )
    lines = tuple(line for block in blocks for line in block)
    say = _(
        "兹证明该志愿者在上述时段参加志愿服务，时长经两人记录和确认，路途时间不计。本证明免费。"
    )
    return Paper(
        title=_("志愿服务记录证明"),
        body=(
            Table((_("项目"), _("内容")), lines, widths=(1, 3)),
            Para(spans(say)),
            Pictures((Picture(picture.getvalue(), _("扫码查验")),), width=32),
        ),
        signature=f"{unit.name}（{_('盖章')}）",
        day=row.issued,
    )
