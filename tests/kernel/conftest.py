"""Modules that offer something to the frame, for one test."""

import pytest

from caruban.kernel.tiles.interface import COMMANDS, FINDERS, HIGHLIGHTS, LINKS, TASKS

REGISTRIES = {
    "tasks": TASKS,
    "links": LINKS,
    "highlights": HIGHLIGHTS,
    "commands": COMMANDS,
    "finders": FINDERS,
}


def always(offers):
    return lambda *_actor, **_on: offers


@pytest.fixture
def offer():
    """Give a function by which what is offered of one kind stands alone until the test is over.

    Each offer is a list, or a function as a module registers it.
    """
    kept = {kind: list(registry) for kind, registry in REGISTRIES.items()}

    def alone(kind, *givers):
        REGISTRIES[kind][:] = [one if callable(one) else always(one) for one in givers]

    yield alone
    for kind, givers in kept.items():
        REGISTRIES[kind][:] = givers
