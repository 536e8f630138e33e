"""Settings of the test suite: the product's own, with a sandboxed environment."""

import os
import tempfile
from pathlib import Path

_FOLDER = tempfile.TemporaryDirectory(prefix="portico-tests-", ignore_cleanup_errors=True)
_VAR = Path(_FOLDER.name)  # gone with the process

os.environ.update(
    PORTICO_ENV_FILE="none",
    DEBUG="False",
    DEMO="True",
    HTTPS="False",
    SECRET_KEY="tests-only-" * 6,
    ALLOWED_HOSTS=".localhost,testserver,127.0.0.1",
    ADMIN_HOST="admin.localhost",
    VAR_DIR=str(_VAR),
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", f"sqlite:///{_VAR}/tests.sqlite3"),
    CACHE_URL="locmem://",
    CELERY_BROKER_URL="memory://",
    EMAIL_URL="locmem://",
    STRIPE_SECRET_KEY="sk_test_portico",
    STRIPE_PUBLISHABLE_KEY="pk_test_portico",
    STRIPE_WEBHOOK_SECRETS="whsec_current,whsec_previous",
    STRIPE_API_BASE="http://127.0.0.1:9",
    LOG_LEVEL="ERROR",
    NO_PROXY="127.0.0.1,localhost",  # else the whole environment is read for each request
)

from cms.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in production: in memory a second thread that writes is refused and never waits.
    DATABASES["default"]["TEST"] = {"NAME": str(_VAR / "test.sqlite3")}  # noqa: F405
STATIC_ROOT.mkdir(parents=True)  # noqa: F405  (WhiteNoise warns of a folder that is not there)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Nothing here asks the indexes of references and of words: writing them is a third of publishing.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
