"""How gunicorn serves the app, for `make run` and the Procfile alike. Nothing of a request is logged."""

import os

wsgi_app = "webapp.app:create_app()"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
# A slow client holds a thread while it sends; in front of the open internet, put a proxy that buffers requests.
threads = 32
preload_app = True
# gunicorn quotes what it can't parse in its warnings, and that may be a piece of a paste.
loglevel = "error"
accesslog = None
# A worker that hangs is replaced; one that still answers gets this long to finish.
timeout = 30
graceful_timeout = 10
control_socket_disable = True
# No header of a client may move the app to another path.
forwarder_headers = ""


def when_ready(_server: object) -> None:
    """Say in one line where the app is."""
    print(f"createOptions Playground serves on http://{bind} (stop with Ctrl+C)", flush=True)
