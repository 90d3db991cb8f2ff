"""The answer of `POST /api/v1/convert` as pydantic models: one source for JSON, schema and documentation."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from webapp.core.deployment import Kind
from webapp.core.edit import Op, Severity, Sure
from webapp.core.ledger import Verdict
from webapp.core.module import Part
from webapp.core.rule import Section

JsonValue = Annotated[object, WithJsonSchema({})]
JsonObject = Annotated[object, WithJsonSchema({"type": "object"})]

RuleId = Annotated[str, Field(description="The rule that says so; `/rules/<id>` explains it.", examples=["binds"])]
TheSection = Annotated[Section, Field(description="The section of the guidance that the rule belongs to.")]
ThePart = Annotated[
    Part,
    Field(
        description="What `path` starts from: the module's `createOptions` as pasted, its own `env` section, its whole "
        "manifest `entry`, or the pasted `deployment`."
    ),
]
Pointer = Annotated[
    str,
    Field(
        description="JSON Pointer (RFC 6901) into `part`; `-` as its last step is behind the last item of an array.",
        examples=["/HostConfig/Binds/0"],
    ),
]
Line = Annotated[int, Field(ge=1, description="Line of the paste, from 1; of its parent where nothing stands yet.")]
Column = Annotated[int, Field(ge=1, description="Column of the paste in characters, from 1.")]
Guidance = Annotated[
    list[str],
    Field(description="Statements of the guidance it rests on; `/api/v1/guidance` has them.", examples=[["G9"]]),
]
TheSure = Annotated[
    Sure,
    Field(
        description="How sure it is: `documented` by Microsoft, `derived` from the agent's code or the rules of "
        "Kubernetes, or `advice`."
    ),
]
Text = Annotated[str, Field(description="Plain text in English; backticks stand around code.")]
_FROZEN = ConfigDict(frozen=True)


class Change(BaseModel):
    """One edit that was carried out."""

    model_config = _FROZEN
    rule: RuleId
    section: TheSection
    op: Op = Field(description="What was done. A `move` may also reshape the value.")
    part: ThePart
    path: Pointer
    to: str | None = Field(description="Where it stands in the result, as JSON Pointer; null where it was removed.")
    before: JsonValue = Field(description="The value in the paste, null where there was none.")
    after: JsonValue = Field(description="The value in the result, null where it was removed.")
    line: Line
    summary: Text
    guidance: Guidance
    sure: TheSure


class Finding(BaseModel):
    """Something a person should know about a setting."""

    model_config = _FROZEN
    rule: RuleId
    section: TheSection
    severity: Severity = Field(description="`error`: the device refuses it or it can't work as it stands.")
    part: ThePart
    path: Pointer
    line: Line
    column: Column
    message: Text
    remedy: Annotated[str, Field(description="What to do about it, in plain text.")]
    guidance: Guidance
    sure: TheSure


class Option(BaseModel):
    """One answer to a question."""

    model_config = _FROZEN
    value: str = Field(
        description="What to send under `choices`. Where `accepts` is set, it ends in a colon and a text of your own; "
        "what stands there is a proposal or shows the form.",
        examples=["share:videos"],
    )
    label: Text
    accepts: str | None = Field(
        description="Regular expression for the whole text behind the colon; null where the value is sent as it is."
    )
    expects: str | None = Field(description="The same in plain words.")
    sample: bool = Field(description="The text behind the colon only shows the form and is no answer to be sent.")


class Question(BaseModel):
    """A decision that the guidance leaves to a person."""

    model_config = _FROZEN
    id: str = Field(description="The key under `choices`.", examples=["binds:/HostConfig/Binds/0"])
    rule: RuleId
    section: TheSection
    part: ThePart
    path: Pointer
    line: Line
    prompt: Text
    options: list[Option] = Field(description="What may be answered.")
    default: str | None = Field(description="The answer taken when none is given; null where none is safe.")
    answer: str | None = Field(
        description="The answer in force: the caller's or the default; null leaves the setting undecided."
    )
    guidance: Guidance
    sure: TheSure


class LedgerEntry(BaseModel):
    """One leaf of the pasted createOptions and what became of it; an empty object or array is a leaf."""

    model_config = _FROZEN
    path: str = Field(description="JSON Pointer into the createOptions as pasted.", examples=["/HostConfig/Privileged"])
    verdict: Verdict = Field(
        description="`kept`: unchanged, and the device acts on it; `undecided`: a question without a safe default."
    )
    rule: str | None = Field(description="The rule that decided; null only for `kept`.")


class ConvertedModule(BaseModel):
    """One module before and after."""

    model_config = _FROZEN
    name: str | None = Field(description="The module's name, null where the paste has none.")
    converted_name: str | None = Field(description="Its name after the conversion.")
    create_options: JsonObject = Field(description="The converted createOptions.")
    create_options_string: str = Field(
        description="The same on one line, as a deployment manifest or the portal takes it."
    )
    changes: list[Change] = Field(description="Every edit that was carried out in this module.")
    findings: list[Finding] = Field(description="What a person should know about this module.")
    questions: list[Question] = Field(description="Every decision about this module, answered or not.")
    ledger: list[LedgerEntry] = Field(description="One entry for every leaf of the pasted createOptions.")


class Repair(BaseModel):
    """A departure from strict JSON that was tolerated, as the device does."""

    model_config = _FROZEN
    line: Line
    column: Column
    message: Text


class PatchWrite(BaseModel):
    """An operation of a JSON Patch that sets a value."""

    model_config = _FROZEN
    op: Literal["add", "replace"] = Field(description="What to do.")
    path: str = Field(description="JSON Pointer into the pasted JSON value.")
    value: JsonValue = Field(description="The value to set.")


class PatchRemove(BaseModel):
    """An operation of a JSON Patch that takes a value out."""

    model_config = _FROZEN
    op: Literal["remove"] = Field(description="What to do.")
    path: str = Field(description="JSON Pointer into the pasted JSON value.")


class PatchMove(BaseModel):
    """An operation of a JSON Patch that gives a member another name."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)
    op: Literal["move"] = Field(description="What to do.")
    path: str = Field(description="JSON Pointer to the new name, into the pasted JSON value.")
    source: str = Field(alias="from", description="JSON Pointer to the old name, into the pasted JSON value.")


Operation: TypeAlias = PatchWrite | PatchRemove | PatchMove


class ConvertAnswer(BaseModel):
    """A conversion."""

    model_config = _FROZEN
    kind: Kind = Field(description="What was pasted.")
    converted: JsonValue = Field(
        description="The converted JSON value in the shape of the paste: a deployment stays a deployment, "
        "createOptions given as a string stay a string, chunks stay chunks."
    )
    text: str = Field(description="`converted` as text, ready to paste back.")
    modules: list[ConvertedModule] = Field(description="One entry a module; bare createOptions are one without a name.")
    findings: list[Finding] = Field(description="Findings about the deployment as a whole.")
    changes: list[Change] = Field(
        description="Edits outside of any module; their paths are paths of the pasted document."
    )
    repairs: list[Repair] = Field(description="What was tolerated to read the paste; empty for strict JSON.")
    patch: list[Operation] = Field(
        description="JSON Patch (RFC 6902): applied to the pasted JSON value it gives `converted`."
    )
    ruleset: str = Field(description="Version of the rules that ran.")
