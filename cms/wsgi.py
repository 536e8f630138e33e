"""The entry point for a WSGI server."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
application = get_wsgi_application()

for urls in settings.REALM_URLCONFS.values():  # now, not in the first visitor's time
    import_module(urls)
