"""Personal data that must not stand where machines write: addresses of mail, NIK, telephones."""

import re

PERSONAL = (  # what must not stand there, and what stands there instead
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<email>"),
    (re.compile(r"(?<!\d)\d{16}(?!\d)"), "<nik>"),
    (re.compile(r"(?<![\w.:-])(?:\+62|08)\d[\d-]{7,12}(?![\w-])"), "<phone>"),
)


def without_personal_data(text: str) -> str:
    """Take out addresses of mail, NIK and telephone numbers."""
    for pattern, instead in PERSONAL:
        text = pattern.sub(instead, text)
    return text
