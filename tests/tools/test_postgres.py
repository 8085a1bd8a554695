import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tools import postgres

KEEPER = [sys.executable, "-m", "tools.postgres", sys.executable, "-c"]
SAY = "import os, time; print(os.environ['WENMING_DATABASE_URL'], flush=True); time.sleep(60)"


def refuses(url: str, seconds: float = 20) -> bool:
    """Whether nobody answers at this address any more, within a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return True
        time.sleep(0.1)
    return False


def test_a_cluster_serves_while_it_is_held_and_is_gone_after() -> None:
    with postgres.cluster() as url, psycopg.connect(url) as held:
        row = held.execute("SELECT current_user, current_setting('listen_addresses')").fetchone()
        assert row == ("wenming", "127.0.0.1")
    assert refuses(url)


def test_nobody_comes_in_without_the_password() -> None:
    with postgres.cluster() as url:
        stranger = url.replace(url.split("@", maxsplit=1)[0], "postgresql://wenming:guess")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(stranger)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["told", "killed"])
def test_the_server_does_not_outlive_its_keeper(how: signal.Signals) -> None:
    with subprocess.Popen([*KEEPER, SAY], stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout
        url = keeper.stdout.readline().strip()
        with psycopg.connect(url) as told:
            data = told.execute("SHOW data_directory").fetchone()
        keeper.send_signal(how)
    assert refuses(url)
    assert data
    folder = Path(data[0]).parent
    assert folder.exists() == (how == signal.SIGKILL)  # who is killed outright cannot tidy up
    shutil.rmtree(folder, ignore_errors=True)


def test_the_commands_own_status_is_handed_on() -> None:
    assert subprocess.run([*KEEPER, "raise SystemExit(7)"], check=False).returncode == 7


def test_a_machine_without_postgresql_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres, "servers", tuple)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(postgres.NoServer, match=r"tools\.system postgresql"):
        postgres.programs()
