"""The application as a WSGI server loads it: refuses unsafe storage before the first request."""

import os

import django
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.settings")
django.setup()

from belisha.jobs import start  # noqa: E402  (needs Django set up)
from belisha.jobs.lanes import Lanes  # noqa: E402

start.stand_apart()
start.refuse_unsafe_start()
start.use_session_key()
application = Lanes(get_wsgi_application())
start.worker_thread()
