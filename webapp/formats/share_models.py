"""The request and the answer of `POST /api/v1/share`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from webapp.core.path import MAX_VALUES
from webapp.formats.answer_request import ConvertRequest
from webapp.formats.preview_device import DeviceSettings

DAYS = (7, 90, 365)
USUAL_DAYS: Literal[90] = 90


class ShareRequest(ConvertRequest):
    """What to make a link of, and which kind of link."""

    device: DeviceSettings | None = Field(
        default=None,
        description="Settings of the device that differ from those of Azure Stack Edge; those that the page has can be "
        "carried by a link.",
    )
    short: bool = Field(
        default=False,
        description="False: the link carries the paste, and nothing is stored. True: the paste is stored, and the link "
        "is short.",
    )
    expires_days: Literal[7, 90, 365] | None = Field(
        default=USUAL_DAYS,
        description="For how many days a short link can be opened. null: until it is deleted, where whoever runs the "
        "server has switched that on.",
    )
    accept_secrets: list[str] = Field(
        default=[],
        max_length=MAX_VALUES,
        description="Ids of secrets that may be shared as they are; a refusal with 409 gives them.",
    )


class ShareAnswer(BaseModel):
    """A link was made."""

    model_config = ConfigDict(frozen=True)
    url: str = Field(description="The link.")
    length: int = Field(ge=1, description="How many characters it has; beyond 1,800 some programs cut it.")
    id: str = Field(default="", description="Name of a short link; absent for others.")
    expires: str | None = Field(
        default=None,
        description="When a short link ends, UTC (RFC 3339); null where it does not, absent for others.",
    )
    delete_token: str = Field(
        default="",
        description="Deletes a short link. It is told this once; absent for others, and where a thousand others hold a "
        "link to the very same content.",
    )
