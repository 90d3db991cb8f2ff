"""How gunicorn serves the app, for `make run` and the Procfile alike. Nothing of a request is logged."""

import os
import shutil
import tempfile

wsgi_app = "webapp.app:served()"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
# A slow client holds a thread while it sends; in front of the open internet, put a proxy that buffers requests.
threads = 32
preload_app = True
# A link that carries its content is up to 7,500 characters long.
limit_request_line = 8190
# gunicorn quotes what it can't parse in its warnings, and that may be a piece of a paste.
loglevel = "error"
accesslog = None
# A worker that hangs is replaced; one that still answers gets this long to finish.
timeout = 30
graceful_timeout = 10
control_socket_disable = True
# No header of a client may move the app to another path.
forwarder_headers = ""

# Workers count into files that they share. The folder has to be known before the app is loaded.
_metrics = "" if os.environ.get("PROMETHEUS_MULTIPROC_DIR") else tempfile.mkdtemp(prefix="createoptions-metrics-")
if _metrics:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _metrics


def when_ready(_server: object) -> None:
    """Say in one line where the app is."""
    print(f"createOptions Playground serves on http://{bind} (stop with Ctrl+C)", flush=True)


def child_exit(_server: object, worker: object) -> None:
    """Take what a worker had under way out of the metrics; what it has counted stays."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[attr-defined, no-untyped-call]


def on_exit(_server: object) -> None:
    """Remove the files of the metrics."""
    if _metrics:
        shutil.rmtree(_metrics, ignore_errors=True)
