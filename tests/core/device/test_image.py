"""Images as the agent reads them (translation, section 1; parsing notes, sections 3 and 5)."""

import pytest

from webapp.core.device import RefusedError
from webapp.core.device.image import reference
from webapp.core.path import Json


@pytest.mark.parametrize(
    ("image", "read"), [(5, "5:latest"), (1.5, "1.5:latest"), (" a/b:1 ", "a/b:1"), (True, "true:latest")]
)
def test_a_number_counts_as_text(image: Json, read: str) -> None:
    assert reference(image) == read


@pytest.mark.parametrize("image", [None, "", " ", [], {}, ["a"]])
def test_what_is_no_text_is_refused(image: Json) -> None:
    with pytest.raises(RefusedError):
        reference(image)
