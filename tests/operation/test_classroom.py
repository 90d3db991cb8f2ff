"""The load script: a small class gets through, and what goes wrong is noticed. No time is judged here."""

import asyncio
import socket
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests.load import classroom
from tests.load.classroom import Answer


def attended(url: str, people: int, minutes: float, phases: Iterable[str]) -> Mapping[str, list[Answer]]:
    """Let the class in, in a thread of its own: the browser's tests leave an event loop behind in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(classroom.attend(urlsplit(url), people, minutes, phases))).result()


def test_a_small_class_gets_through_without_an_error_or_a_refusal() -> None:
    with classroom.server() as url:
        answers = attended(url, 6, 0.02, classroom.PHASES)
    assert {phase: len(found) for phase, found in answers.items()} == dict.fromkeys(classroom.PHASES, 6)
    assert {phase: classroom.faults(found) for phase, found in answers.items()} == dict.fromkeys(
        classroom.PHASES, (0, 0)
    )
    assert len({page.cookie for page in answers["page"]}) == 6


def test_a_server_that_is_not_there_is_an_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        answers = attended(f"http://127.0.0.1:{taken.getsockname()[1]}", 2, 0.001, ["burst"])
    assert classroom.faults(answers["burst"]) == (0, 2)


@pytest.mark.parametrize(
    ("answers", "faults", "slow"),
    [
        ([Answer(200, 0.1)] * 100, (0, 0), False),
        ([Answer(200, 0.1)] * 96 + [Answer(200, 0.5)] * 4, (0, 0), False),
        ([Answer(200, 0.1)] * 94 + [Answer(200, 0.5)] * 6, (0, 0), True),
        ([Answer(200, 0.1), Answer(429, 0.1), Answer(422, 0.1), Answer(0, 0.1)], (1, 2), False),
    ],
)
def test_refusals_errors_and_slowness_are_told_apart(
    answers: list[Answer], faults: tuple[int, int], slow: bool
) -> None:
    assert classroom.faults(answers) == faults
    assert classroom.is_slow(answers) is slow
    refused, failed = faults
    assert classroom.told("burst", answers).endswith(f"429: {refused}  errors: {failed}")
