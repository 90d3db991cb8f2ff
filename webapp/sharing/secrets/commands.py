"""What is secret in commands: options whose names do not say so, and the words of a list that an option is before."""

import re
from collections.abc import Iterator

from webapp.core.path import Json
from webapp.sharing.secrets import names, values
from webapp.sharing.secrets.patterns import Candidate

# The name of an item `user:password`, and of an item `-ppassword`.
USER, GLUED = "basic-auth", "-p password"
_LOOK_BACK = 200
_USER = re.compile(
    r"(?<!\S)(?:-u|--user|--proxy-user)(?:[ \t]{1,4}|=)[\"'\\]{0,4}[^\s:\"'\\]{1,64}:(?P<value>[^\s\"'\\]{1,256})"
)
_GLUED = re.compile(r"(?<!\S)-p(?P<value>[^\s\"'\\;|&]{1,256})")
_WITH_USER = re.compile(r"(?:curl|http|https|wget)\b")
_WITH_GLUED = re.compile(r"(?:mysql\w{0,9}|mariadb(?:-\w{1,9})?|sshpass)\b")
_DRIVER = re.compile(r"@(?:tcp|udp|unix)\(")
_BEFORE_DRIVER = re.compile(r"[\w.+-]{1,64}:(?P<value>\S+)")
_ENDS_ACCOUNT = re.compile(r"[\s\"'=]")


def in_commands(text: str) -> Iterator[Candidate]:
    """Yield the passwords of `curl -u user:password`, `mysql -ppassword` and `user:password@tcp(host)`."""
    for option, program in ((_USER, _WITH_USER), (_GLUED, _WITH_GLUED)):
        for match in option.finditer(text):
            told = program.search(text, max(0, match.start() - _LOOK_BACK), match.start())
            if told and not match["value"].isdigit():
                yield Candidate("password-variable", *match.span("value"), "password")
    for match in _DRIVER.finditer(text):
        before = _ENDS_ACCOUNT.split(text[max(0, match.start() - _LOOK_BACK) : match.start()])[-1]
        account = _BEFORE_DRIVER.fullmatch(before)
        if account:
            yield Candidate("url-credentials", match.start() - len(account["value"]), match.start(), "password")


def said_of(items: list[Json], index: int) -> str:
    """Return the name of what an item of a command is by the option before it, such as `--password`; or nothing."""
    before, item = items[index - 1] if index else None, items[index]
    if not isinstance(before, str) or not isinstance(item, str):
        return ""
    program = str(items[0])
    if before in ("-u", "--user", "--proxy-user") and _WITH_USER.match(_last_part(program)):
        return USER
    if item.startswith("-p") and not item.startswith("--") and _WITH_GLUED.match(_last_part(program)):
        return GLUED
    return before if before.startswith("-") and names.strength(before) and is_value(item) else ""


def is_value(word: str) -> bool:
    """Tell whether the word behind an option is its value and not the next option."""
    return not word.startswith("-") or (not word.startswith("--") and values.looks_random(word))


def _last_part(program: str) -> str:
    return program.rpartition("/")[2]
