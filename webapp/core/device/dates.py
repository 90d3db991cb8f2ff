"""Text that looks like a time, which the agent's JSON reader turns into one (parsing notes, section 3).

Only what is looked up after parsing goes through this: `Cmd`, `Entrypoint`, `WorkingDir`, `k8s-experimental`.
"""

import re

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,20})?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?",
    re.ASCII,
)
_LENGTH = range(19, 41)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def printed(text: str) -> str:
    """Return a text as the agent prints it: `2020-01-02T03:04:05Z` becomes `01/02/2020 03:04:05`.

    The clock of the agent's container shows UTC, so an offset is taken off.
    """
    found = _TIME.fullmatch(text) if len(text) in _LENGTH else None
    if not found:
        return text
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    if not (1 <= month <= 12 and 1 <= day <= _days(year, month) and hour < 24 and minute < 60 and second < 60 and year):
        return text
    offset = (int(found[8]) * 60 + int(found[9] or 0)) * (-1 if found[7] == "-" else 1) if found[7] else 0
    days, rest = divmod(hour * 60 + minute - offset, 24 * 60)
    year, month, day = _later(year, month, day, days)
    return f"{month:02}/{day:02}/{year:04} {rest // 60:02}:{rest % 60:02}:{second:02}"


def _days(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS[month - 1] + leap


def _later(year: int, month: int, day: int, days: int) -> tuple[int, int, int]:
    """Return the date a few days later, or earlier where `days` is negative."""
    day += days
    while day < 1:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        day += _days(year, month)
    while day > _days(year, month):
        day -= _days(year, month)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return year, month, day
