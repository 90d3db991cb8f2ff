"""What the Kubernetes worker of a device has for modules: as delivered, and at most.

Source: fact F1.10.
"""

from fractions import Fraction

LARGEST = {"memory": Fraction(76 * 2**30), "cpu": Fraction(24)}
USUAL = {"memory": Fraction(32 * 2**30), "cpu": Fraction(12)}
WORKER = {"memory": ("76Gi", "32Gi"), "cpu": ("24", "12")}
RESERVING = (
    *("k8s-experimental.resources", "HostConfig.Memory", "HostConfig.MemoryReservation"),
    *("HostConfig.NanoCpus", "HostConfig.CpuQuota", "HostConfig.CpuShares"),
)
