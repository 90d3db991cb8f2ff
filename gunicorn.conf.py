"""How gunicorn serves the app, for `make run` and the Procfile alike. Nothing of a request is logged."""

import os

wsgi_app = "webapp.app:create_app()"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True
loglevel = "warning"
accesslog = None
# A worker that hangs is replaced; one that still answers gets this long to finish.
timeout = 30
graceful_timeout = 10
control_socket_disable = True


def when_ready(_server: object) -> None:
    """Say in one line where the app is."""
    print(f"createOptions Playground serves on http://{bind} (stop with Ctrl+C)", flush=True)
