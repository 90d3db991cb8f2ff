"""What judging costs, as a ratio to a conversion of the same paste, so that it holds on any machine."""

from statistics import median

from tests.bench import realistic
from tests.effort import spent
from webapp.core import convert
from webapp.core.device import AZURE_STACK_EDGE, DeviceModule, translate
from webapp.core.kubernetes import validate

PASTE = realistic(3)
RUNS = range(20)


def test_translating_and_judging_cost_no_more_than_a_conversion() -> None:
    module = DeviceModule("camera", "a.io/b:1", create_options=PASTE)
    validate(translate(module, AZURE_STACK_EDGE).objects)  # the schemas are loaded once
    ratios = []
    for _ in range(7):
        converting = spent(lambda: [convert(PASTE) for _ in RUNS])
        ratios.append(spent(lambda: [validate(translate(module, AZURE_STACK_EDGE).objects) for _ in RUNS]) / converting)
    assert median(ratios) <= 1
