"""Values of options without effect that lose nothing: Docker's defaults, and what the device does by itself.

Source: tables 4.2 to 4.7 of the facts; Docker Engine API 1.40 for what `docker inspect` prints.
"""

from collections.abc import Callable, Mapping

from webapp.core.module import Module, Node, member
from webapp.core.path import Json
from webapp.core.rules.other._empty import says_nothing

_GRACE = 30
_TERM = frozenset(("sigterm", "term", "15"))
_MASKED = frozenset(
    f"/proc/{name}" for name in ("acpi", "kcore", "latency_stats", "timer_list", "timer_stats", "sched_debug", "scsi")
) | {"/sys/firmware"}
_MASKED_LATER = frozenset(("/proc/asound", "/proc/keys", "/proc/interrupts", "/sys/devices/virtual/powercap"))
_READ_ONLY = frozenset(f"/proc/{name}" for name in ("bus", "fs", "irq", "sys", "sysrq-trigger"))
_BY_CPU = "/sys/devices/system/cpu/"


def is_default(module: Module, node: Node) -> bool:
    """Tell whether an option states Docker's default, or the image that the module's entry names."""
    name = node.key.lower()
    if name == "image":
        return isinstance(node.value, str) and node.value == module.image
    return name in _DEFAULT and _DEFAULT[name](node)


def is_harmless(node: Node) -> bool:
    """Tell whether an option, though it was meant, states what holds on the device anyhow."""
    name = node.key.lower()
    return name in _HARMLESS and _HARMLESS[name](node)


def _is_term(node: Node) -> bool:
    return isinstance(node.value, str | int) and str(node.value).strip().lower() in _TERM


def _number(value: Json) -> int | None:
    if isinstance(value, str) and value.isascii() and value.strip().isdigit() and len(value) < 9:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _is_no_policy(node: Node) -> bool:
    name, retries = member(node, "Name"), member(node, "MaximumRetryCount")
    unnamed = name is None or name.value in ("", "no")
    return isinstance(node.value, dict) and unnamed and not (retries and retries.value)


def _is_plain_log(node: Node) -> bool:
    kind, config = member(node, "Type"), member(node, "Config")
    usual = kind is None or kind.value in ("", "json-file")
    return isinstance(node.value, dict) and usual and (config is None or says_nothing(config.value))


def _paths(node: Node) -> frozenset[str]:
    texts = node.value if isinstance(node.value, list) else []
    found = frozenset(text for text in texts if isinstance(text, str))
    return found if len(found) == len(texts) else frozenset()


def _is_masked_by_default(node: Node) -> bool:
    paths = frozenset(path for path in _paths(node) if not path.startswith(_BY_CPU))
    return paths >= _MASKED and paths <= _MASKED | _MASKED_LATER


def _asks_nobody(node: Node) -> bool:
    test = member(node, "Test")
    return bool(test and test.value == ["NONE"])


def _grants_enough(node: Node) -> bool:
    seconds = _number(node.value)
    return seconds is not None and 0 <= seconds <= _GRACE


_DEFAULT: Mapping[str, Callable[[Node], bool]] = {
    "stopsignal": _is_term,
    "stoptimeout": lambda node: _number(node.value) == 10,
    "restartpolicy": _is_no_policy,
    "logconfig": _is_plain_log,
    "maskedpaths": _is_masked_by_default,
    "readonlypaths": lambda node: _paths(node) == _READ_ONLY,
    "cgroupnsmode": lambda node: node.value == "host",
}
_HARMLESS: Mapping[str, Callable[[Node], bool]] = {
    "healthcheck": _asks_nobody,
    "stoptimeout": _grants_enough,
    "usernsmode": lambda node: node.value == "host",
}
