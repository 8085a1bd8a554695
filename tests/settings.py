"""The product's own settings, in a home of the tests' own that is gone afterwards.

Three things are cheaper here: passwords, the database's disk, and mail, which stays in memory.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A file, not memory: threads of one test and the browser's server must meet on it.
MEMORY_DISK = "/dev/shm"  # noqa: S108  (mkdtemp makes a folder of our own in it)
# Workers lie inside the one who started them, who tidies up: they end without a word.
AROUND = os.environ.get("TESTS_AROUND") or (
    MEMORY_DISK if os.access(MEMORY_DISK, os.W_OK) else None
)
HERE = Path(tempfile.mkdtemp(prefix="wenming-tests-", dir=AROUND))
os.environ["TESTS_AROUND"] = str(HERE)
atexit.register(shutil.rmtree, HERE, ignore_errors=True)
(HERE / "static").mkdir()
for name in [n for n in os.environ if n.startswith("WENMING_") and n != "WENMING_DATABASE_URL"]:
    del os.environ[name]
os.environ["WENMING_HOME"] = str(HERE)

from wenming.site.settings import *  # noqa: E402, F403
from wenming.site.settings import DATABASES  # noqa: E402

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(HERE / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True  # look for a file when it is asked for, not for all with every client
