"""What the device's agent reads of createOptions, as types, with the leniency of its JSON reader.

Source: parsing notes, sections 3 and 4. Numbers pass as text, text passes as a number or a boolean, and the empty text
as a missing list or object. Options that the device ignores are not in here: they are removed, whatever they hold.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

_Digits = Annotated[str, Field(pattern=r"^\s*-?[0-9]+\s*$")]
_Truth = Annotated[str, Field(pattern=r"(?i)^\s*(true|false)\s*$")]
Text: TypeAlias = StrictStr | StrictInt | StrictFloat | StrictBool | None
Number: TypeAlias = StrictInt | StrictFloat | StrictBool | _Digits | None
Boolean: TypeAlias = StrictBool | StrictInt | StrictFloat | _Truth | None
_Absent: TypeAlias = Literal[""] | None
Texts: TypeAlias = list[Text] | _Absent
Map: TypeAlias = dict[str, Text] | _Absent
Object: TypeAlias = dict[str, Any] | _Absent
Objects: TypeAlias = list[Object] | _Absent


class Structure(BaseModel):
    """A structure with known members; fields are their names in lower case, with `_` between words for people."""

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", ""), extra="ignore")


class Mount(Structure):
    """An entry of `Mounts`."""

    type: Text = None
    source: Text = None
    target: Text = None
    read_only: Boolean = None


class Binding(Structure):
    """An entry under a port of `PortBindings`."""

    host_port: Text = None
    host_ip: Text = None


class HostConfig(Structure):
    """`HostConfig`, as far as it has an effect on the device or a counterpart there."""

    binds: Texts = None
    mounts: list[Mount | None] | _Absent = None
    tmpfs: Map = None
    shm_size: Number = None
    volumes_from: Texts = None
    storage_opt: Map = None
    disk_quota: Number = None
    readonly_rootfs: Boolean = None
    port_bindings: dict[str, list[Binding | None] | _Absent] | _Absent = None
    publish_all_ports: Boolean = None
    network_mode: Text = None
    links: Texts = None
    dns: Texts = None
    dns_options: Texts = None
    dns_search: Texts = None
    extra_hosts: Texts = None
    memory: Number = None
    memory_reservation: Number = None
    nano_cpus: Number = None
    cpu_quota: Number = None
    cpu_period: Number = None
    cpu_shares: Number = None
    devices: Objects = None
    device_requests: Objects = None
    runtime: Text = None
    privileged: Boolean = None
    ipc_mode: Text = None
    pid_mode: Text = None
    cap_add: Texts = None
    cap_drop: Texts = None
    capabilities: Texts = None
    group_add: Texts = None
    sysctls: Map = None


class Resources(Structure):
    """`resources`; the quantities themselves are judged elsewhere."""

    limits: Object = None
    requests: Object = None


class VolumeEntry(Structure):
    """An entry of `volumes`."""

    volume: Object = None
    volume_mounts: Objects = None


class SecurityContext(Structure):
    """The pod's security context."""

    run_as_user: Number = None
    run_as_group: Number = None
    run_as_non_root: Boolean = None
    fs_group: Number = None
    supplemental_groups: list[Number] | _Absent = None
    sysctls: Objects = None
    se_linux_options: Object = None
    windows_options: Object = None


class ServiceOptions(Structure):
    """How the module's service is reached."""

    type: Text = None
    load_balancer_ip: Text = None


class Strategy(Structure):
    """How an update replaces the module."""

    type: Text = None
    rolling_update: Map = None


class Experimental(Structure):
    """`k8s-experimental`."""

    node_selector: Map = None
    resources: Resources | _Absent = None
    volumes: list[VolumeEntry | None] | _Absent = None
    security_context: SecurityContext | _Absent = None
    service_options: ServiceOptions | _Absent = None
    strategy: Strategy | _Absent = None


class RestartPolicy(Structure):
    """`RestartPolicy`; the agent's names are not Docker's: `on-failure` and `unless-stopped` are refused."""

    name: Annotated[str, Field(pattern=r"(?i)^(no|always|onfailure|unlessstopped|undefined)$")] | None = None
    maximum_retry_count: Number = None


class LogConfig(Structure):
    """`LogConfig`."""

    type: Text = None
    config: Map = None


class Ignored(Structure):
    """Options without effect, top level and `HostConfig` in one: they must have the right type all the same."""

    attach_stdin: Boolean = None
    attach_stdout: Boolean = None
    attach_stderr: Boolean = None
    open_stdin: Boolean = None
    stdin_once: Boolean = None
    tty: Boolean = None
    args_escaped: Boolean = None
    network_disabled: Boolean = None
    healthcheck: Object = None
    image: Text = None
    mac_address: Text = None
    on_build: Texts = None
    shell: Texts = None
    stop_signal: Text = None
    stop_timeout: Number = None
    restart_policy: RestartPolicy | _Absent = None
    log_config: LogConfig | _Absent = None
    auto_remove: Boolean = None
    volume_driver: Text = None
    security_opt: Texts = None
    userns_mode: Text = None
    uts_mode: Text = None
    cgroup_parent: Text = None
    ulimits: Objects = None
    init: Boolean = None
    isolation: Text = None
    cpu_count: Number = None
    cpu_percent: Number = None
    memory_swap: Number = None
    memory_swappiness: Number = None
    kernel_memory: Number = None
    oom_kill_disable: Boolean = None
    oom_score_adj: Number = None
    cpuset_cpus: Text = None
    cpuset_mems: Text = None
    pids_limit: Number = None
    blkio_weight: Number = None
    device_cgroup_rules: Texts = None


class CreateOptions(Structure):
    """The whole of createOptions; `k8s-experimental` that is no object is ignored by the device, not refused."""

    env: Texts = None
    cmd: Texts | StrictStr = None
    entrypoint: Texts | StrictStr = None
    working_dir: Text = None
    exposed_ports: dict[str, dict[str, Any]] | _Absent = None
    labels: Map = None
    user: Text = None
    volumes: Object = None
    hostname: Text = None
    domainname: Text = None
    networking_config: Object = None
    host_config: HostConfig | _Absent = None
    experimental: Experimental | None = Field(None, alias="k8s-experimental")


# What people write instead of a name, in lower case without punctuation, by container.
SLIPS: Mapping[str, Mapping[str, str]] = {
    "": {
        "environment": "Env",
        "enviroment": "Env",
        "environmentvariables": "Env",
        "envvars": "Env",
        "command": "Cmd",
        "args": "Cmd",
        "hostconfiguration": "HostConfig",
        "k8s": "k8s-experimental",
        "kubernetesexperimental": "k8s-experimental",
    },
    "HostConfig": {"ports": "PortBindings", "network": "NetworkMode", "ipc": "IpcMode", "pid": "PidMode"},
    "k8s-experimental": {
        "deploymentstrategy": "strategy",
        "service": "serviceOptions",
        "podsecuritycontext": "securityContext",
    },
    "PortBindings": {"port": "HostPort"},
}
