"""The variables of a module's container, in the agent's order (translation, section 7)."""

from webapp.core.device import uris
from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.module import EDGE_AGENT, EDGE_HUB
from webapp.core.device.prepared import Prepared
from webapp.core.device.settings import Device
from webapp.core.device.trace import Made, Sourced

LOG_LEVEL = "RuntimeLogLevel"
_NAMELESS = "`{entry}` has no name before an equals sign, and is dropped."


def variables(prepared: Prepared) -> list[Made]:
    """Return all variables; of equal names Kubernetes takes the last."""
    device, module_id = prepared.device, prepared.module.id
    found: list[Made] = [_variable(name, value) for name, value in prepared.variables]
    names = {name for name, _ in prepared.variables}
    for name, value in _options(prepared):
        names.add(name.value)
        found.append({"name": name, "value": value})
    fixed = [("IOTEDGE_IOTHUBHOSTNAME", device.iot_hub_hostname), ("IOTEDGE_AUTHSCHEME", "sasToken")]
    if LOG_LEVEL not in names:
        fixed.append((LOG_LEVEL, device.runtime_log_level))
    fixed.append(("IOTEDGE_WORKLOADURI", uris.canonical(device.workload_uri)))
    if device.module_generation_id is not None:
        fixed.append(("IOTEDGE_MODULEGENERATIONID", device.module_generation_id))
    fixed.append(("IOTEDGE_DEVICEID", device.device_id))
    fixed.append(("IOTEDGE_MODULEID", module_id))
    fixed.append(("IOTEDGE_APIVERSION", device.api_version))
    if module_id == EDGE_AGENT:
        fixed += _agent(device)
    fixed.append(("EdgeDeviceHostName", device.edge_hostname))
    if module_id not in (EDGE_AGENT, EDGE_HUB):
        fixed.append(("IOTEDGE_GATEWAYHOSTNAME", "edgehub"))
    return found + [_variable(name, value) for name, value in fixed]


def _options(prepared: Prepared) -> list[tuple[Sourced[str], Sourced[str]]]:
    """Return the entries of `Env`, split at the first equals sign."""
    found: list[tuple[Sourced[str], Sourced[str]]] = []
    env = prepared.options.env
    for index, entry in enumerate(env or ()):
        if entry is None:
            path = (*env.path, index) if env is not None else ()
            raise RefusedError("InvalidCreateOptions", "An entry of `Env` is null, and the agent fails over it.", path)
        name, equals, value = entry.value.partition("=")
        if name and equals:
            found.append((Sourced(name, entry.sources), Sourced(value, entry.sources)))
        else:
            prepared.trace.lost(entry.sources[0], _NAMELESS, entry=shown(entry.value))
    return found


def _variable(name: str, value: str) -> Made:
    return {"name": name, "value": value}


def _agent(device: Device) -> list[tuple[str, str]]:
    """Return what only the agent is told: what it needs to make the objects of all modules."""
    owner, size = device.owner, device.persistent_volume_claim_size_mb
    told: list[tuple[str, str | bool | None]] = [
        ("Mode", "kubernetes"),
        ("IOTEDGE_MANAGEMENTURI", uris.canonical(device.management_uri)),
        ("NetworkId", "azure-iot-edge"),
        ("ProxyImage", device.proxy_image),
        ("ProxyImagePullSecretName", device.proxy_image_pull_secret_name),
        ("ProxyConfigPath", device.proxy_config_path),
        ("ProxyConfigVolume", device.proxy_config_volume_name),
        ("ProxyConfigMapName", device.proxy_config_map_name),
        ("ProxyTrustBundlePath", device.proxy_trust_bundle_path),
        ("ProxyTrustBundleVolume", device.proxy_trust_bundle_volume_name),
        ("ProxyTrustBundleConfigMapName", device.proxy_trust_bundle_config_map_name),
        ("K8sNamespace", device.namespace),
        ("RunAsNonRoot", device.run_as_non_root),
        ("EdgeK8sObjectOwnerApiVersion", owner.api_version),
        ("EdgeK8sObjectOwnerKind", owner.kind),
        ("EdgeK8sObjectOwnerName", owner.name),
        ("EdgeK8sObjectOwnerUid", owner.uid),
        ("PortMappingServiceType", device.port_mapping_service_type),
        ("EnableK8sServiceCallTracing", device.enable_service_call_tracing),
        ("UseMountSourceForVolumeName", device.use_mount_source_for_volume_name),
        ("StorageClassName", device.storage_class_name),
        ("PersistentVolumeClaimDefaultSizeInMb", None if size is None else str(size)),
        ("ExperimentalFeatures__enabled", device.enable_k8s_extensions),
        ("ExperimentalFeatures__enableK8SExtensions", device.enable_k8s_extensions),
    ]
    return [(name, str(value)) for name, value in told if value is not None]
