"""What the agent of the GPU device makes of a module: its Kubernetes objects, what it loses, and why it refuses one.

A re-implementation, from a specification, of the IoT Edge agent of the 1.1 Kubernetes preview line, quirks included.
No clock, no network: `translate` is for one module, `plan` for a whole deployment, `status` for what is told of pods.
"""

from webapp.core.device.errors import DeviceError, ErrorKind, RefusedError
from webapp.core.device.losses import Loss, telling
from webapp.core.device.module import Chunks, DeviceModule
from webapp.core.device.plan import PlanResult, plan
from webapp.core.device.settings import AZURE_STACK_EDGE, Device
from webapp.core.device.status import Pod, PodError, PodEvent, Report, report, status
from webapp.core.device.trace import Target
from webapp.core.device.work import Translation, translate

__all__ = [
    "AZURE_STACK_EDGE",
    "Chunks",
    "Device",
    "DeviceError",
    "DeviceModule",
    "ErrorKind",
    "Loss",
    "PlanResult",
    "Pod",
    "PodError",
    "PodEvent",
    "RefusedError",
    "Report",
    "Target",
    "Translation",
    "plan",
    "report",
    "status",
    "telling",
    "translate",
]
