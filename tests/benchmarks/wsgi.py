"""What gunicorn serves during the measures."""

from tests.benchmarks.hello import make_application

application = make_application()
