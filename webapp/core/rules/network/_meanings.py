"""What the name of a variable or an option says about its value: a host, an image, or a name of something else.

Source: facts F1.48, F2.8; the variables of the official images of databases and brokers.
"""

import re

_HOST = re.compile(
    r"(host|host_?name|server|address|addr|broker|gateway|upstream|backend|url|uri|endpoint|source|dns|"
    r"no_proxy|(?<![a-z])ip)s?$",
    re.IGNORECASE,
)
_SURELY_HOST = re.compile(
    r"(hosts?|host_?names?|servers?|address(es)?|addrs?|brokers?|urls?|uris?|dns|no_proxy|(?<![a-z])ips?)$",
    re.IGNORECASE,
)
_CONNECTION = re.compile(r"(conn(ection)?_?str(ing)?|connection|dsn)s?$", re.IGNORECASE)
_IMAGE = re.compile(
    r"(image|img)([_.-]?(name|tag|ref|reference|repo|repository|uri|version|id))?s?$|(tag|version)s?$", re.IGNORECASE
)
_BASE = re.compile(r"(^|build[_.-]?|docker[_.-]?|runtime[_.-]?)(base|from)$", re.IGNORECASE)
_OTHER = re.compile(
    r"([a-z0-9][_.-]db|database([_.-]?name)?|db_?name|catalog|schema|keyspace|table|bucket|vhost|topic|queue|"
    r"user([_.-]?(name|id))?|uid|login|pass|passw(or)?d|pwd|secret|token|api[_.-]?key)s?$",
    re.IGNORECASE,
)


def is_host_variable(name: str) -> bool:
    """Tell whether a variable or an option is one that holds the name of a host."""
    return bool(_HOST.search(name))


def is_surely_host(name: str) -> bool:
    """Tell whether a variable or an option can hold nothing but a host; `SOURCE` can hold the name of a module."""
    return bool(_SURELY_HOST.search(name))


def is_connection(name: str) -> bool:
    """Tell whether a variable or an option holds a connection string."""
    return bool(_CONNECTION.search(name))


def is_image(name: str) -> bool:
    """Tell whether a variable or an option holds an image or its tag, in which `redis:7000` is no call."""
    return bool(_IMAGE.search(name))


def may_be_image(name: str) -> bool:
    """Tell whether `node:20` is an image in this variable or option, such as `BASE`."""
    return bool(_BASE.search(name)) or is_image(name)


def is_another_name(name: str) -> bool:
    """Tell whether a variable or an option holds the name of an image, a database, a user, a topic: of no module."""
    return may_be_image(name) or bool(_OTHER.search(name))
