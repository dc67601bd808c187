"""Settings of the tests: a data folder of their own, quick password hashes, no compression of static files."""

import atexit
import os
import shutil
import tempfile

if "MAYPOLE_DATA" not in os.environ:
    os.environ["MAYPOLE_DATA"] = tempfile.mkdtemp(prefix="maypole-test-")
    atexit.register(shutil.rmtree, os.environ["MAYPOLE_DATA"], ignore_errors=True)
os.environ.setdefault("MAYPOLE_SECRET_KEY", "only-for-tests")
os.environ.setdefault("MAYPOLE_HOSTS", "127.0.0.1,localhost,testserver")

from .settings import *  # noqa: F403
from .settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STATIC_ROOT

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]  # a relation loaded row by row is an error

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a folder that is missing
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
