"""`POST /api/v1/share` and `DELETE /api/v1/share/<id>`."""

from collections.abc import Sequence

from flask import Response, current_app, request
from pydantic import ValidationError

from webapp.core import Conversion, convert
from webapp.core.device.settings import alias
from webapp.formats import answer_request
from webapp.formats.problem import KINDS, LISTED, Problem, ProblemSecret, problem
from webapp.formats.share_models import ShareAnswer, ShareRequest
from webapp.operation import metrics
from webapp.sharing.permalink import encoded
from webapp.sharing.record import Record
from webapp.sharing.secrets import Secret
from webapp.views import devices
from webapp.views.api import body as bodies
from webapp.views.api import problems
from webapp.views.api.convert import EXAMPLE, OF_A_PASTE
from webapp.views.api.openapi import Operation, Parameter
from webapp.views.api.response import respond
from webapp.views.made import (
    LinkTooLongError,
    Made,
    TooLargeToStoreError,
    deleted,
    record_of,
    secrets_of,
    stateless,
    stored,
)
from webapp.views.opened import LinkGoneError
from webapp.views.site import sealing_key

_NOT_CARRIED = (
    "A link carries these settings of a device: "
    + ", ".join(f"`{alias(one.name)}`" for one in devices.SETTINGS)
    + ". One that was sent is not among them, or has a value that does not fit."
)
_EXAMPLE_URL = "https://playground.example/c/" + encoded(Record(EXAMPLE))
_EXAMPLE_ANSWER = {"url": _EXAMPLE_URL, "length": len(_EXAMPLE_URL)}
_TOKEN = Parameter(
    "Authorization", "header", "`Bearer` and the `delete_token` that came with the link.", {"type": "string"}
)
_ID = Parameter("id", "path", "The name of the link, the part behind `/p/`.", {"type": "string", "minLength": 1})


def share_source() -> Response:
    """Make a link.

    To a conversion: one that carries the paste itself, or with `short` the short name of one that is stored. First the
    paste is searched for secrets; while one is found that `accept_secrets` does not name, no link is made.
    """
    body = bodies.body()
    try:
        asked = answer_request.read_as(ShareRequest, body)
    except ValidationError as error:
        return problems.respond(answer_request.fault(error, body, ShareRequest))
    conversion = convert(asked.source, asked.choices)
    metrics.count_conversion(conversion.kind)
    found = secrets_of(conversion)
    refused = _refusal(asked, found)
    if refused:
        return problems.respond(refused)
    device = _device(asked)
    if device is None:
        return problems.respond(problem("unfit-device", _NOT_CARRIED))
    try:
        made = _made(asked, conversion, device, has_secrets=bool(found))
    except LinkTooLongError:
        return problems.respond(problem("link-too-long", KINDS["link-too-long"].about))
    except TooLargeToStoreError:
        return problems.respond(problem("too-large", "Packed, this is more than 1 MiB. Share the modules one by one."))
    return _answer(made)


def delete_share(id: str) -> Response:  # noqa: A002 - the contract's name
    """Delete a short link.

    Its content is erased, and who opens it is told that it was deleted. Where others have stored the very same content,
    the link stays for them.
    """
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not token:
        refused = problems.respond(problem("no-token", KINDS["no-token"].about))
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    done = deleted(id, token)
    if done == "gone":
        raise LinkGoneError("deleted")
    if done == "wrong-token":
        return problems.respond(problem("wrong-token", "`Authorization` has not the token of this link."))
    return Response(status=204)


def _refusal(asked: ShareRequest, secrets: Sequence[Secret]) -> Problem | None:
    if asked.short and asked.expires_days is None and not current_app.config["PINNED_LINKS"]:
        return problem("no-pinned-links", KINDS["no-pinned-links"].about)
    accepted = frozenset(asked.accept_secrets)
    found = [one for one in secrets if one.id not in accepted]
    if not found:
        return None
    listed = [
        ProblemSecret(id=one.id, kind=one.kind, path=one.path, line=one.line, column=one.column)
        for one in found[:LISTED]
    ]
    about = f"{len(found)} secret{'s were' if len(found) > 1 else ' was'} found. {KINDS['secrets-found'].about}"
    return problem("secrets-found", about).model_copy(update={"secrets": listed})


def _device(asked: ShareRequest) -> dict[str, str] | None:
    """Return the settings of the device as a link carries them; None where one can't be, or has no fitting value."""
    given = asked.device.model_dump(exclude_unset=True) if asked.device else {}
    texts = devices.carried(given)
    if texts is None or devices.read({devices.PREFIX + name: text for name, text in texts.items()}).wrong:
        return None
    return texts


def _made(asked: ShareRequest, conversion: Conversion, device: dict[str, str], *, has_secrets: bool) -> Made:
    if asked.short:
        return stored(record_of(conversion, asked.language, device), asked.expires_days, has_secrets=has_secrets)
    return stateless(record_of(conversion, asked.language, device, key=sealing_key()))


def _answer(made: Made) -> Response:
    given: dict[str, object] = {"url": made.address, "length": len(made.address)}
    if made.ident:
        expires = made.expires.isoformat(timespec="seconds") if made.expires else None
        given |= {"id": made.ident, "expires": expires}
        given |= {"delete_token": made.token} if made.token else {}
    response = respond(ShareAnswer.model_validate(given), 201)
    response.headers["Location"] = made.path
    return response


OPERATIONS = (
    Operation(
        share_source,
        "post",
        "/api/v1/share",
        "Links",
        gives=ShareAnswer,
        status=201,
        example=lambda: _EXAMPLE_ANSWER,
        reads=ShareRequest,
        asks={
            "A link that carries the paste": {"source": EXAMPLE},
            "A short link": {"source": EXAMPLE, "short": True, "expires_days": 7},
            "A link with settings of the device": {"source": EXAMPLE, "device": {"namespace": "line-4"}},
            "A secret that may be shared": {
                "source": '{"Env": ["API_TOKEN=only-for-the-training"]}',
                "accept_secrets": ["password-variable:/Env/0#0"],
            },
        },
        problems=(
            *OF_A_PASTE,
            "unfit-device",
            "secrets-found",
            "link-too-long",
            "no-pinned-links",
            "too-many",
            "store-away",
        ),
    ),
    Operation(
        delete_share,
        "delete",
        "/api/v1/share/<id>",
        "Links",
        status=204,
        parameters=(_ID, _TOKEN),
        problems=("no-token", "wrong-token", "not-found", "link-gone", "too-many", "store-away"),
    ),
)
