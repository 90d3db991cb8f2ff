"""What the command line takes. Nothing heavy is loaded here."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from functools import partial
from typing import NoReturn

from webapp.cli import texts
from webapp.cli.output import shown

PROG = "createoptions"
FORMATS = ("text", "json", "patch", "report", "sarif")
PREVIEWS = ("yaml", "json", "svg")
LANGUAGES = ("en", "de")
SHELLS = ("bash", "zsh", "tcsh")
Make = Callable[..., ArgumentParser]
LINKS = """\
Looks after the short links that a server has stored. DATABASE_URL names the
database, as it does for the server; without it, it is the file
var/links.sqlite3 of this folder."""
LINKS_MORE = """\
exit status:
  0  done
  2  the database can't be reached, there is no such link, or wrong usage"""
BACKUP = """\
Copies the database into FILE, consistent while links are being stored.
To go back to it with SQLite: stop the server, delete the files ending in -wal
and -shm, and put FILE in the place of the database file. With PostgreSQL,
pg_dump must be installed, and pg_restore reads FILE."""


class Parser(ArgumentParser):
    """A parser whose complaints may quote names and pasted text."""

    def error(self, message: str) -> NoReturn:
        """Print usage and complaint, harmless on a terminal, and end with status 2."""
        super().error(shown(message))


def parser(prog: str = PROG) -> ArgumentParser:
    """Return the parser of the whole command line."""
    style = RawDescriptionHelpFormatter
    made = Parser(prog, None, texts.ABOUT, texts.MORE, formatter_class=style, allow_abbrev=False)
    made.add_argument("--version", action="store_true", help="print the versions of the program and of its rules")
    made.add_argument("--print-completion", choices=SHELLS, metavar="SHELL", help=texts.COMPLETION)
    commands = made.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    make = partial(commands.add_parser, formatter_class=style, allow_abbrev=False)
    _convert(make)
    _preview(make)
    _explain(make)
    _serve(make)
    _links(make)
    return made


def _convert(make: Make) -> None:
    one = make("convert", help="convert files or standard input", description=texts.CONVERT, epilog=texts.CONVERT_MORE)
    one.set_defaults(refuse=one.error)
    one.add_argument("files", nargs="*", metavar="FILE", help="what to convert; `-` or none: standard input")
    one.add_argument("-f", "--format", choices=FORMATS, default="text", help=texts.FORMAT)
    one.add_argument(
        "-c", "--choose", action="append", default=[], type=_answer, metavar="ID=ANSWER", help=texts.CHOOSE
    )
    where = one.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", metavar="DIR", help=texts.OUTPUT)
    where.add_argument("-i", "--in-place", action="store_true", help=texts.IN_PLACE)
    one.add_argument("-q", "--quiet", action="store_true", help="say nothing but what can't be read or written")
    one.add_argument("--language", choices=LANGUAGES, default="en", help=texts.LANGUAGE)


def _preview(make: Make) -> None:
    about = "show what the device makes of a file or standard input"
    one = make("preview", help=about, description=texts.PREVIEW, epilog=texts.PREVIEW_MORE)
    one.set_defaults(refuse=one.error)
    one.add_argument("file", nargs="?", metavar="FILE", help="what to preview; `-` or none: standard input")
    one.add_argument("-f", "--format", choices=PREVIEWS, default="yaml", help=texts.PREVIEW_FORMAT)
    one.add_argument(
        "-c", "--choose", action="append", default=[], type=_answer, metavar="ID=ANSWER", help=texts.CHOOSE
    )
    one.add_argument(
        "-d", "--device", action="append", default=[], type=_setting, metavar="KEY=VALUE", help=texts.DEVICE
    )
    one.add_argument("--pasted", action="store_true", help=texts.PASTED)
    one.add_argument("-q", "--quiet", action="store_true", help="say nothing but what can't be read")


def _explain(make: Make) -> None:
    one = make("explain", help="say what a rule does and why", description=texts.EXPLAIN, epilog=texts.EXPLAIN_MORE)
    one.add_argument("rule", nargs="?", metavar="RULE", help="the rule's name, or a statement such as G12")


def _serve(make: Make) -> None:
    one = make("serve", help="serve the web page for yourself", description=texts.SERVE)
    one.set_defaults(refuse=one.error)
    one.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s, this machine)")
    one.add_argument("--port", default=8000, type=_port, help="port to listen on (default: %(default)s)")


def _links(make: Make) -> None:
    one = make("links", help="look after stored links: backup, purge, …", description=LINKS, epilog=LINKS_MORE)
    one.set_defaults(refuse=one.error)
    actions = one.add_subparsers(dest="action", metavar="ACTION", title="actions", required=True)
    about = "copy the database into a file while it is in use"
    backup = actions.add_parser("backup", help=about, description=BACKUP, formatter_class=one.formatter_class)
    backup.add_argument("file", metavar="FILE", help="where to; a file that is there is replaced")
    actions.add_parser("purge", help="erase the content of links that have expired")
    actions.add_parser("migrate", help="make or update the tables; the server does so when it starts")
    delete = actions.add_parser("delete", help="delete a link without its delete token")
    delete.add_argument("ident", metavar="LINK", help="the link, or its last part")
    actions.add_parser("count", help="count the links")


def _answer(text: str) -> str:
    if text.find("=") < 1:
        raise ArgumentTypeError(f"{text!r} is not ID=ANSWER, for example 'binds:/HostConfig/Binds/0=keep'")
    return text


def _setting(text: str) -> str:
    if text.find("=") < 1:
        raise ArgumentTypeError(f"{text!r} is not KEY=VALUE, for example 'portMappingServiceType=NodePort'")
    return text


def _port(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and 0 < int(text) < 65536):
        raise ArgumentTypeError(f"{text!r} is not a port; say a number from 1 to 65535")
    return int(text)
