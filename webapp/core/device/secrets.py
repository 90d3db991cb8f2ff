"""Pull secrets: the credential that fits an image, its name, and the object (parsing notes, section 5)."""

import base64
import json
from typing import NamedTuple

from webapp.core.device.image import registry
from webapp.core.device.metadata import device_labels, metadata
from webapp.core.device.names import image_pull_secret_name
from webapp.core.device.settings import Device
from webapp.core.device.trace import Made


class PullSecret(NamedTuple):
    """A credential that fits an image, and the name of the secret that holds it."""

    name: str
    address: str
    username: str
    password: str


def pull_secret(image: str, device: Device) -> PullSecret | None:
    """Return the first credential whose address equals the image's registry, the deployment's own before the agent's.

    Raises:
        RefusedError: where no name can be made of it.
    """
    wanted = registry(image)
    known = [(one.address, one.username, one.password) for one in device.registry_credentials.values()]
    known += [(one.server_address, one.username, one.password) for one in device.docker_registry_auth or ()]
    found = next((one for one in known if wanted and one[0].lower() == wanted.lower()), None)
    return PullSecret(image_pull_secret_name(found[1], found[0]), *found) if found else None


def secret(found: PullSecret, device: Device) -> dict[str, Made]:
    """Return the object that holds a credential."""
    auth = _base64(f"{found.username}:{found.password}")
    entry = {"username": found.username, "password": found.password, "auth": auth}
    config = json.dumps({"auths": {found.address: entry}}, separators=(",", ":"), ensure_ascii=False)
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": metadata(found.name, device, device_labels(device)),
        "type": "kubernetes.io/dockerconfigjson",
        "data": {".dockerconfigjson": _base64(config)},
    }


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
