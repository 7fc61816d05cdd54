"""Two caches: one of this process, for what is built; one shared, for what is counted.

`pages` holds pages and readings keyed by the generation of the public cache: losing it costs a
millisecond. The default cache holds limits (sign-in, codes), which every process must share.
"""

from django.core.cache import caches

pages = caches["pages"]
