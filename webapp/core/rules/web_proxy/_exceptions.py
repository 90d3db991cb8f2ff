"""What a module behind a web proxy has to reach without it: `localhost`, where the IoT Edge runtime answers.

Source: facts F1.70, F1.71, F1.74, F2.14.
"""

from collections.abc import Iterator

from webapp.core.edit import Edit, put
from webapp.core.module import Module
from webapp.core.path import Json
from webapp.core.rules.other._env import Variable, with_value
from webapp.core.rules.web_proxy._variables import beside, proxies, proxy_variables


def exceptions(module: Module) -> Iterator[Edit]:
    """Yield what makes `no_proxy` spare `localhost`; nothing where the module has no proxy or spares it already."""
    known = proxy_variables(module)
    behind = proxies(known)
    if not behind:
        return
    stated = [one for one in known if one.name.lower() == "no_proxy"]
    for one in stated:
        extended = _extended(one)
        if not _spares_localhost(one.value) and extended != one.node.value:
            yield put(
                one.node.path,
                extended,
                "`localhost` joins the exceptions in `{name}`: there the module reaches the IoT Edge runtime.",
                part=one.part,
                name=one.name,
            )
    if not stated:
        path, value = beside(module, behind[0], "no_proxy", "localhost")
        yield put(
            path,
            value,
            "`{name}` is set, so `no_proxy` spares `localhost`: there the module reaches the IoT Edge runtime.",
            part=behind[0].part,
            name=behind[0].name,
        )


def _spares_localhost(exceptions: str) -> bool:
    names = {name.strip().lower() for name in exceptions.replace(" ", ",").split(",")}
    return "localhost" in names or "*" in names


def _extended(one: Variable) -> Json:
    """Return what stands in the variable's place when `localhost` is among its exceptions."""
    value = ",".join(part for part in (one.value.strip().rstrip(","), "localhost") if part)
    return with_value(one, value) if one.part == "env" else f"{one.name}={value}"
