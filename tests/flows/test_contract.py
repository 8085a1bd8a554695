"""The machine door keeps what its OpenAPI promises, whatever is sent to it."""

import hashlib
from typing import Any

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis import checks
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as promises

from tests.fieldwork import assessment, patrol
from tests.world import World
from wenming.org.models import Token
from wenming.site.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)  # the server closes its connections
CHECKS: list[Any] = [
    checks.not_a_server_error,
    promises.status_code_conformance,
    promises.content_type_conformance,
    promises.response_schema_conformance,
    promises.negative_data_rejection,
]
FIELD = ("POST /api/field/visits", "PUT /api/field/photos/{sha256}", "GET /api/field/bundle")


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("label", FIELD)
def test_the_field_door_keeps_its_contract(
    world: World, label: str, mode: schemathesis.GenerationMode
) -> None:
    now = timezone.now()
    assessment(world, now)
    patrol(world, now)
    digest = hashlib.sha256(b"sesame").hexdigest()
    Token.objects.create(user=world.inspector, name="x", sha256=digest, made=now)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    operations = {one.label: one for one in found}

    @given(case=operations[label].as_strategy(generation_mode=mode))
    @settings(max_examples=20, suppress_health_check=list(HealthCheck), database=None)
    def kept(case: Any) -> None:
        answer = case.call(headers={"Authorization": "Bearer sesame"})
        case.validate_response(answer, checks=CHECKS)

    kept()
