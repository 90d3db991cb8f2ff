"""Lists of texts that the device does not read."""

from collections.abc import Iterator

from webapp.core.module import Module, Node, items


def dropped(module: Module, *names: str) -> Iterator[tuple[Node, str]]:
    """Yield what can go from a list, each with its text; an empty text where it states nothing.

    Values that the device refuses for their type are left to `wrong_types`.
    """
    for node in module.find(*names):
        if node.value == "":
            yield node, ""
        for item in items(node):
            if not isinstance(item.value, (list, dict)):
                yield item, "" if item.value is None else str(item.value).strip()
