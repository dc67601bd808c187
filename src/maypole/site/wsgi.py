"""The entry of the application server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maypole.site.settings")
application = get_wsgi_application()

# Whatever the pages are made of stays for good. The collector needn't walk through it again: a full round takes 95 ms,
# and somebody's page would wait for it.
_loaded = get_resolver().url_patterns
gc.collect()
gc.freeze()
# A batch of 500 events makes many objects and no circles: at the usual threshold, looking for them is a fifth of its
# cost.
gc.set_threshold(50_000, 20, 20)
