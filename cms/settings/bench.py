"""Measures: the demonstration as it is served, with quiet logs and no worker beside it.

Everything a request costs stays on: middleware, sessions, journal, triggers, files, the message
left for a worker. `tests/benchmarks` adds its own address of comparison to the WSGI application.
"""

from cms.settings.demo import *

LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}}
