from caruban.kernel.actions import action
from caruban.kernel.actors import Actor
from caruban.kernel.errors import Refused
from tests.toys.models import Toy
from tests.toys.permissions import ToyPermission


@action(ToyPermission.APPROVE)
def approve(toy: Toy, *, by: Actor, why: str = "") -> Toy:
    """Approve a draft. Refused for what is approved already."""
    if toy.state != Toy.State.DRAFT:
        raise Refused("Mainan ini sudah disetujui.", field="state")
    toy.state = Toy.State.APPROVED
    toy.story = f"{toy.story} {why}".strip()
    toy.save(update_fields=["state", "story"])
    return toy
