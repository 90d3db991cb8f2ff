#!/usr/bin/env python3
# As it came with the suite, so that the two can be renewed together.
# mypy: ignore-errors
# ruff: noqa
# fmt: off
"""Dependency-free evaluator for the module-translation conformance suite.

As a library
    suite = load_suite("suite")                      # {"defaults": {...}, "vectors": [...]}
    results = evaluate(suite["vectors"], preview, functions, suite["defaults"])
    -> [{"id": str, "passed": bool, "message": str}, ...]

    preview(module, device) -> {"objects": [...], "errors": [{"kind": "..."}]}
        `device` arrives complete: defaults overlaid, key by key, with the vector's own settings.
    functions = {"sanitizeDnsLabel": callable(text) -> text, ..., "parsePort": callable(text) -> {"port", "protocol"} | None}
        A callable signals an error by raising; any exception counts.

From the command line
    python evaluate.py --self-check                  # vectors and pointers are well-formed
    python evaluate.py --impl package.module [--min-confidence low|medium|high] [--verbose]
        the module exposes preview() and, optionally, the pure functions under the names used in the vectors.
"""
import argparse
import copy
import importlib
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OPS = ("equals", "absent", "present", "length", "contains", "setEquals")
VALUE_OPS = ("equals", "length", "contains", "setEquals")
FUNCTIONS = ("sanitizeDnsLabel", "sanitizeAnnotationKey", "sanitizeLabelValue", "sanitizeK8sValue", "parsePort", "imagePullSecretName")
KINDS = ("Deployment", "Service", "PersistentVolumeClaim", "ServiceAccount", "Secret")
ERROR_KINDS = ("InvalidMount", "InvalidKubernetesName", "InvalidModule", "InvalidCreateOptions")
CONFIDENCE = ("low", "medium", "high")
ORIGINS = ("unit-test", "code-reading")
SUITE_FILES = ("names.json", "ports.json", "deployment.json", "service.json", "pvc.json", "serviceaccount.json",
               "extensions.json", "create_options.json", "pullsecrets.json")


# --------------------------------------------------------------------------- pointers
class PointerError(ValueError):
    """The pointer text itself is malformed."""


class NotFound(LookupError):
    """The pointer is fine but leads nowhere in this document."""


_FILTER = re.compile(r"\[([^=\[\]]+)=([^\]]*)\](\*?)\Z")


def _unescape(text):
    if re.search(r"~(?![01])", text):
        raise PointerError("stray '~' in %r" % text)
    return text.replace("~1", "/").replace("~0", "~")


def parse_pointer(pointer):
    """Return a list of ("key", k) | ("all",) | ("filter", k, v, many). Raise PointerError if malformed."""
    if not isinstance(pointer, str):
        raise PointerError("pointer must be a string")
    if pointer == "":
        return []
    if not pointer.startswith("/"):
        raise PointerError("pointer must start with '/'")
    steps = []
    for token in pointer[1:].split("/"):
        if token == "":
            raise PointerError("empty step in %r" % pointer)
        if token == "*":
            steps.append(("all",))
        elif token.startswith("["):
            match = _FILTER.match(token)
            if not match:
                raise PointerError("malformed filter %r" % token)
            steps.append(("filter", _unescape(match.group(1)), _unescape(match.group(2)), match.group(3) == "*"))
        else:
            steps.append(("key", _unescape(token)))
    return steps


def _text(value):
    return json.dumps(value) if isinstance(value, (bool, type(None), dict, list)) else str(value)


def _walk(node, steps):
    if not steps:
        return node
    step, rest = steps[0], steps[1:]
    if step[0] == "key":
        key = step[1]
        if isinstance(node, dict):
            if key in node:
                return _walk(node[key], rest)
            raise NotFound("no member %r" % key)
        if isinstance(node, list):
            if key.isdigit() and int(key) < len(node):
                return _walk(node[int(key)], rest)
            raise NotFound("no element %r in a list of %d" % (key, len(node)))
        raise NotFound("cannot step into a scalar with %r" % key)
    if not isinstance(node, list):
        raise NotFound("expected a list")
    if step[0] == "all":
        chosen, many = node, True
    else:
        _, key, wanted, many = step
        chosen = [e for e in node if isinstance(e, dict) and key in e and _text(e[key]) == wanted]
        if not many and not chosen:
            raise NotFound("no element with %s=%s" % (key, wanted))
    if not many:
        return _walk(chosen[0], rest)
    found = []
    for element in chosen:
        try:
            found.append(_walk(element, rest))
        except NotFound:
            pass
    return found


def resolve(document, pointer):
    """Value at the pointer; None when missing or null."""
    try:
        return _walk(document, parse_pointer(pointer))
    except NotFound:
        return None


# --------------------------------------------------------------------------- comparisons
def same(a, b):
    """Deep JSON equality; unlike Python, true is not 1."""
    if isinstance(a, bool) or isinstance(b, bool):
        return isinstance(a, bool) and isinstance(b, bool) and a == b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return a == b
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return a == b


def _subset(actual, wanted):
    if isinstance(actual, dict) and isinstance(wanted, dict):
        return all(k in actual and same(actual[k], wanted[k]) for k in wanted)
    return same(actual, wanted)


def _set_equals(actual, wanted):
    if not isinstance(actual, list) or len(actual) != len(wanted):
        return False
    left = list(actual)
    for item in wanted:
        for index, candidate in enumerate(left):
            if same(candidate, item):
                del left[index]
                break
        else:
            return False
    return True


def _short(value):
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return text if len(text) <= 300 else text[:297] + "..."


def _apply(op, actual, wanted):
    """Return None when satisfied, else a reason."""
    if op == "absent":
        return None if actual is None else "expected nothing, found %s" % _short(actual)
    if op == "present":
        return None if actual is not None else "expected a value, found nothing"
    if op == "length":
        size = 0 if actual is None else len(actual) if isinstance(actual, (list, dict, str)) else None
        return None if size == wanted else "expected length %s, found %s" % (wanted, _short(actual))
    if actual is None:
        return "expected %s, found nothing" % _short(wanted)
    if op == "equals":
        return None if same(actual, wanted) else "expected %s, found %s" % (_short(wanted), _short(actual))
    if op == "setEquals":
        return None if _set_equals(actual, wanted) else "expected in any order %s, found %s" % (_short(wanted), _short(actual))
    if op == "contains":
        if isinstance(actual, str):
            ok = isinstance(wanted, str) and wanted in actual
        elif isinstance(actual, list):
            ok = any(_subset(element, wanted) for element in actual)
        else:
            ok = _subset(actual, wanted)
        return None if ok else "expected to contain %s, found %s" % (_short(wanted), _short(actual))
    return "unknown op %r" % op


def check_expectation(objects, expectation):
    """Return None when the expectation holds, else a reason."""
    kind, op = expectation["object"], expectation["op"]
    found = [o for o in objects if isinstance(o, dict) and o.get("kind") == kind]
    label = kind
    if "name" in expectation:
        label = "%s %s" % (kind, expectation["name"])
        found = [o for o in found if resolve(o, "/metadata/name") == expectation["name"]]
    if "at" not in expectation:
        if op == "length":
            wanted = expectation["value"]
            return None if len(found) == wanted else "%s: expected %s object(s), found %d" % (label, wanted, len(found))
        if op == "absent":
            return None if not found else "%s: expected no such object, found %d" % (label, len(found))
        if op == "present":
            return None if found else "%s: no such object" % label
        return "%s: op %r needs a pointer" % (label, op)
    if not found:
        return "%s: no such object" % label
    if len(found) > 1:
        return "%s: %d objects match, expected one" % (label, len(found))
    reason = _apply(op, resolve(found[0], expectation["at"]), expectation.get("value"))
    return None if reason is None else "%s %s: %s" % (label, expectation["at"], reason)


# --------------------------------------------------------------------------- running vectors
def _run_function(vector, functions):
    function = (functions or {}).get(vector["function"])
    if function is None:
        return "no implementation of %s was supplied" % vector["function"]
    try:
        output = function(copy.deepcopy(vector["input"]))
    except Exception as error:  # any exception is the function's way to say "error"
        return None if vector.get("error") else "raised %s: %s" % (type(error).__name__, error)
    if vector.get("error"):
        return "expected an error, got %s" % _short(output)
    return None if same(output, vector["output"]) else "expected %s, got %s" % (_short(vector["output"]), _short(output))


def _run_preview(vector, preview, defaults):
    if preview is None:
        return "no preview() was supplied"
    device = copy.deepcopy(defaults or {})
    device.update(copy.deepcopy(vector.get("device", {})))
    try:
        outcome = preview(copy.deepcopy(vector["module"]), device)
    except Exception as error:  # a crash is never the specified way to report an error
        return "preview() raised %s: %s" % (type(error).__name__, error)
    if not isinstance(outcome, dict) or not isinstance(outcome.get("objects", []), list) or not isinstance(outcome.get("errors", []), list):
        return "preview() must return {\"objects\": [...], \"errors\": [...]}"
    objects, errors = outcome.get("objects", []), outcome.get("errors", [])
    kinds = [e.get("kind") if isinstance(e, dict) else None for e in errors]
    if "expectError" in vector:
        wanted = vector["expectError"]
        if not errors:
            return "expected error %s, got none" % wanted["kind"]
        if wanted.get("anyKind") or wanted["kind"] in kinds:
            return None
        return "expected error %s, got %s" % (wanted["kind"], kinds)
    if errors:
        return "unexpected error(s) %s" % _short(errors)
    reasons = [r for r in (check_expectation(objects, e) for e in vector["expect"]) if r]
    return "; ".join(reasons) or None


def evaluate(vectors, preview=None, functions=None, defaults=None):
    results = []
    for vector in vectors:
        reason = _run_function(vector, functions) if "function" in vector else _run_preview(vector, preview, defaults)
        results.append({"id": vector["id"], "passed": reason is None, "message": reason or "ok"})
    return results


def load_suite(folder):
    with open(os.path.join(folder, "defaults.json"), encoding="utf-8") as handle:
        defaults = json.load(handle)
    vectors = []
    for name in SUITE_FILES:
        with open(os.path.join(folder, name), encoding="utf-8") as handle:
            vectors.extend(json.load(handle))
    return {"defaults": defaults, "vectors": vectors}


# --------------------------------------------------------------------------- self-check
def _check_expect(expectation):
    problems = []
    extra = set(expectation) - {"object", "name", "at", "op", "value"}
    if extra:
        problems.append("unknown expectation member(s) %s" % sorted(extra))
    if expectation.get("object") not in KINDS:
        problems.append("unknown object kind %r" % expectation.get("object"))
    op = expectation.get("op")
    if op not in OPS:
        problems.append("unknown op %r" % op)
    if (op in VALUE_OPS) != ("value" in expectation):
        problems.append("op %r and member 'value' do not go together" % op)
    if op == "length" and not (isinstance(expectation.get("value"), int) and not isinstance(expectation.get("value"), bool)):
        problems.append("length needs an integer")
    if op == "setEquals" and not isinstance(expectation.get("value"), list):
        problems.append("setEquals needs a list")
    if op == "equals" and expectation.get("value", 0) is None:
        problems.append("equals null is not allowed; use absent")
    if "at" in expectation:
        try:
            parse_pointer(expectation["at"])
        except PointerError as error:
            problems.append("pointer: %s" % error)
        if expectation["at"] == "":
            problems.append("empty pointer; leave 'at' out")
    elif op not in ("absent", "present", "length"):
        problems.append("op %r needs 'at'" % op)
    return problems


def self_check(suite):
    """Return a list of problems; empty when everything is well-formed."""
    problems, seen = [], set()
    for vector in suite["vectors"]:
        ident = vector.get("id", "?")

        def report(text):
            problems.append("%s: %s" % (ident, text))

        if ident in seen:
            report("duplicate id")
        seen.add(ident)
        for member in ("provenance", "origin", "confidence", "family"):
            if not vector.get(member):
                report("missing %s" % member)
        if vector.get("origin") not in ORIGINS:
            report("unknown origin %r" % vector.get("origin"))
        if vector.get("confidence") not in CONFIDENCE:
            report("unknown confidence %r" % vector.get("confidence"))
        if "function" in vector:
            if vector["function"] not in FUNCTIONS:
                report("unknown function %r" % vector["function"])
            if "input" not in vector or ("output" in vector) == (vector.get("error") is True):
                report("needs input and exactly one of output / error:true")
            continue
        if not isinstance(vector.get("module"), dict) or not vector["module"].get("name"):
            report("missing module")
        unknown = set(vector.get("device", {})) - set(suite["defaults"])
        if unknown:
            report("device setting(s) without a default: %s" % sorted(unknown))
        for key, value in vector.get("device", {}).items():
            if key in suite["defaults"] and same(value, suite["defaults"][key]):
                report("device.%s repeats the default" % key)
        if ("expect" in vector) == ("expectError" in vector):
            report("needs exactly one of expect / expectError")
        if "expectError" in vector and vector["expectError"].get("kind") not in ERROR_KINDS:
            report("unknown error kind %r" % vector["expectError"].get("kind"))
        if "expect" in vector and not vector["expect"]:
            report("empty expect")
        for expectation in vector.get("expect", []):
            for text in _check_expect(expectation):
                report(text)
    return problems


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", default=os.path.join(HERE, "suite"))
    parser.add_argument("--self-check", action="store_true")
    parser.add_argument("--impl", help="importable module with preview() and the pure functions")
    parser.add_argument("--min-confidence", choices=CONFIDENCE, default="low")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(argv)
    suite = load_suite(options.suite)
    problems = self_check(suite)
    for problem in problems:
        print("MALFORMED " + problem)
    print("self-check: %d vectors, %d problem(s)" % (len(suite["vectors"]), len(problems)))
    if problems:
        return 2
    if options.self_check or not options.impl:
        return 0
    sys.path.insert(0, os.getcwd())
    implementation = importlib.import_module(options.impl)
    functions = {n: getattr(implementation, n) for n in FUNCTIONS if hasattr(implementation, n)}
    floor = CONFIDENCE.index(options.min_confidence)
    chosen = [v for v in suite["vectors"] if CONFIDENCE.index(v["confidence"]) >= floor]
    results = evaluate(chosen, getattr(implementation, "preview", None), functions, suite["defaults"])
    for result in results:
        if options.verbose or not result["passed"]:
            print("%s %s %s" % ("PASS" if result["passed"] else "FAIL", result["id"], "" if result["passed"] else "- " + result["message"]))
    passed = sum(r["passed"] for r in results)
    print("%d/%d passed" % (passed, len(results)))
    return 0 if passed == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
