"""Three caches: what is built, in this process; what is counted, shared; what registers said.

`pages` holds pages and readings keyed by the generation of the public cache: losing it costs a
millisecond. The default cache holds limits (sign-in, codes), which every process must share.
`registers` is apart, so that what is looked up never drives a limit out; without Redis it stays in
memory, never on the disk.
"""

from django.core.cache import caches

pages = caches["pages"]
registers = caches["registers"]
