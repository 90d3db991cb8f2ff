"""The name of the section for the service within `k8s-experimental`.

Source: F4.2 and conflict C7: the agent knows `serviceOptions`; a page of its documentation says `service-options`.
"""

from webapp.core.path import Json
from webapp.core.rules.other._empty import says_nothing

WRONG = "service-options"
RIGHT = "serviceOptions"


def misnamed(section: dict[str, Json]) -> list[str]:
    """Return the keys that are called otherwise and say something."""
    return [key for key, value in section.items() if key.lower() == WRONG and not says_nothing(value)]


def renamed(section: dict[str, Json]) -> tuple[str, str] | None:
    """Return the key that is called otherwise and what it is to be called; None where its place is taken."""
    wrong = misnamed(section)
    right = [key for key in section if key.lower() == RIGHT.lower()]
    if not wrong or any(not says_nothing(section[key]) for key in right):
        return None
    return wrong[0], right[0] if right else RIGHT
