"""What the agent of a device is set up with, with the defaults of the specification's suite."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic_core import to_json

ServiceType = Literal["ClusterIP", "LoadBalancer", "NodePort"]
LogLevel = Literal["Verbose", "Debug", "Information", "Warning", "Error", "Fatal"]


def alias(name: str) -> str:
    """Return the name that the specification's suite and the API have for a setting."""
    return re.sub(r"_(.)", lambda found: found[1].upper(), name)


_IN_CAMEL_CASE = ConfigDict(alias_generator=alias, extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Owner:
    """The object that owns all that the agent makes."""

    __pydantic_config__: ClassVar[ConfigDict] = _IN_CAMEL_CASE

    api_version: str = "v1"
    kind: str = "Deployment"
    name: str = "iotedged"
    uid: str = "123"


@dataclass(frozen=True, slots=True)
class RegistryCredential:
    """A registry's credential as a deployment gives it."""

    __pydantic_config__: ClassVar[ConfigDict] = _IN_CAMEL_CASE

    address: str
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RegistryAuth:
    """A registry's credential as the agent's own settings give it."""

    __pydantic_config__: ClassVar[ConfigDict] = _IN_CAMEL_CASE

    server_address: str
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Device:
    """The settings of a device's agent; None means that a setting is not configured."""

    __pydantic_config__: ClassVar[ConfigDict] = _IN_CAMEL_CASE

    namespace: str = "edge-ns"
    iot_hub_hostname: str = "hub1.azure-devices.net"
    device_id: str = "device1"
    edge_hostname: str = "gateway.local"
    module_generation_id: str | None = None
    api_version: str = "2020-07-07"
    workload_uri: str = "http://localhost:35001"
    management_uri: str = "http://localhost:35000"
    runtime_log_level: LogLevel = "Information"
    port_mapping_service_type: ServiceType = "ClusterIP"
    storage_class_name: str | None = None
    persistent_volume_claim_size_mb: int | None = 100
    use_mount_source_for_volume_name: bool = False
    run_as_non_root: bool = False
    enable_k8s_extensions: bool = True
    enable_service_call_tracing: bool = False
    proxy_image: str = "edge-proxy:1.0"
    proxy_image_pull_secret_name: str | None = None
    proxy_config_path: str = "/etc/iotedge-proxy"
    proxy_config_volume_name: str = "config-volume"
    proxy_config_map_name: str = "iotedged-proxy-config"
    proxy_trust_bundle_path: str = "/etc/trust-bundle"
    proxy_trust_bundle_volume_name: str = "trust-bundle-volume"
    proxy_trust_bundle_config_map_name: str = "iotedged-proxy-trust-bundle"
    proxy_resources: dict[str, Any] | None = None
    agent_config_map_name: str | None = "iotedged-agent-config"
    agent_config_path: str | None = "/etc/edgeAgent"
    agent_config_volume: str | None = "agent-config-volume"
    agent_resources: dict[str, Any] | None = None
    owner: Owner = Owner()
    registry_credentials: dict[str, RegistryCredential] = field(default_factory=dict)
    docker_registry_auth: tuple[RegistryAuth, ...] | None = None

    @staticmethod
    def of(settings: Mapping[str, Any]) -> "Device":
        """Return the device with these settings, in the names of the suite; each replaces its default whole.

        Raises:
            pydantic.ValidationError: for a setting that is unknown or of another type.
        """
        return _DEVICE.validate_json(to_json(dict(settings)))


_DEVICE = TypeAdapter(Device)

# Facts F1.11, F1.23, F1.24 and F1.40. That an empty storage class and the share as name of the volume are set is
# inferred: a share becomes a volume of its name without a claim, and a module's claim has the share's name.
AZURE_STACK_EDGE = replace(
    Device(),
    namespace="iotedge",
    port_mapping_service_type="LoadBalancer",
    storage_class_name="",
    use_mount_source_for_volume_name=True,
)
