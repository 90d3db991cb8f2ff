"""`Links`: other containers under another name; here a module is called by its own."""

from webapp.core.edit import find, remove
from webapp.core.module import Module
from webapp.core.rule import Outcomes, rule
from webapp.core.rules.network._lists import dropped


@rule(guidance=("G15",), sure="derived", reads=("HostConfig.Links",))
def links(module: Module) -> Outcomes:
    """Fact F4.1, table 4.4."""
    for node, text in dropped(module, "HostConfig", "Links"):
        name, _, alias = text.partition(":")
        if text:
            yield find(
                "warning",
                node,
                "The link to `{name}` as `{alias}` is lost; neither that name nor the link's variables exist any more.",
                "Call it by its module's name, `{name}` unless the container was called otherwise, and the HostPort.",
                name=name,
                alias=alias or name,
            )
        yield remove(node, "The link `{text}` is removed: modules find each other by name.", text=text)
