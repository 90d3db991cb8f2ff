"""The settings of a device as a request gives them: each replaces its default, the others stay."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from webapp.core.device import Device
from webapp.core.device.settings import LogLevel, ServiceType, alias
from webapp.formats.answer_models import JsonValue

MASK = "***"
_CONFIG = ConfigDict(strict=True, extra="forbid", frozen=True, alias_generator=alias)
Resources = Annotated[
    dict[str, JsonValue] | None, Field(description="Resources of a container as Kubernetes takes them.")
]


class OwnerSettings(BaseModel):
    """The object that owns all that the agent makes."""

    model_config = _CONFIG
    api_version: str = Field(default="v1", description="Its `apiVersion`.")
    kind: str = Field(default="Deployment", description="Its kind.")
    name: str = Field(default="iotedged", description="Its name.")
    uid: str = Field(default="123", description="Its `uid`, which only the cluster knows.")


class RegistryCredentialSettings(BaseModel):
    """A registry's credential as a deployment gives it."""

    model_config = _CONFIG
    address: str = Field(description="Host name of the registry.", examples=["registry.example"])
    username: str = Field(description="User name.")
    password: str = Field(description="Password. Of a `source` it is not repeated in the answer.")


class RegistryAuthSettings(BaseModel):
    """A registry's credential as the agent's own settings give it."""

    model_config = _CONFIG
    server_address: str = Field(description="Host name of the registry.", examples=["registry.example"])
    username: str = Field(description="User name.")
    password: str = Field(description="Password. Of a `source` it is not repeated in the answer.")


class DeviceSettings(BaseModel):
    """What the agent of a device is set up with. What is left out keeps its default; null means not configured."""

    model_config = _CONFIG
    namespace: str = Field(default="iotedge", description="Namespace of all objects; of a `module`, `edge-ns`.")
    iot_hub_hostname: str = Field(default="hub1.azure-devices.net", description="Host name of the IoT hub.")
    device_id: str = Field(default="device1", description="Id of the device at the hub.")
    edge_hostname: str = Field(default="gateway.local", description="Host name of the device.")
    module_generation_id: str | None = Field(default=None, description="Generation of the module; only the hub knows.")
    api_version: str = Field(default="2020-07-07", description="Version of the runtime's API.")
    workload_uri: str = Field(default="http://localhost:35001", description="Where the workload API listens.")
    management_uri: str = Field(default="http://localhost:35000", description="Where the management API listens.")
    runtime_log_level: LogLevel = Field(default="Information", description="Log level of the runtime.")
    port_mapping_service_type: ServiceType = Field(
        default="LoadBalancer", description="Type of a Service with published ports; of a `module`, `ClusterIP`."
    )
    storage_class_name: str | None = Field(
        default="", description="Storage class of claims; the empty text asks for none. Of a `module`, null."
    )
    persistent_volume_claim_size_mb: int | None = Field(default=100, description="Size of claims in MB.")
    use_mount_source_for_volume_name: bool = Field(
        default=True, description="Whether a claim has the name of its share; true, but of a `module` false."
    )
    run_as_non_root: bool = Field(default=False, description="Whether modules may not run as root; false.")
    enable_k8s_extensions: bool = Field(default=True, description="Whether `k8s-experimental` is read; true.")
    enable_service_call_tracing: bool = Field(default=False, description="Whether the agent traces its calls; false.")
    proxy_image: str = Field(default="edge-proxy:1.0", description="Image of the sidecar.")
    proxy_image_pull_secret_name: str | None = Field(default=None, description="Secret with which it is pulled.")
    proxy_config_path: str = Field(default="/etc/iotedge-proxy", description="Where its configuration is mounted.")
    proxy_config_volume_name: str = Field(default="config-volume", description="Name of that volume.")
    proxy_config_map_name: str = Field(default="iotedged-proxy-config", description="Config map with it.")
    proxy_trust_bundle_path: str = Field(default="/etc/trust-bundle", description="Where certificates are mounted.")
    proxy_trust_bundle_volume_name: str = Field(default="trust-bundle-volume", description="Name of that volume.")
    proxy_trust_bundle_config_map_name: str = Field(
        default="iotedged-proxy-trust-bundle", description="Config map with them."
    )
    proxy_resources: Resources = None
    agent_config_map_name: str | None = Field(default="iotedged-agent-config", description="Config map of the agent.")
    agent_config_path: str | None = Field(default="/etc/edgeAgent", description="Where the agent finds it.")
    agent_config_volume: str | None = Field(default="agent-config-volume", description="Name of that volume.")
    agent_resources: Resources = None
    owner: OwnerSettings = Field(default=OwnerSettings(), description="The owner of all objects.")
    registry_credentials: dict[str, RegistryCredentialSettings] = Field(
        default={}, description="Credentials of the deployment, by any label; those in a `source` are not read."
    )
    docker_registry_auth: list[RegistryAuthSettings] | None = Field(
        default=None, description="Credentials of the agent itself, asked after those of the deployment."
    )


_DEVICE = TypeAdapter(Device)


def device(settings: DeviceSettings, base: Device) -> Device:
    """Return a device with the settings that were given, the others as in `base`."""
    given = settings.model_dump(by_alias=True, exclude_unset=True)
    return Device.of(_DEVICE.dump_python(base, by_alias=True) | given) if given else base


def masked(one: Device) -> Device:
    """Return a device that knows no password: names and objects stay the same, and the secrets hold a mask."""
    credentials = {name: replace(known, password=MASK) for name, known in one.registry_credentials.items()}
    auth = one.docker_registry_auth
    hidden = None if auth is None else tuple(replace(known, password=MASK) for known in auth)
    return replace(one, registry_credentials=credentials, docker_registry_auth=hidden)


def of_texts(given: Mapping[str, str]) -> DeviceSettings:
    """Return settings from texts, as a command line gives them.

    Raises:
        ValueError: a setting is not known, or its value does not fit; the message says so.
    """
    return DeviceSettings.model_validate({name: _value(name, text) for name, text in given.items()})


def _value(name: str, text: str) -> object:
    """Return what a text states: nothing for `null`, the text itself, or JSON, whichever is the first to fit."""
    if name not in NAMES:
        raise ValueError(f"the device has no setting {name!r}; it has {', '.join(sorted(NAMES))}")
    for value in [None, text] if text == "null" else [text, *_json(text)]:
        try:
            return getattr(DeviceSettings.model_validate({name: value}), NAMES[name])
        except ValidationError:
            continue
    raise ValueError(f"{text!r} does not fit the setting {name!r}")


def _json(text: str) -> list[object]:
    try:
        return [from_json(text)]
    except ValueError:
        return []


NAMES = {alias(name): name for name in DeviceSettings.model_fields}
