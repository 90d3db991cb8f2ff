"""What `k8s-experimental` may hold: the models of Kubernetes 1.21 that the agent reads it with (parsing notes, 4).

Members that a model does not know are dropped. Values are converted from what was parsed before.
"""

import re
from typing import Any

from webapp.core.device.errors import RefusedError, shown
from webapp.core.device.ports import INT32, integer
from webapp.core.device.reading import Reader, boolean, entries, items, number, optional, parsed_text, structure
from webapp.core.device.scalars import INT64
from webapp.core.device.trace import Fields, Sourced
from webapp.core.path import Json, Path

_QUANTITY = re.compile(
    r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]?|[eE][+-]?[0-9]{1,3})", re.ASCII
)

_texts = items(parsed_text)
text_map = entries(parsed_text)
_flag = optional(boolean)
_int32 = optional(number(*INT32, booleans=False))
_int64 = optional(number(*INT64))


def quantity(value: Json, path: Path) -> Sourced[str]:
    """Read an amount of a resource; it is written as text, in the spelling in which it was given."""
    found = parsed_text(value, path)
    amount = found.value.strip() if found else "0"
    if not _QUANTITY.fullmatch(amount) or len(amount) > 64:
        message = "`{amount}` is no amount that Kubernetes reads."
        raise RefusedError("InvalidCreateOptions", message, path, amount=shown(amount))
    return Sourced(amount, (path,))


def int_or_text(value: Json, path: Path) -> Sourced[int] | Sourced[str] | None:
    """Read a number or a text; text that is an integer is written as a number."""
    found = parsed_text(value, path)
    whole = integer(found.value) if found else None
    return found if whole is None else Sourced(whole, (path,))


def _model(
    texts: str = "", *, flags: str = "", int32: str = "", int64: str = "", **others: Reader[Any]
) -> Reader[Fields | None]:
    known: dict[str, Reader[Any]] = {}
    for names, read in ((texts, parsed_text), (flags, _flag), (int32, _int32), (int64, _int64)):
        known.update(dict.fromkeys(names.split(), read))
    return structure({**known, **others})


_NAMED = _model("name")
_KEYS = items(_model("key path", int32="mode"))
RESOURCES = _model(limits=entries(quantity), requests=entries(quantity))
_FILES = items(
    _model(
        "path",
        int32="mode",
        fieldRef=_model("apiVersion fieldPath"),
        resourceFieldRef=_model("containerName resource", divisor=optional(quantity)),
    )
)
_SELECTOR = _model(matchExpressions=items(_model("key operator", values=_texts)), matchLabels=text_map)
_CLAIM = _model(
    "storageClassName volumeMode volumeName",
    accessModes=_texts,
    dataSource=_model("apiGroup kind name"),
    resources=RESOURCES,
    selector=_SELECTOR,
)
_META = _model("generateName name namespace", annotations=text_map, labels=text_map, finalizers=_texts)
_PROJECTED = items(
    _model(
        configMap=_model("name", flags="optional", items=_KEYS),
        downwardAPI=_model(items=_FILES),
        secret=_model("name", flags="optional", items=_KEYS),
        serviceAccountToken=_model("audience path", int64="expirationSeconds"),
    )
)
VOLUME = _model(
    "name",
    awsElasticBlockStore=_model("fsType volumeID", flags="readOnly", int32="partition"),
    azureDisk=_model("cachingMode diskName diskURI fsType kind", flags="readOnly"),
    azureFile=_model("secretName shareName", flags="readOnly"),
    cephfs=_model("path secretFile user", flags="readOnly", monitors=_texts, secretRef=_NAMED),
    cinder=_model("fsType volumeID", flags="readOnly", secretRef=_NAMED),
    configMap=_model("name", flags="optional", int32="defaultMode", items=_KEYS),
    csi=_model("driver fsType", flags="readOnly", nodePublishSecretRef=_NAMED, volumeAttributes=text_map),
    downwardAPI=_model(int32="defaultMode", items=_FILES),
    emptyDir=_model("medium", sizeLimit=optional(quantity)),
    ephemeral=_model(volumeClaimTemplate=_model(metadata=_META, spec=_CLAIM)),
    fc=_model("fsType", flags="readOnly", int32="lun", targetWWNs=_texts, wwids=_texts),
    flexVolume=_model("driver fsType", flags="readOnly", options=text_map, secretRef=_NAMED),
    flocker=_model("datasetName datasetUUID"),
    gcePersistentDisk=_model("fsType pdName", flags="readOnly", int32="partition"),
    gitRepo=_model("directory repository revision"),
    glusterfs=_model("endpoints path", flags="readOnly"),
    hostPath=_model("path type"),
    iscsi=_model(
        "fsType initiatorName iqn iscsiInterface targetPortal",
        flags="chapAuthDiscovery chapAuthSession readOnly",
        int32="lun",
        portals=_texts,
        secretRef=_NAMED,
    ),
    nfs=_model("path server", flags="readOnly"),
    persistentVolumeClaim=_model("claimName", flags="readOnly"),
    photonPersistentDisk=_model("fsType pdID"),
    portworxVolume=_model("fsType volumeID", flags="readOnly"),
    projected=_model(int32="defaultMode", sources=_PROJECTED),
    quobyte=_model("group registry tenant user volume", flags="readOnly"),
    rbd=_model("fsType image keyring pool user", flags="readOnly", monitors=_texts, secretRef=_NAMED),
    scaleIO=_model(
        "fsType gateway protectionDomain storageMode storagePool system volumeName",
        flags="readOnly sslEnabled",
        secretRef=_NAMED,
    ),
    secret=_model("secretName", flags="optional", int32="defaultMode", items=_KEYS),
    storageos=_model("fsType volumeName volumeNamespace", flags="readOnly", secretRef=_NAMED),
    vsphereVolume=_model("fsType storagePolicyID storagePolicyName volumePath"),
)
VOLUMES = items(
    _model(
        volume=VOLUME,
        volumeMounts=items(_model("mountPath mountPropagation name subPath subPathExpr", flags="readOnly")),
    )
)
SECURITY_CONTEXT = _model(
    "fsGroupChangePolicy",
    flags="runAsNonRoot",
    int64="fsGroup runAsGroup runAsUser",
    seLinuxOptions=_model("level role type user"),
    seccompProfile=_model("localhostProfile type"),
    supplementalGroups=items(_int64),
    sysctls=items(_model("name value")),
    windowsOptions=_model("gmsaCredentialSpec gmsaCredentialSpecName runAsUserName"),
)
SERVICE_OPTIONS = _model("type loadBalancerIP")
STRATEGY = _model("type", rollingUpdate=_model(maxSurge=int_or_text, maxUnavailable=int_or_text))
