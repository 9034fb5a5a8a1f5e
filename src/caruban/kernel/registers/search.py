"""Words sought in a register: Indonesian stems, beginnings, parts of codes, and words mistyped.

Stands on two indexes for each register, made from its declaration (`search_indexes.py`): of the
stems (PostgreSQL's `indonesian`) and of the trigrams of the same text.
"""

import re
from typing import Any

from django.db.models import BooleanField, F, FloatField, Func, Model, Q, QuerySet, Value
from django.db.models.functions import Greatest

from caruban.kernel.records import Record
from caruban.kernel.registers.once import once
from caruban.kernel.registers.register import RegisterType

LONGEST = 200  # characters of a question; the rest is not read
LEAST = 4  # letters of a question, before likeness is asked: shorter ones are like everything
WORD = re.compile(r"\w+")


class Text(Func):
    """The text of a row that is searched: its columns, joined; written as the indexes have it."""

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_extra: Any
    ) -> tuple[str, list[Any]]:
        """Join the columns without parameters, so that the planner knows the index again."""
        columns = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        return "(" + " || ' ' || ".join(f"COALESCE({one}, '')" for one in columns) + ")", []


class Matches(Func):
    """Whether a text holds what is sought: by stems, by a part, or (where wanted) by likeness."""

    output_field = BooleanField()

    def __init__(self, text: Text, words: str, *, alike: bool) -> None:
        super().__init__(text)
        self.words = words
        self.alike = alike

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_extra: Any
    ) -> tuple[str, list[Any]]:
        """Ask each in the words of its index."""
        text, _none = compiler.compile(self.get_source_expressions()[0])
        stems, params = stems_of(self.words)
        asked = [f"to_tsvector('indonesian', {text}) @@ ({stems})", f"lower({text}) LIKE %s"]
        params.append(f"%{escaped(self.words.lower())}%")
        if self.alike and len(self.words) >= LEAST:
            asked.append(f"%s <%% lower({text})")
            params.append(self.words.lower())
        return "(" + " OR ".join(asked) + ")", params


class Likeness(Func):
    """How like a text is to what is sought: 0 to 1 and, where the words are there, beyond."""

    output_field = FloatField()

    def __init__(self, text: Text, words: str) -> None:
        super().__init__(text)
        self.words = words

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_extra: Any
    ) -> tuple[str, list[Any]]:
        """Add what the stems say to what the trigrams say."""
        text, _none = compiler.compile(self.get_source_expressions()[0])
        stems, params = stems_of(self.words)
        sql = (
            f"(ts_rank(to_tsvector('indonesian', {text}), ({stems}))"
            f" + word_similarity(%s, lower({text})))"
        )
        return sql, [*params, self.words.lower()]


def stems_of(words: str) -> tuple[str, list[Any]]:
    """Give the question to a tsvector: every word, the last one perhaps not typed to its end."""
    *whole, last = WORD.findall(words) or [""]
    parts, params = [], []
    if whole:
        parts.append("plainto_tsquery('indonesian', %s)")
        params.append(" ".join(whole))
    if last:
        parts.append("(plainto_tsquery('indonesian', %s) || to_tsquery('simple', %s))")
        params += [last, f"{last.lower()}:*"]
    return " && ".join(parts) or "''::tsquery", params


def escaped(words: str) -> str:
    """Take their meaning from the signs that LIKE knows."""
    return re.sub(r"([\\%_])", r"\\\1", words)


def cleaned(words: str) -> str:
    """Give a question as it is asked: without NUL and needless spaces, not too long."""
    return " ".join(words.replace("\x00", " ").split())[:LONGEST]


@once
def own_columns(register: RegisterType) -> tuple[str, ...]:
    """Give the columns of the record itself that are searched."""
    return tuple(name for name in register.search if "__" not in name)


def text_of(register: RegisterType) -> Text:
    """Give the searched text of a register's rows."""
    return Text(*(F(name) for name in own_columns(register)))


def matching(
    register: RegisterType, found: "QuerySet[Record]", words: str, *, alike: bool = True
) -> "QuerySet[Record]":
    """Narrow rows of a register to those that hold what is sought; all, where nothing is.

    alike   whether words that are only like those sought are found as well: a search forgives what
            is mistyped, a filter lets through no more than it says
    """
    words = cleaned(words)
    if not words:
        return found
    asked = Q()
    if own_columns(register):
        asked |= Q(Matches(text_of(register), words, alike=alike))
    for name in register.search:
        if "__" in name:
            asked |= _beyond(register.model, name, words)
    return found.filter(asked) if register.search else found.none()


def ranked(register: RegisterType, found: "QuerySet[Record]", words: str) -> "QuerySet[Record]":
    """Order rows by how like they are to what is sought, the most like first."""
    words = cleaned(words)
    if not own_columns(register):
        return found.order_by("pk")
    likeness = Greatest(Likeness(text_of(register), words), Value(0.0))
    return found.annotate(likeness=likeness).order_by("-likeness", "pk")


def _beyond(model: type[Model], name: str, words: str) -> Q:
    """Ask a related record; by its own rows, so that the question does not join a large table."""
    relation, rest = name.split("__", 1)
    related = model._meta.get_field(relation).remote_field.model  # type: ignore[union-attr]
    numbers = related._base_manager.filter(**{f"{rest}__icontains": words}).values("pk")
    return Q(**{f"{relation}__in": numbers})
