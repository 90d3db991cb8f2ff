"""Messages cut to a length that can be read, whatever was pasted; the paths beside them are whole."""

from webapp.core.message import Message

LONGEST = 200  # characters of one value: room for a path or a list of some names


def shortened(message: Message) -> Message:
    """Return a message none of whose values is longer than `LONGEST` characters and an ellipsis."""
    if all(len(str(value)) <= LONGEST for value in message.values.values()):
        return message
    return Message(message.template, {name: _cut(str(value)) for name, value in message.values.items()})


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
