"""Whether a Kubernetes cluster takes an object: what its schemas say, and what its API server checks beyond them.

For the kinds that the device's agent makes, and the versions of Kubernetes that Azure Stack Edge ran (1.20 to 1.22)
beside a current one. No cluster, no network. Whether something that is not among the objects exists on the device
(a claim or a config map of that name, a free address) is not asked.
"""

from webapp.core.kubernetes.problem import ObjectProblem
from webapp.core.kubernetes.schema import KINDS, VERSIONS, Kind, Version
from webapp.core.kubernetes.validation import validate

__all__ = ["KINDS", "VERSIONS", "Kind", "ObjectProblem", "Version", "validate"]
