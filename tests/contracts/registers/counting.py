"""The pages of registers whose questions to the database are counted, in query_counts.json."""

from caruban.kernel.registers.register import all_registers

PAGES = {
    "list": lambda scene: scene.place(),
    "record": lambda scene: scene.place("record", scene.record.pk),
    "create": lambda scene: scene.place("create"),
    "edit": lambda scene: scene.place("edit", scene.record.pk),
    "history": lambda scene: scene.place("history", scene.record.pk),
    "export": lambda scene: scene.place("export", "json"),
    "api": lambda scene: f"/api/v1/registers/{scene.register.name}",
}


def name_of(register, page):
    """Give the name under which a count is recorded."""
    return f"register {register.name} {page}"


def names():
    """Give the names of all that can be recorded."""
    return {name_of(register, page) for register in all_registers() for page in PAGES}
