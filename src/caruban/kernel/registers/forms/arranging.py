"""Rows of a form added, removed and moved by plain buttons: the form is sent and shown again."""

from datetime import date

from django.http import QueryDict

from caruban.kernel.registers.forms.rows import MOST, defaults_of
from caruban.kernel.registers.register import RegisterType, rows_of

BUTTON = "row"  # of the buttons: "parts.add", "parts.remove.3", "parts.up.3", "parts.down.3"


def arrange(posted: QueryDict, register: RegisterType) -> str:
    """Do what a button says to the numbers of the rows; give the row that gets the focus, or "".

    Anything else changes nothing.
    """
    name, _dot, order = posted.get(BUTTON, "").partition(".")
    verb, _dot, number = order.partition(".")
    if name not in {one.name for one in rows_of(register)}:
        return ""
    numbers = posted.getlist(name)
    if verb == "add" and len(numbers) < MOST:
        number = str(max((int(one) for one in numbers if one.isdecimal()), default=-1) + 1)
        numbers.append(number)
        _begin(posted, register, name, number)
    elif number not in numbers:
        return ""
    elif verb == "remove":
        at = numbers.index(number)
        numbers.remove(number)
        number = numbers[min(at, len(numbers) - 1)] if numbers else ""
    elif verb in {"up", "down"}:
        _move(numbers, number, -1 if verb == "up" else 1)
    posted.setlist(name, numbers)
    return f"{name}-{number}" if number else f"{name}-add"


def _begin(posted: QueryDict, register: RegisterType, name: str, number: str) -> None:
    """Put into a new row what it begins with, as its controls would send it."""
    rows = next(one for one in rows_of(register) if one.name == name)
    for column, value in defaults_of(register, rows).items():
        if value is not None and value is not False:
            text = value.isoformat() if isinstance(value, date) else str(value)
            posted[f"{name}-{number}-{column}"] = "on" if value is True else text


def _move(numbers: list[str], number: str, by: int) -> None:
    at = numbers.index(number)
    to = min(max(at + by, 0), len(numbers) - 1)
    numbers.insert(to, numbers.pop(at))
