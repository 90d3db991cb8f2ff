"""What is said of names that were changed, or were not, wherever a paste names the module."""

from webapp.core.edit import Because, Finding, On, find, on
from webapp.core.module import Module
from webapp.core.rules.network._calls import Reference
from webapp.core.rules.network._spots import at_spot

_DERIVED = Because(sure="derived")


def wrong(call: Reference, made: str, line: int) -> On | Finding:
    """Tell a caller that the host name it uses is not the module's."""
    finding = find(
        "warning",
        call.spot.path,
        "`{word}` is not the host name of the module in line {line}; on the device it is `{made}`.",
        "Answer the question about that module: it gets another name, or its callers use `{made}`.",
        because=_DERIVED,
        part=call.spot.part,
        word=call.word,
        made=made,
        line=line,
    )
    return at_spot(call.spot, finding)


def another_one(module: Module, new: str) -> On:
    """Say that a module with a new name is another one to IoT Hub."""
    return on(
        module,
        find(
            "info",
            (),
            "In IoT Hub the module gets a new identity with its name: `{new}` appears and `{name}` goes.",
            "Let direct methods, cloud queries, service code, and other deployments and layers that name `{name}` say "
            "`{new}`.",
            because=_DERIVED,
            part="entry",
            name=module.name,
            new=new,
        ),
    )


def untouched(module: Module, made: str, places: str) -> Finding:
    """List where the name of a module that keeps it may be meant as such."""
    return find(
        "info",
        (),
        "`{name}` also stands in the settings of `{places}`, where it may be the module's name rather than a host's; "
        "that stays as it is.",
        "Write `{made}` there if it is where the module is called.",
        because=_DERIVED,
        part="entry",
        name=module.name,
        made=made,
        places=places,
    )


def unsure(module: Module, new: str, places: str) -> Finding:
    """List where the old name of a module stays, as it may mean something else."""
    return find(
        "info",
        (),
        "`{name}` also stands in the settings of `{places}`, where it may mean something else; that stays as it is.",
        "Write `{new}` there if the module is meant.",
        because=_DERIVED,
        part="entry",
        name=module.name,
        new=new,
        places=places,
    )
