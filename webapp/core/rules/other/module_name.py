"""A module's name becomes the name of Kubernetes objects, which obey stricter rules."""

import re

from webapp.core.edit import Because, find
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule

_LAYERED = "properties.desired.modules."
_RUNTIME = ("edgeAgent", "edgeHub")
_TAKEN = ("proxy", "iotedged", "edgeagent", "edgehub")
_DERIVED = Because(sure="derived")
_RENAME = "Call the module `{proposed}`, and use that name in routes and in the settings of modules that call it."


@rule(guidance=("G38", "G39"), sure="documented")
def module_name(module: Module) -> Outcomes:
    """Section 3.1 of the facts: what the agent makes of the name, and which objects carry it (K1, K3, K4)."""
    name = (module.name or "").removeprefix(_LAYERED)
    if not name or name in _RUNTIME or "${" in name or "{{" in name:
        return
    made = object_name(name)
    published = any(node.value for names in _PORTS for node in module.find(*names))
    message = _refused(name, made, published)
    if message:
        yield find("error", (), message, _RENAME, because=_DERIVED, name=name, made=made, proposed=proposed(name))
    else:
        yield from _changed(name, made, published)


_PORTS = (("HostConfig", "PortBindings"), ("ExposedPorts",))


def object_name(name: str) -> str:
    """Return what the agent makes of a module's name: lower case, all but letters, digits, `.` and `-` dropped."""
    return re.sub(r"[^a-z0-9.-]", "", re.sub(r"[A-Z]+", lambda found: found[0].lower(), name))


def proposed(name: str) -> str:
    """Return a name that obeys every rule, near the given one: `my_module` gives `my-module`."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not words or words in _TAKEN or words[0].isdigit():
        words = f"module-{words}".rstrip("-")
    return words[:63].strip("-")


def _refused(name: str, made: str, published: bool) -> str:
    became = "The name `{name}`" if made == name else "The name `{name}` becomes `{made}` on the device, which"
    if not made:
        return "Nothing of the name `{name}` is left when the device makes a Kubernetes name of it."
    if made in _TAKEN:
        return became + " is taken by a part of IoT Edge."
    if "." in made:
        return became + " has a dot, and the names of containers and Services must not have one."
    if made.strip("-") != made:
        return became + " has a dash at an end, and Kubernetes refuses that."
    if len(made) > 63:
        return "The name `{name}` is too long; Kubernetes takes 63 characters for a container and a Service."
    if made[0].isdigit() and published:
        return "The name `{name}` begins with a digit, and the module has ports: a Service must begin with a letter."
    return ""


def _changed(name: str, made: str, published: bool) -> Outcomes:
    if made[0].isdigit():
        yield find(
            "warning",
            (),
            "The name `{name}` begins with a digit. The module runs, but the agent does not find its container and "
            "reports it as failed.",
            _RENAME,
            because=_DERIVED,
            name=name,
            proposed=proposed(name),
        )
    elif made == name:
        return
    elif made == name.lower():
        if not published:
            return  # nobody calls the module by its name
        yield find(
            "info",
            (),
            "Other modules reach `{name}` as `{made}`: its Service has the name in lower case.",
            "Nothing to rename: host names ignore case. But no second module may have this name in other letters.",
            because=_DERIVED,
            name=name,
            made=made,
        )
    else:
        yield find(
            "warning",
            (),
            "The module `{name}` is called `{made}` inside the cluster: the device drops what Kubernetes does not "
            "allow.",
            "Modules that call it must use `{made}` as host name. Clearer is to call the module `{proposed}` "
            "everywhere, routes included.",
            because=_DERIVED,
            name=name,
            made=made,
            proposed=proposed(name),
        )
