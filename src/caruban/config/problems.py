"""What keeps a command from its work, as one line for the person who gave it."""

WRONG = 2  # exit status: the command or a setting is wrong
FAILED = 1  # exit status: right, but it could not be done


class Problem(Exception):
    """A command cannot do its work; the message says why and what to do, in one line."""

    def __init__(self, sentence: str, *, status: int = FAILED) -> None:
        super().__init__(sentence)
        self.status = status
