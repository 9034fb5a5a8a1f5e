"""A child leaves with its parent, however that one went."""

import ctypes
import os
import signal

SUPERVISOR = "CARUBAN_SUPERVISED_BY"  # the supervisor's process id, told to its children
_PR_SET_PDEATHSIG = 1


def die_with_parent(told: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send this process a signal when the one that started it is gone."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, told)


def leave_with(parent: int) -> None:
    """Leave with the process that started this one; leave now if it is gone already."""
    die_with_parent()
    if os.getppid() != parent:
        os._exit(1)


def stay_with_supervisor() -> None:
    """Leave with the supervisor, where one started this process."""
    if supervisor := os.environ.get(SUPERVISOR):
        leave_with(int(supervisor))
