"""The request of `POST /api/v1/convert`: its fields, and what is wrong with a body that does not hold them."""

import re
from io import BytesIO
from itertools import islice
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from webapp.core.path import MAX_VALUES, pointer
from webapp.core.source import MAX_SIZE
from webapp.formats.problem import LISTED, Problem, ProblemError, problem

BOM = b"\xef\xbb\xbf"
_PLACE = re.compile(r"(.*) at line (\d+) column (\d+)", re.DOTALL)
COUNTED = 10 * LISTED
_END = "EOF while parsing"
_PLAIN = {
    "recursion limit exceeded": "the body is nested too deep",
    "number out of range": "this number is too long",
    "invalid unicode code point": "these bytes are no UTF-8",
    "lone leading surrogate in hex escape": "this escape is half of a character",
    "unexpected end of hex escape": "this escape is half of a character",
}
_HINT = "Send one JSON object in UTF-8, and let a JSON library write it: the paste goes into it as a string."


class ConvertRequest(BaseModel):
    """What to convert."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    source: str = Field(
        description="The text as a person pasted it, at most 1 MiB in UTF-8.", json_schema_extra={"maxLength": MAX_SIZE}
    )
    choices: dict[str, str] = Field(
        default={},
        max_length=MAX_VALUES,
        description="Answers by question id, as `questions` of an answer gives them. An id that is not asked, or an "
        "answer that does not fit, is refused.",
    )
    language: Literal["en", "de"] = Field(
        default="en",
        description="Language of every message. No German texts exist yet: `de` is taken and answered in English, and "
        "`Content-Language` says so.",
    )


Model = TypeVar("Model", bound=BaseModel)


def read_as(model: type[Model], body: bytes) -> Model:
    """Read a request's body as another model; raises like `read`."""
    return model.model_validate_json(body.removeprefix(BOM))


def read(body: bytes) -> ConvertRequest:
    """Read a request's body, JSON in UTF-8; a byte order mark before it is passed over.

    Raises:
        ValidationError: it is no JSON, or its fields don't fit; `fault` says so in words.
    """
    return read_as(ConvertRequest, body)


def fault(
    error: ValidationError, body: bytes, model: type[BaseModel] = ConvertRequest, slug: str = "invalid-request"
) -> Problem:
    """Tell what is wrong with a body that was refused. Nothing of the body is repeated but names of fields.

    Args:
        error: why it was refused.
        body: the body as it was sent.
        model: what it was read as.
        slug: the kind of problem where it is JSON.
    """
    if error.error_count() > COUNTED:
        return problem(slug, f"The request has {error.error_count():,} faults, too many to be listed.")
    found = error.errors(include_url=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return _malformed(str(found[0]["ctx"]["error"]), body.removeprefix(BOM))
    wrong = [_wrong(one, model) for one in found[:LISTED]]
    more = f" And {len(found) - 1:,} more." if len(found) > 1 else ""
    where = f"`{wrong[0].pointer}`: " if wrong[0].pointer else ""
    return problem(slug, f"{where}{wrong[0].message}{more}", wrong)


def _malformed(cause: str, body: bytes) -> Problem:
    """Put the parser's cause into plain words; its columns count bytes, people count characters."""
    placed = _PLACE.fullmatch(cause)
    message, line, column = (placed[1], int(placed[2]), int(placed[3])) if placed else (cause, 1, 1)
    ended = message.startswith(_END)
    there = next(islice(BytesIO(body), line - 1, None), b"")
    column = len(there[: column if ended else column - 1].decode("utf-8", "ignore")) + 1
    message = _sentence(_PLAIN.get(message, message.replace(_END, "the body ends inside")))
    error = ProblemError(line=line, column=column, message=message, hint=_HINT, pointer=None)
    return problem("malformed-json", f"Line {line}, column {column} of the body: {message}", [error])


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _wrong(found: ErrorDetails, model: type[BaseModel]) -> ProblemError:
    loc, kind = found["loc"], found["type"]
    message, hint = _OF_FIELDS.get((*loc[:1], kind)) or _WORDS.get(kind) or (_sentence(found["msg"]), _LOOK_UP)
    if len(loc) <= 1 and kind in ("extra_forbidden", "model_type"):
        hint = f"The fields are {', '.join(f'`{name}`' for name in model.model_fields)}."
    at = pointer(tuple(_short(step) for step in loc))
    return ProblemError(line=None, column=None, message=message, hint=hint, pointer=at)


def _short(step: str | int) -> str | int:
    return step if isinstance(step, int) or len(step) <= 200 else step[:200] + "…"


_LOOK_UP = "Look up the field on `/api`."
_WORDS = {
    "missing": ("This field is missing.", "Send it; it has no default."),
    "extra_forbidden": ("There is no field of this name.", _LOOK_UP),
    "string_type": ("This must be a string.", "Put it into quotes; JSON goes in as text, with its quotes escaped."),
    "dict_type": ("This must be an object.", _LOOK_UP),
    "model_type": ("This must be an object.", _LOOK_UP),
}
_OF_FIELDS: dict[tuple[str | int, ...], tuple[str, str]] = {
    ("model_type",): ("The body must be an object.", _LOOK_UP),
    ("choices", "dict_type"): (
        "This must be an object.",
        'Send answers by question id: `{"binds:/HostConfig/Binds/0": "keep"}`.',
    ),
    ("choices", "too_long"): (
        f"There are more answers than a paste has values, {MAX_VALUES:,}.",
        "Send only those you have.",
    ),
    ("language", "literal_error"): ("This language is not known.", "Send `en` or `de`, or leave it out."),
}
