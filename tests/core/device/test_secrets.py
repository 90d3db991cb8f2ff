"""Pull secrets (translation, section 7; parsing notes, section 5)."""

import base64
import json
from typing import Any

import pytest

from tests.core.device.made import kinds, made, one, pod, refusal
from webapp.core.device import RefusedError
from webapp.core.device.names import image_pull_secret_name
from webapp.core.path import at


def known(**addresses: str) -> dict[str, Any]:
    """Return a device that knows a credential for each address; the user is the name."""
    credentials = {
        name: {"address": address, "username": name, "password": "pw"} for name, address in addresses.items()
    }
    return {"registryCredentials": credentials}


def used(image: str, device: dict[str, Any]) -> list[Any]:
    found = pod(made(image=image, device=device), "imagePullSecrets")
    return [secret["name"] for secret in found if isinstance(secret, dict)] if isinstance(found, list) else []


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ("a.io/x", "A.IO"),
        ("a:5/x", "a:5"),
        ("localhost/x", "https://index.docker.io/v1/"),
        ("user/x/y", "HTTPS://INDEX.docker.io/V1/"),
        ("/x", "https://index.docker.io/v1/"),
    ],
)
def test_a_credential_fits_the_registry_of_the_image_ignoring_case(image: str, address: str) -> None:
    assert len(used(image, known(u=address))) == 1


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ("x", "x"),
        ("x", "https://index.docker.io/v1/"),
        ("a.io/x", "https://a.io"),
        ("a.io/x", "a.io/"),
        ("a.io:443/x", "a.io"),
        ("localhost/x", "localhost"),
        ("user/x", "docker.io"),
    ],
)
def test_nothing_else_fits(image: str, address: str) -> None:
    assert used(image, known(u=address)) == []
    assert "Secret" not in kinds(made(image=image, device=known(u=address)))


def test_the_first_credential_that_fits_counts_and_the_deployments_own_come_first() -> None:
    device = known(one="b.io", two="A.io", three="a.io")
    device["dockerRegistryAuth"] = [{"serverAddress": "a.io", "username": "agent", "password": "p"}]
    assert used("a.io/x", device) == ["two-a.io"]
    assert used("a.io/x", {**device, "registryCredentials": {}}) == ["agent-a.io"]


def test_the_proxys_secret_comes_first_and_is_not_repeated() -> None:
    device = known(u="a.io")
    assert used("a.io/x", {**device, "proxyImagePullSecretName": "p"}) == ["p", "u-a.io"]
    assert used("a.io/x", {**device, "proxyImagePullSecretName": "u-a.io"}) == ["u-a.io"]


def test_a_secret_holds_the_credential_as_given() -> None:
    device = {"registryCredentials": {"r": {"address": "A.io", "username": 'Ü"x', "password": "p:w"}}}
    secret = one(made(image="a.io/x", device=device), "Secret")
    assert secret["type"] == "kubernetes.io/dockerconfigjson"
    assert at(secret, ("metadata", "labels")) == {"net.azure-devices.edge.deviceid": "device1"}
    assert at(secret, ("metadata", "ownerReferences", 0, "name")) == "iotedged"
    config = json.loads(base64.b64decode(str(at(secret, ("data", ".dockerconfigjson")))))
    assert config["auths"]["A.io"]["username"] == 'Ü"x'
    assert base64.b64decode(config["auths"]["A.io"]["auth"]).decode() == 'Ü"x:p:w'


def test_a_secret_is_applied_first() -> None:
    assert kinds(made(image="a.io/x", device=known(u="a.io")))[0] == "Secret"


@pytest.mark.parametrize("address", ["10.0.0.1", "10.0.0.1:5000", "a.1", "a" * 62 + ".io"])
def test_a_name_that_can_not_be_made_is_refused(address: str) -> None:
    assert refusal(made(image=f"{address}/x", device=known(u=address))) == ("InvalidKubernetesName", ())


@pytest.mark.parametrize(
    ("username", "address", "name"),
    [
        ("U.V", "https://https://x", "u.v-https"),
        ("u", "HTTPS://R.io:1:2/a/b", "u-r.io-1-2"),
        ("u", "ftp://r.io", "u-ftp"),
        ("-u-", "-r-", "u---r"),
        ("u", "", "u"),
    ],
)
def test_a_name_is_made_of_user_and_server(username: str, address: str, name: str) -> None:
    assert image_pull_secret_name(username, address) == name


def test_a_name_of_nothing_is_refused() -> None:
    with pytest.raises(RefusedError):
        image_pull_secret_name("", "")
