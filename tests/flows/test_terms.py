"""The office sets the limits on their page; others read them."""

from django.test import Client
from django.urls import reverse

from tests.world import World
from wenming.loop.standards.rules import Limit
from wenming.loop.terms.models import Term
from wenming.loop.terms.rules import DAY, Stage


def test_the_office_sets_a_limit_and_others_read_it(world: World, client: Client) -> None:
    url = reverse("terms:terms")
    client.force_login(world.office)
    form = client.get(url).context["form"]
    data = {name: field.initial for name, field in form.fields.items()}
    assert client.post(url, data | {"fix-term": "14"}).status_code == 302
    assert Term.objects.in_force().minutes(Stage.FIX, Limit.TERM) == 2 * DAY
    assert Term.objects.count() == 1
    client.force_login(world.mender)
    assert (
        "<input" not in client.get(url).content.decode().split("</thead>")[1].split("</table>")[0]
    )
    assert client.post(url, data).status_code == 403


def test_a_limit_of_nothing_is_said_at_its_field(world: World, client: Client) -> None:
    client.force_login(world.office)
    answer = client.post(reverse("terms:terms"), {"fix-term": "0"})
    assert answer.status_code == 422
    assert not Term.objects.exists()
