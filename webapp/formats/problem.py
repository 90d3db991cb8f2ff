"""What went wrong, as a problem of RFC 9457: the kinds of problem, and how an error of the core becomes one."""

from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from webapp.core.problem import Problem as Cause
from webapp.core.problem import SourceError
from webapp.formats.shortened import shortened

MIMETYPE = "application/problem+json"
LISTED = 100
_FROZEN = ConfigDict(frozen=True)


class Kind(NamedTuple):
    """A kind of problem: its type is `/api#problem-<slug>`, where `about` says what it means and what to do."""

    slug: str
    status: int
    title: str
    about: str

    @property
    def type(self) -> str:
        """The URI reference that names this kind; it leads to its words on the page of the API."""
        return f"/api#problem-{self.slug}"


_KINDS = (
    Kind(
        "malformed-json",
        400,
        "The body is not JSON",
        "The body of the request can't be read as JSON in UTF-8. `errors` has line and column in the body.",
    ),
    Kind(
        "invalid-request",
        400,
        "The request has fields that don't fit",
        "A field is missing, unknown, or of the wrong type. `errors` names each by its JSON Pointer.",
    ),
    Kind(
        "incomplete-request",
        400,
        "The request did not arrive whole",
        "The connection broke off, or the body is framed wrongly. Send the request again.",
    ),
    Kind("not-found", 404, "There is nothing at this address", "Look up the addresses on this page."),
    Kind(
        "method-not-allowed",
        405,
        "This address does not take that method",
        "The header `Allow` lists the methods that it takes.",
    ),
    Kind("too-large", 413, "That is too large", "A paste may have 1 MiB in UTF-8. Send fewer modules at a time."),
    Kind(
        "unsupported-media-type",
        415,
        "The body is of a type that is not read here",
        "Send `Content-Type: application/json`, in UTF-8 and not compressed.",
    ),
    Kind(
        "unreadable-paste",
        422,
        "The paste can't be read",
        "The device could not read it either. `errors` has line, column, cause and what to do; `repaired` is a text "
        "that can be read, where small edits make one, and `fixes` lists these edits. Nothing of it is taken unasked.",
    ),
    Kind(
        "unfit-answer",
        422,
        "An answer does not fit the paste",
        "`choices` has the id of a question that is not asked, or an answer that the question does not take.",
    ),
    Kind(
        "unclear-request",
        422,
        "It is not clear what to preview",
        "Send exactly one of `source`, `module` and `modules`; `choices` go with `source` only.",
    ),
    Kind(
        "unfit-device",
        422,
        "A setting does not fit the device",
        "`device` has a setting that is not known, or whose value is of another type. `errors` names each by its JSON "
        "Pointer; the model DeviceSettings lists them all.",
    ),
    Kind(
        "secrets-found",
        409,
        "The paste has secrets",
        "No link was made. `secrets` names each with its place. Put a placeholder there, or send its `id` in "
        "`accept_secrets` to share it as it is: whoever has the link can read it.",
    ),
    Kind(
        "link-too-long",
        422,
        "This is too much for a link that carries it",
        "A link may have 7,500 characters and carry 256 KiB. Send `short: true` to store the paste for a short link.",
    ),
    Kind(
        "no-pinned-links",
        422,
        "Links that never expire are not offered here",
        "Send 7, 90 or 365 as `expires_days`; whoever runs the server can switch on links without an end.",
    ),
    Kind(
        "damaged-link",
        404,
        "This is no whole link",
        "The address carries nothing that can be read: a part of it is missing or was changed, or a newer version of "
        "this server has made it. Copy the link again, as a whole.",
    ),
    Kind("link-gone", 410, "This link can't be opened any more", "It has expired, or it was deleted."),
    Kind(
        "no-token",
        401,
        "A link is deleted with its token",
        "Send `Authorization: Bearer` with the `delete_token` that came with the link.",
    ),
    Kind(
        "wrong-token",
        403,
        "This is not the token of this link",
        "Send `Authorization: Bearer` with the `delete_token` that came with the link.",
    ),
    Kind(
        "too-many",
        429,
        "Those were too many requests",
        "Wait as many seconds as `Retry-After` says. Whole classes fit behind one address; this is for loops.",
    ),
    Kind("failure", 500, "Something failed here", "The mistake is ours. Nothing of your request was kept or logged."),
    Kind(
        "store-away",
        503,
        "Short links can't be reached",
        "The database that keeps them does not answer. Converting and links that carry their paste go on. Ask again "
        "in a minute.",
    ),
    Kind("not-ready", 503, "The server is not ready", "`detail` names what is missing. Ask again in a few seconds."),
)
KINDS = {kind.slug: kind for kind in _KINDS}


class ProblemError(BaseModel):
    """One thing that is wrong."""

    model_config = _FROZEN
    line: Annotated[int, Field(ge=1)] | None = Field(
        description="Line from 1, in the paste or in a body that is not JSON; null where it is about neither."
    )
    column: Annotated[int, Field(ge=1)] | None = Field(description="Column from 1, in characters; null like `line`.")
    message: str = Field(description="What is wrong, in plain English; backticks stand around code.")
    hint: str = Field(description="What to do about it.")
    pointer: str | None = Field(description="JSON Pointer of the field of the request; null where it is about none.")


class ProblemFix(BaseModel):
    """One edit that leads from the paste to the repaired text."""

    model_config = _FROZEN
    line: int = Field(ge=1, description="Line of the paste, from 1.")
    column: int = Field(ge=1, description="Column of the paste in characters, from 1.")
    message: str = Field(description="What was changed.")


class ProblemSecret(BaseModel):
    """One secret that was found; the secret itself is not repeated."""

    model_config = _FROZEN
    id: str = Field(description="What to send in `accept_secrets` to share it as it is.")
    kind: str = Field(description="What kind of secret it is.")
    path: str = Field(description="JSON Pointer of its setting; empty where it stands in none, such as a comment.")
    line: Annotated[int, Field(ge=0)] = Field(description="Line of the paste, from 1; 0 for an answer in `choices`.")
    column: Annotated[int, Field(ge=0)] = Field(description="Column of the paste in characters, from 1; 0 likewise.")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = _FROZEN
    type: str = Field(description="Names the kind of problem and leads to its words on `/api`.")
    title: str = Field(description="The kind of problem in a few words, always the same for one `type`.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong this time, in a sentence.")
    errors: list[ProblemError] = Field(
        default=[], description=f"Everything that is wrong, the cause first; at most {LISTED} are listed."
    )
    repaired: str = Field(
        default="", description="A text that can be read, for a person to accept; absent where there is none."
    )
    fixes: list[ProblemFix] = Field(default=[], description="What was changed in `repaired`.")
    secrets: list[ProblemSecret] = Field(
        default=[], description=f"Secrets that were found and not accepted; at most {LISTED} are listed."
    )


def problem(slug: str, detail: str, errors: list[ProblemError] | None = None) -> Problem:
    """Make a problem of a kind. Raises KeyError for an unknown slug."""
    kind = KINDS[slug]
    made = Problem(type=kind.type, title=kind.title, status=kind.status, detail=detail)
    return made.model_copy(update={"errors": errors}) if errors else made


def of_source(error: SourceError) -> Problem:
    """Tell why a paste or an answer can't be taken, with the repaired text where there is one."""
    first, more = error.problems[0], len(error.problems) - 1
    placed = error.status != 413 and first.line > 0
    slug = "too-large" if error.status == 413 else "unreadable-paste" if placed else "unfit-answer"
    place = f"Line {first.line}, column {first.column}: " if placed else ""
    detail = f"{place}{shortened(first.message)}" + (f" And {more:,} more of the kind." if more else "")
    made = problem(slug, detail, [_error(cause, placed) for cause in error.problems[:LISTED]])
    if error.repaired is None:
        return made
    fixes = [ProblemFix(line=fix.line, column=fix.column, message=str(shortened(fix.message))) for fix in error.fixes]
    return made.model_copy(update={"repaired": error.repaired, "fixes": fixes})


def dump(one: Problem) -> str:
    """Return a problem as JSON; members that say nothing are absent."""
    return one.model_dump_json(exclude_unset=True)


def _error(cause: Cause, placed: bool) -> ProblemError:
    return ProblemError(
        line=cause.line if placed else None,
        column=cause.column if placed else None,
        message=str(shortened(cause.message)),
        hint=str(cause.hint),
        pointer=None,
    )
