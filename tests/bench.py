"""Prints what the converter costs, as ratios measured in one run. `make bench` runs it.

Seconds differ from machine to machine and from minute to minute; ratios of interleaved runs hold still. Each figure
is the median over rounds, and what it is compared with runs in the same round.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial

from flask import Flask, render_template_string

from tests.core.test_corpus import FILES, contents
from webapp.app import create_app
from webapp.core import Conversion, SourceError, convert
from webapp.core.carrier import chunked
from webapp.core.kubernetes import validate
from webapp.core.preview import preview, tally
from webapp.formats import manifests
from webapp.sharing import secrets
from webapp.sharing.permalink import deflated, inflated
from webapp.views.made import record_of

ROUNDS = 60


def realistic(modules: int) -> str:
    """Return createOptions of 0.5 KB and 0.4 KB more for each unit: 3 make 1.6 KB, 160 make 64 KB."""
    number = range(modules)
    options = {
        "Hostname": "inference",
        "Env": [
            entry
            for n in number
            for entry in (
                f"MODEL_{n}=yolo-v4-tiny",
                f"LOG_LEVEL_{n}=information",
                f"STORE_{n}=/data/{n}/store",
                f"TZ{n}=UTC",
            )
        ],
        "Labels": {f"example.contoso.com/team-{n}": "vision" for n in number},
        "ExposedPorts": {f"{5000 + n}/tcp": {} for n in number},
        "HostConfig": {
            "Binds": [
                bind
                for n in number
                for bind in (
                    f"/home/hcsshares/input-{n}:/home/input/{n}",
                    f"/home/hcsshares/output-{n}:/home/output/{n}:ro",
                    f"/var/lib/model-{n}:/models/{n}",
                )
            ],
            "PortBindings": {f"{5000 + n}/tcp": [{"HostPort": str(5000 + n)}] for n in number},
            "LogConfig": {"Type": "json-file", "Config": {"max-size": "10m", "max-file": "3"}},
            "RestartPolicy": {"Name": "always"},
            "Memory": 536870912,
            "NanoCpus": 1500000000,
            "Privileged": True,
        },
        "k8s-experimental": {"resources": {"limits": {"microsoft.com/fpga_catapult": 2}}},
    }
    return json.dumps(options, indent=2)


def measured(work: Callable[[], object], floor: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Return the median ratio of `work` to `floor` and the median microseconds of `floor`."""
    ratios, floors = [], []
    for _ in range(ROUNDS):
        base = _time(floor, repeat * 10) / 10
        ratios.append(_time(work, repeat) / base)
        floors.append(base / repeat * 1e6)
    return statistics.median(ratios), statistics.median(floors)


def _time(work: Callable[[], object], repeat: int) -> float:
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    return time.perf_counter() - start


def everything(source: str) -> int:
    """Convert and ask for all that a page asks for: account, text, patch, and the place of everything that is said."""
    conversion = convert(source)
    said = len(conversion.text) + len(conversion.patch)
    for one in conversion.modules:
        paths = [(made.path, made.edit.part) for made in one.changes] + [
            (note.path, note.part) for note in one.findings
        ]
        paths += [(asked.path, asked.part) for asked in one.questions]
        said += len([conversion.place(one, path, part) for path, part in paths]) + len(one.ledger)
    return said


def core() -> None:
    """Print the ratios of the core."""
    for title, source in (("small", realistic(3)), ("large", realistic(160))):
        repeat = 40 if len(source) < 4000 else 1
        ratio, floor = measured(partial(convert, source), partial(json.loads, source), repeat)
        whole, _ = measured(partial(everything, source), partial(json.loads, source), repeat)
        print(f"convert, {title} ({len(source):,} bytes): {ratio:5.1f} × json.loads ({floor:,.0f} µs)")
        print(f"  with account, text, patch and every line number: {whole:5.1f} ×")


def previews() -> None:
    """Print what a preview costs, against the conversion that it follows: alone, and with everything about it."""
    for title, source in (("small", realistic(3)), ("large", realistic(160)), ("200 modules", manifest(200))):
        conversion, repeat = convert(source), 10 if len(source) < 4000 else 1
        alone, _ = measured(partial(preview, conversion), partial(convert, source), repeat)
        whole, _ = measured(partial(_seen, conversion), partial(convert, source), repeat)
        print(f"preview, {title}: {alone:.2f} × its conversion")
        print(f"  with the paste's own, Kubernetes' judgement and YAML: {whole:.2f} ×")


def _seen(conversion: Conversion) -> int:
    found = preview(conversion)
    return tally(found.modules).dropped + len(validate(found.objects)) + len(manifests.stream(found.objects))


def manifest(modules: int) -> str:
    """Return a deployment manifest with as many modules, each with its createOptions of 1 KB in chunks.

    None asks for an accelerator: a device has two at most.
    """
    whole = json.loads(realistic(2))
    del whole["k8s-experimental"]
    options = json.dumps(whole, separators=(",", ":"))
    entries = {
        f"module-{number}": {
            "type": "docker",
            "status": "running",
            "restartPolicy": "always",
            "settings": {
                "image": "contoso.azurecr.io/module:1.0",
                **chunked(options.replace("inference", f"m{number}")),
            },
            "env": {"PEER": {"value": f"http://module-{(number + 1) % modules}:5000"}},
        }
        for number in range(modules)
    }
    routes = {f"r{number}": f"FROM /messages/modules/module-{number}/* INTO $upstream" for number in range(modules)}
    agent = {"properties.desired": {"schemaVersion": "1.1", "modules": entries}}
    hub = {"properties.desired": {"schemaVersion": "1.1", "routes": routes}}
    return json.dumps({"modulesContent": {"$edgeAgent": agent, "$edgeHub": hub}}, indent=2)


def deployments() -> None:
    """Print what a module costs among two hundred, as a ratio to one alone, and what the rest of a deployment does."""
    one, many = manifest(1), manifest(200)
    ratio, floor = measured(partial(convert, many), partial(convert, one), 1)
    whole, _ = measured(partial(everything, many), partial(everything, one), 1)
    print(f"convert, 200 modules ({len(many):,} bytes): {ratio / 200:.2f} × one alone, each ({floor:,.0f} µs)")
    print(f"  with account, text, patch and every line number: {whole / 200:.2f} ×")


def field() -> None:
    """Print the ratio for createOptions that other people wrote, where the folder that `CORPUS` names is there."""
    ratios, costs = [], []
    for source in (text for file in FILES for text in contents(file) if 200 < len(text) < 6000):
        try:
            json.loads(source), convert(source)
        except (ValueError, SourceError):
            continue
        base, cost = _time(partial(json.loads, source), 20), _time(partial(convert, source), 20)
        ratios.append(cost / base)
        costs.append(cost / 20 * 1e3)
    if ratios:
        middle, cost = statistics.median(ratios), statistics.median(costs)
        print(f"convert, {len(ratios):,} from the field: median {middle:.0f} × json.loads, {cost:.2f} ms")


def links() -> None:
    """Print what a link costs, against the conversion that it follows: made, opened, and its search for secrets."""
    for title, source in (("small", realistic(3)), ("large", realistic(160))):
        conversion, repeat = convert(source), 10 if len(source) < 4000 else 1
        packed = deflated(record_of(conversion, key=b"key"))
        for what, work in {
            "made, the result included": lambda: deflated(record_of(convert(source), key=b"key")),  # noqa: B023
            "read back": lambda: inflated(packed),  # noqa: B023
            "searched for secrets": lambda: secrets.find(source),  # noqa: B023
        }.items():
            ratio, _ = measured(work, partial(convert, source), repeat)
            print(f"link, {title} ({len(packed):,} bytes packed), {what}: {ratio:.2f} × a conversion")


def web() -> None:
    """Print the ratio of a conversion over the web to an 8 KB template on the same server."""
    app = create_app({"LIMITS": False, "DATABASE_URL": f"sqlite:///{tempfile.mkdtemp()}/links.sqlite3"})
    plain = Flask("plain")
    template = (
        "<html>{% for n in range(160) %}<p>{{ n }}: a line of an ordinary page, fifty bytes</p>{% endfor %}</html>"
    )
    plain.add_url_rule("/", "page", lambda: render_template_string(template))
    one, other = app.test_client(), plain.test_client()
    source = realistic(3)
    page = other.get("/")
    fragment = one.post("/convert", data={"source": source}, headers={"HX-Request": "true"})
    ratio, floor = measured(
        lambda: one.post("/convert", data={"source": source}, headers={"HX-Request": "true"}), lambda: other.get("/"), 5
    )
    print(
        f"POST /convert ({len(source):,} bytes in, {len(fragment.data):,} out): {ratio:.1f} × an empty route that "
        f"renders {len(page.data):,} bytes ({floor:,.0f} µs)"
    )


if __name__ == "__main__":
    core()
    deployments()
    previews()
    field()
    links()
    web()
