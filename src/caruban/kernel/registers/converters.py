"""A register within an address."""

from django.urls import register_converter

from caruban.kernel.registers.register import RegisterType, register_at


class RegisterConverter:
    """Turn the Indonesian place of a register into the register, and back."""

    regex = "[a-z][a-z-]*"

    def to_python(self, value: str) -> RegisterType:
        """Give the register. Raises ValueError, so that the address leads nowhere."""
        try:
            return register_at(value)
        except LookupError as error:
            raise ValueError(value) from error

    def to_url(self, value: RegisterType | str) -> str:
        """Give its place."""
        return value if isinstance(value, str) else value.path


register_converter(RegisterConverter, "register")
