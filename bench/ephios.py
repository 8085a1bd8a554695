"""The peer of `bench signup`: ephios from the package index, in a venv of its own, served by gunicorn.

Where it cannot be installed or does not run here, the reason is told and nothing else is lost.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.asking import TOKEN, at_once, page, wait
from tools.postgres import free_port

VERSION = "0.27.1"
MINUTES = 20  # for installing, at most
SET_UP = """
import json, sys
from datetime import timedelta
from importlib import import_module
import django
django.setup()
from django.conf import settings
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from guardian.shortcuts import assign_perm
from ephios.core.models import Event, EventType, LocalParticipation, Shift, UserProfile
if sys.argv[1] == "count":
    states = list(LocalParticipation.objects.values_list("state", flat=True))
    good = sum(s == LocalParticipation.States.CONFIRMED for s in states)
    print(json.dumps({"in": good, "waiting": len(states) - good}))
    sys.exit()
call_command("migrate", verbosity=0)
call_command("generate_vapid_key", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
call_command("compilejsi18n", verbosity=0)
people, places = int(sys.argv[2]), int(sys.argv[3])
group = Group.objects.create(name="Volunteers")
kind = EventType.objects.create(title="Service")
event = Event.objects.create(title="Crossing", type=kind, active=True)
start = timezone.now() + timedelta(days=3)
shift = Shift.objects.create(
    event=event, meeting_time=start, start_time=start, end_time=start + timedelta(minutes=90),
    signup_flow_slug="instant_confirmation", signup_flow_configuration={},
    structure_slug="uniform",
    structure_configuration={"minimum_number_of_participants": 1, "maximum_number_of_participants": places},
)
assign_perm("view_event", group, event)
store = import_module(settings.SESSION_ENGINE).SessionStore
sent = []
for n in range(people):
    user = UserProfile.objects.create(email=f"v{n}@localhost", display_name=f"V{n}", date_of_birth="1990-01-01")
    user.groups.add(group)
    session = store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    sent.append([session.session_key, user.pk])
print(json.dumps({"shift": shift.pk, "event": event.get_absolute_url(), "people": sent}))
"""


class Skipped(Exception):
    """The peer does not run here; the words say why."""


def run(people: int, places: int, pages: int) -> dict[str, Any]:
    """The same rush with fewer people on the peer; {"skipped": reason} where it cannot be."""
    try:
        with tempfile.TemporaryDirectory(prefix="wenming-peer-") as name:
            return rushed(Path(name), people, places, pages)
    except (Skipped, OSError, RuntimeError, subprocess.SubprocessError) as no:
        return {"skipped": " ".join(str(no).split())[:300]}


def rushed(folder: Path, people: int, places: int, pages: int) -> dict[str, Any]:
    """Installed, set up, served, rushed at."""
    python, port = installed(folder), free_port()
    env = surroundings(folder, port)
    crowd = json.loads(done([python, "-c", SET_UP, "make", str(people), str(places)], env))
    words = [python, "-m", "gunicorn", "ephios.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [*words, "--workers", "1", "--threads", "8"],
        env=env,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait(port, server)
        warm = crowd["people"][0][0]
        first = [page(port, warm, crowd["event"]) for _turn in range(3)]
        if first[-1].status != 200:
            raise Skipped(f"its event page answers {first[-1].status}")
        begun = time.monotonic()
        fields = {"signup_choice": "sign_up"}
        answers = at_once(port, f"/shifts/{crowd['shift']}/signup/", crowd["people"], fields)
        seconds = time.monotonic() - begun
        shown = [page(port, warm, crowd["event"]) for _turn in range(pages)]
    finally:
        server.terminate()
        server.wait(30)
    stood = json.loads(done([python, "-c", SET_UP, "count"], env))
    return {
        "version": VERSION,
        "people": people,
        "places": places,
        **stood,
        "errors": sum(one.status >= 500 or not one.status for one in answers),
        "seconds": round(seconds, 2),
        "each_ms": round(1000 * seconds / people, 2),
        "page_ms": round(1000 * median(one.seconds for one in shown), 1),
    }


def installed(folder: Path) -> str:
    """The Python of a venv in which the peer is; BENCH_PEER names one that has it already."""
    if ready := os.environ.get("BENCH_PEER"):
        return ready
    done([sys.executable, "-m", "venv", str(folder / "venv")], dict(os.environ))
    python = str(folder / "venv" / "bin" / "python")
    wanted = [f"ephios=={VERSION}", "gunicorn"]
    done([python, "-m", "pip", "install", "--quiet", *wanted], dict(os.environ))
    return python


def surroundings(folder: Path, port: int) -> dict[str, str]:
    """What the peer wants to be told: a database of its own, and nobody to write to."""
    return {
        **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "ephios.settings",
        "DEBUG": "False",
        "DATA_DIR": str(folder / "data"),
        "DATABASE_URL": f"sqlite:///{folder}/peer.sqlite3",
        "TRUST_X_FORWARDED_PROTO": "True",
        "SECRET_KEY": TOKEN * 2,
        "ALLOWED_HOSTS": "*",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": "dummymail://",
        "DEFAULT_FROM_EMAIL": "peer@localhost",
        "SERVER_EMAIL": "peer@localhost",
        "ADMINS": "Peer <peer@localhost>",
    }


def done(words: list[str], env: dict[str, str]) -> str:
    """What a process prints; Skipped with its last words where it fails."""
    ran = subprocess.run(
        words, env=env, capture_output=True, text=True, timeout=60 * MINUTES, check=False
    )
    if ran.returncode:
        raise Skipped((ran.stderr.strip().splitlines() or ["no word"])[-1])
    return ran.stdout.strip().splitlines()[-1] if ran.stdout.strip() else ""
