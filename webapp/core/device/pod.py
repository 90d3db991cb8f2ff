"""The pod of a module: its container, and the proxy beside it (translation, section 7)."""

from webapp.core.device import env
from webapp.core.device.metadata import ORIGINAL_ID, docker_annotations
from webapp.core.device.prepared import Prepared
from webapp.core.device.service import exposed
from webapp.core.device.settings import Device
from webapp.core.device.trace import Items, Made, Sourced, Trace
from webapp.core.device.volumes import volumes

_PROXY_LEVELS = {
    "Verbose": "Trace",
    "Debug": "Debug",
    "Information": "Info",
    "Warning": "Warn",
    "Error": "Error",
    "Fatal": "Error",
}
_NOT_HOST = "Of `{key}` the device knows only `host`; the pod gets `{field}: false`, whatever else stands here."
_OFF = "A pod is not privileged unless it is said, so no field is written."
_SAYS_NO_MORE = ("", "default", "bridge", "private")


def template(prepared: Prepared) -> Made:
    """Return the template of the pod."""
    annotations = docker_annotations(prepared.options.labels)
    user = annotations.get(ORIGINAL_ID)
    if isinstance(user, Sourced):
        prepared.trace.lost(user.sources[0], "The agent writes the module's name into this annotation itself.")
    annotations[ORIGINAL_ID] = prepared.module.name
    meta: Made = {"name": prepared.name, "labels": prepared.labels, "annotations": annotations}
    return {"metadata": meta, "spec": _spec(prepared)}


def _spec(prepared: Prepared) -> Made:
    variables = env.variables(prepared)
    own_volumes, mounts = volumes(prepared)
    host, trace = prepared.host, prepared.trace
    network = _is_host(host.network_mode if host else None, "NetworkMode", "hostNetwork", trace)
    return {
        "containers": [_proxy(prepared.device), _container(prepared, variables, mounts)],
        "volumes": _proxy_volumes(prepared.device) + own_volumes,
        "serviceAccountName": prepared.name,
        "imagePullSecrets": _pull_secrets(prepared) or None,
        "securityContext": _security(prepared),
        "nodeSelector": prepared.extras.get("nodeSelector"),
        "hostNetwork": network,
        "hostIPC": _is_host(host.ipc_mode if host else None, "IpcMode", "hostIPC", trace),
        "hostPID": _is_host(host.pid_mode if host else None, "PidMode", "hostPID", trace),
        "dnsPolicy": Sourced("ClusterFirstWithHostNet", network.sources) if network and network.value else None,
    }


def _is_host(mode: Sourced[str] | None, key: str, field: str, trace: Trace) -> Sourced[bool] | None:
    """Return whether a mode is `host`; any other is as good as lost, though the field is written."""
    if mode is None:
        return None
    if mode.value.lower() == "host":
        return Sourced(True, mode.sources)
    trace.lost(mode.sources[0], _NOT_HOST, harmless=mode.value.lower() in _SAYS_NO_MORE, key=key, field=field)
    return Sourced(False, ())


def _pull_secrets(prepared: Prepared) -> list[Made]:
    names = [prepared.device.proxy_image_pull_secret_name, prepared.pull.name if prepared.pull else None]
    return [{"name": name} for name in dict.fromkeys(names) if name is not None]


def _security(prepared: Prepared) -> Made:
    given = prepared.extras.get("securityContext")
    if given is not None:
        return given
    return {"runAsNonRoot": True, "runAsUser": 1000} if prepared.device.run_as_non_root else None


def _container(prepared: Prepared, variables: list[Made], mounts: list[Made]) -> Made:
    resources: Made = prepared.extras.get("resources")
    if resources is None and prepared.is_agent:
        resources = prepared.device.agent_resources
    return {
        "name": prepared.name,
        "image": prepared.image,
        "env": variables,
        "volumeMounts": mounts,
        "command": _copied(prepared.command.command),
        "args": _copied(prepared.command.args),
        "workingDir": prepared.command.working_dir,
        "ports": _ports(prepared),
        "securityContext": _privileges(prepared),
        "resources": resources,
    }


def _privileges(prepared: Prepared) -> Made:
    privileged = prepared.host.privileged if prepared.host else None
    if privileged and privileged.value:
        return {"privileged": privileged}
    if privileged:
        prepared.trace.lost(privileged.sources[0], _OFF, harmless=True)
    return None


def _copied(texts: "Items[Sourced[str] | None] | None") -> Made:
    return None if texts is None else Items[Made](texts, texts.path)


def _ports(prepared: Prepared) -> Made:
    given = prepared.options.exposed_ports
    if given is None:
        return None
    ports: list[Made] = [
        {"containerPort": port.made(lambda one: one.number), "protocol": port.made(lambda one: one.protocol)}
        for port, _ in exposed(prepared)
    ]
    return Items(ports, given.path)


def _proxy(device: Device) -> Made:
    """Return the container through which a module reaches the runtime."""
    mounts: list[Made] = [
        {"name": device.proxy_config_volume_name, "mountPath": device.proxy_config_path, "readOnly": True},
        {"name": device.proxy_trust_bundle_volume_name, "mountPath": device.proxy_trust_bundle_path},
    ]
    return {
        "name": "proxy",
        "image": device.proxy_image,
        "env": [{"name": "PROXY_LOG", "value": _PROXY_LEVELS[device.runtime_log_level]}],
        "volumeMounts": mounts,
        "resources": device.proxy_resources,
    }


def _proxy_volumes(device: Device) -> list[Made]:
    return [
        {"name": device.proxy_config_volume_name, "configMap": {"name": device.proxy_config_map_name}},
        {
            "name": device.proxy_trust_bundle_volume_name,
            "configMap": {"name": device.proxy_trust_bundle_config_map_name},
        },
    ]
