"""Names, labels and annotations of objects (facts K2 to K7)."""

from collections.abc import Iterator

from webapp.core.kubernetes import names
from webapp.core.kubernetes.problem import Found, found
from webapp.core.kubernetes.reading import Object, members, text
from webapp.core.kubernetes.schema import Version
from webapp.core.path import Json, Path, at

_MOST_ANNOTATIONS = 256 * 1024
BEFORE_1_34: tuple[Version, ...] = ("1.20", "1.21", "1.22")
SINCE_1_34: tuple[Version, ...] = ("1.37",)

_SUBDOMAIN = (
    "`{name}` can't name a {kind}: lower-case letters, digits, inner hyphens and dots, at most {most} characters."
)
_LABEL = "`{name}` can't name a {kind}: lower-case letters, digits and inner hyphens, at most {most} characters."
_LETTER = "`{name}` can't name a Service: it must begin with a letter."
_KEY = "`{key}` can't be a key here: letters, digits, and inner `-`, `_`, `.`, at most 63 characters behind a domain."
_VALUE = "`{value}` can't be the value of a label: letters, digits, and inner `-`, `_`, `.`, at most 63 characters."
_TOO_MUCH = "Annotations take {size} bytes; at most {most} are taken."


def metadata(one: Object) -> Iterator[Found]:
    """Yield what is wrong in an object's own metadata."""
    name, kind, path = text(at(one, ("metadata", "name"))), text(one.get("kind")), ("metadata", "name")
    if kind == "Service":
        # KEP-5311: since 1.36 a Service's name may begin with a digit.
        if not names.is_label(name):
            yield found(path, _LABEL, name=name, kind=kind, most=names.MAX_LABEL)
        elif not names.is_letter_label(name):
            yield found(path, _LETTER, BEFORE_1_34, name=name)
    elif not names.is_subdomain(name):
        yield found(path, _SUBDOMAIN, name=name, kind=kind, most=names.MAX_SUBDOMAIN)
    yield from labels_and_annotations(one, ("metadata",))


def labels_and_annotations(one: Object, path: Path) -> Iterator[Found]:
    """Yield what is wrong with labels and annotations below a path."""
    yield from label_map(at(one, (*path, "labels")), (*path, "labels"))
    annotations, place = members(at(one, (*path, "annotations"))), (*path, "annotations")
    # Unlike a label's key, an annotation's is compared in lower case.
    for key in annotations:
        if not names.is_qualified(key.lower()):
            yield found((*place, key), _KEY, key=key)
    size = sum(len((key + text(value)).encode("utf-8", "replace")) for key, value in annotations.items())
    if size > _MOST_ANNOTATIONS:
        yield found(place, _TOO_MUCH, size=size, most=_MOST_ANNOTATIONS)


def label_map(value: Json, path: Path) -> Iterator[Found]:
    """Yield what is wrong with a map of labels, such as a selector."""
    for key, given in members(value).items():
        if not names.is_qualified(key):
            yield found((*path, key), _KEY, key=key)
        if not names.is_label_value(text(given)):
            yield found((*path, key), _VALUE, value=text(given))
