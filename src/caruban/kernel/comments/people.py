"""Who may be mentioned in a comment: people of the record's institution who may see the record.

Nobody learns of people elsewhere: only institutions that the record and who asks have in common
count, whatever their roles reach.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone

from caruban.kernel.access import paths_of
from caruban.kernel.accounts.models import Membership, User
from caruban.kernel.accounts.roles import Reach, grant_of
from caruban.kernel.actors import Actor
from caruban.kernel.comments.permissions import CommentPermission
from caruban.kernel.permissions import Permission
from caruban.kernel.registers.register import RegisterType

SHOWN = 8  # people offered as one types
MOST = 20  # people mentioned in one comment
SIGN = re.compile(r"(?<![\w@.])@(?=\w)")  # an @ that begins a name, and none of an address of mail
LONGEST = 60  # characters after the sign, that are compared with names


@dataclass(frozen=True)
class Mention:
    """Somebody in a text: who, and what stands for them after the "@"."""

    user: int
    name: str


def mentionable(register: RegisterType, record: Model, *, by: Actor) -> QuerySet[User]:
    """Give the people who may see a record and its comments, in the institution of `by`."""
    places = _places(record, by)
    found = User.objects.filter(is_active=True, is_system=False)
    for permission in (register.reads, CommentPermission.READ):
        if not grant_of(permission).is_public:
            found = found.filter(pk__in=_holders(permission, places))
    return found


def sought(
    register: RegisterType, record: Model, words: str, *, by: Actor
) -> list[tuple[str, str]]:
    """Give name and unit of people who can be mentioned, by the beginning of a word of the name."""
    words = " ".join(words.replace("\x00", "").split())[:LONGEST]
    found = mentionable(register, record, by=by)
    if words:
        found = found.filter(Q(name__istartswith=words) | Q(name__icontains=f" {words}"))
    people = list(found.order_by("name", "pk")[:SHOWN])
    units = _units(people, _places(record, by))
    return [(label, units.get(person.pk, "")) for person, label in _labelled(people, units)]


def mentions_in(text: str, register: RegisterType, record: Model, *, by: Actor) -> list[Mention]:
    """Give whom a text mentions: after an "@" the longest name that fits; each once.

    A name that two people have fits neither alone: it is followed by the unit in brackets.
    """
    starts = [match.end() for match in SIGN.finditer(text)][: 3 * MOST]
    tails = [" ".join(text[start : start + LONGEST * 2].split()).casefold() for start in starts]
    beginnings = {tail.split()[0] for tail in tails if tail}
    if not beginnings:
        return []
    wanted = Q()
    for one in beginnings:
        wanted |= Q(name__istartswith=re.split(r"[^\w'’.-]", one)[0])
    people = list(mentionable(register, record, by=by).filter(wanted).order_by("pk")[:500])
    units = _units(people, _places(record, by))
    labels = sorted(_labelled(people, units), key=lambda one: -len(one[1]))
    found: dict[int, Mention] = {}
    for tail in tails:
        for person, label in labels:
            if _begins(tail, label.casefold()):
                found.setdefault(person.pk, Mention(person.pk, label))
                break
    return list(found.values())[:MOST]


def named_in(text: str) -> list[str]:
    """Give the first word after each "@" that begins a name, whoever it means."""
    words = (re.match(r"[\w'’-]+", text[match.end() :]) for match in SIGN.finditer(text))
    return list(dict.fromkeys(one[0] for one in words if one))


def _begins(tail: str, label: str) -> bool:
    rest = tail[len(label) : len(label) + 1]
    return tail.startswith(label) and not (rest.isalnum() or rest == "_")


def _labelled(people: Sequence[User], units: dict[int, str]) -> Iterable[tuple[User, str]]:
    """Give each with the name that stands for them and for nobody else."""
    names = {one.name for one in people}
    many = User.objects.filter(name__in=names).values("name").annotate(n=Count("pk"))
    shared = set(many.filter(n__gt=1).values_list("name", flat=True))
    for one in people:
        is_shared = one.name in shared
        yield one, f"{one.name} ({units.get(one.pk, one.pk)})" if is_shared else one.name


def _units(people: Sequence[User], places: Sequence[str]) -> dict[int, str]:
    """Give the unit of each person below some places."""
    held = _below(places).filter(user__in=people).select_related("organisation")
    return {one.user_id: one.organisation.name for one in held.order_by("-pk")}


def _holders(permission: Permission, places: Sequence[str]) -> QuerySet[Membership, int]:
    """Give the users whose membership carries a permission to a record at some places."""
    grant = grant_of(permission)
    held = _below([_root(place) for place in places]).filter(role__in=grant.roles)
    if grant.reach is Reach.SUBTREE:
        held = held.filter(
            organisation__path__in={one for place in places for one in _above(place)}
        )
    return held.values_list("user", flat=True)


def _below(places: Sequence[str]) -> QuerySet[Membership]:
    """Give the memberships in force of the institutions of some places."""
    within = Q(pk__in=())
    for place in places:
        within |= Q(organisation__path__startswith=_root(place))
    return Membership.objects.in_force(timezone.localdate()).filter(within)


def _places(record: Model, by: Actor) -> list[str]:
    """Give where a record lies, as far as who asks belongs to the same institution."""
    holdings = getattr(by, "holdings", ())
    mine = {one.institution_path for one in holdings}
    is_anywhere = any(one.path is None for one in holdings)  # the system itself
    return [path for path in paths_of(record) if is_anywhere or _root(path) in mine]


def _above(path: str) -> list[str]:
    """Give the paths of a place and of all above it."""
    steps = path.rstrip(".").split(".")
    return [".".join(steps[: n + 1]) + "." for n in range(len(steps))]


def _root(path: str) -> str:
    return path.split(".", maxsplit=1)[0] + "."
