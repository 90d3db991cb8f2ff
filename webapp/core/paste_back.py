"""Puts what was converted back to where it stood, in the form in which it stood, and says so as a patch."""

from webapp.core import carrier
from webapp.core.apply import as_patch
from webapp.core.converted import ConvertedModule, as_object
from webapp.core.path import Json, Path, at, copy, has, pointer


def placed(value: Json, one: ConvertedModule) -> Json:
    """Put a module's converted createOptions and env back to where they stood, in the form in which they stood."""
    if one.env_pass.operations and one.module.env_at:
        value = _set(value, one.module.env_at, one.env)
    if not one.operations:
        return value
    if one.module.carrier == "object":
        return _set(value, one.module.at, one.create_options)
    text = one.create_options_string
    if one.module.carrier == "string" and (not one.module.at or len(text) <= carrier.CHUNK):
        return _set(value, one.module.at, text)
    return _set(value, one.module.at[:-1], _rechunked(at(value, one.module.at[:-1]), text))


def unfolded(value: Json, one: ConvertedModule) -> tuple[Json, Json]:
    """Return the pasted and the converted value with createOptions as the object that they are, however they stood."""
    module = one.module
    if not module.at:
        return module.options, one.create_options
    before, after = copy(value), copy(value)
    if module.env_at and one.env_pass.operations:
        _set(after, module.env_at, one.env)
    for whole, options in ((before, module.options), (after, one.create_options)):
        settings = as_object(at(whole, module.at[:-1]))
        for key in carrier.numbered(list(settings))[1:]:
            del settings[key]
        if options or has(value, module.at):
            _set(whole, module.at, options)
    return before, after


def _rechunked(settings: Json, text: str) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for key, value in as_object(settings).items():
        if "createoptions" not in key.lower():
            result[key] = value
        elif not any("createoptions" in known.lower() for known in result):
            result.update(carrier.chunked(text))
    return result


def _set(value: Json, path: Path, new: Json) -> Json:
    if not path:
        return new
    parent = at(value, path[:-1])
    if isinstance(parent, dict):
        parent[str(path[-1])] = new
    return value


def patch_of(value: Json, converted: Json, one: ConvertedModule) -> list[dict[str, Json]]:
    """Return RFC 6902 operations on the pasted value for one module."""
    patch: list[dict[str, Json]] = []
    module = one.module
    if one.env_pass.operations and module.env_at:
        whole = has(value, module.env_at)
        add: dict[str, Json] = {"op": "add", "path": pointer(module.env_at), "value": one.env}
        patch += as_patch(one.env_pass.operations, module.env_at) if whole else [add]
    if not one.operations:
        return patch
    if module.carrier == "object" and isinstance(at(value, module.at), dict):
        return patch + as_patch(one.operations, module.at)
    target = module.at if module.carrier == "object" or not module.at else module.at[:-1]
    op = "replace" if has(value, target) else "add"
    return [*patch, {"op": op, "path": pointer(target), "value": at(converted, target)}]
