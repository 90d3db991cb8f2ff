"""The order in which modules are to start: the device starts all of them at once."""

from webapp.core.deployment import Deployment
from webapp.core.edit import find, on
from webapp.core.module import Module, Node
from webapp.core.rule import Words, deployment_rule
from webapp.core.rules.other._entry import called, is_stopped, stated
from webapp.core.rules.other._env import listed

_LAST = 2**32 - 1


@deployment_rule(guidance=(), sure="derived", reads=("module.entry",))
def startup_order(deployment: Deployment) -> Words:
    """Section 1 of the translation: the order plays no part. Said once, of the first module that has one."""
    found = [(one, order) for one in deployment.modules if not is_stopped(one) and (order := _order(one)) is not None]
    if not found:
        return
    module, order = found[0]
    names = [called(one) for one, _ in found]
    yield on(
        module,
        find(
            "info",
            order,
            "The device does not act on `{key}`: all modules start at once."
            if len(found) == 1
            else "The device does not act on `{key}`, which is stated for `{names}`: all modules start at once.",
            "Let each module wait and try again until those that it needs answer.",
            part="entry",
            key=order.key,
            names=listed(names),
        ),
    )


def _order(module: Module) -> Node | None:
    """Return the order where it is not the last one, which is what a module has by itself."""
    order = stated(module, "startupOrder")
    if not order or isinstance(order.value, bool | list | dict) or str(order.value).strip() in ("", str(_LAST)):
        return None
    return order
