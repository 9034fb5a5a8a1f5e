"""Which registers there are for a caller, with the verbs and addresses that each has for them."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router
from pydantic import Field

from caruban.kernel.access import may
from caruban.kernel.registers.api.routes import as_json, place_of, router_of
from caruban.kernel.registers.api.schemas import Shown
from caruban.kernel.registers.queries import may_do
from caruban.kernel.registers.register import all_registers
from caruban.kernel.web.api import asks, reader, refusals, tagged

VERBS = ("reads", "creates", "changes", "removes")


class ActionOut(Shown):
    """An action that you may take on records of a register."""

    name: str = Field(examples=["approve"])
    label: str = Field(examples=["Setujui"])
    details: list[str] = Field(description="what it asks for", examples=[["why"]])


class RegisterOut(Shown):
    """A register that you may read, and what else you may do in it, somewhere at least."""

    name: str = Field(examples=["units"])
    title: str = Field(examples=["Perangkat daerah dan unit"])
    href: str = Field(description="address of its list", examples=["/api/v1/registers/units"])
    may: dict[str, bool] = Field(examples=[dict.fromkeys(VERBS, True)])
    actions: list[ActionOut]
    key: list[str] = Field(description="fields by which people know a record", examples=[["code"]])
    indicators: list[int] = Field(description="indicators of SPBE that its records prove")


def make_router() -> Router:
    """Give the routes of all registers, and of their index."""
    router = Router(tags=["Register"])

    @router.get(
        "",
        summary="List registers",
        response={200: list[RegisterOut]} | refusals(),
        operation_id="registers",
        url_name="registers",
    )
    @asks(None, public="tells everyone the registers that they may read, a guest those of all")
    def registers(request: HttpRequest) -> HttpResponseBase:
        """Give the registers that you may read: where they are, what else you may do there."""
        by = reader(request)
        told: list[dict[str, Any]] = [
            {
                "name": one.name,
                "title": str(one.title),
                "href": place_of(one),
                "may": {verb: may_do(one, verb, by=by) for verb in VERBS},
                "actions": [
                    {"name": act.name, "label": str(act.label), "details": list(act.details)}
                    for act in one.actions
                    if may(by, act.permission)
                ],
                "key": list(one.key),
                "indicators": list(one.proves),
            }
            for one in all_registers()
            if may_do(one, "reads", by=by)
        ]
        return tagged(request, as_json(told))

    for register in all_registers():
        router.add_router(f"/{register.name}", router_of(register))
    return router
