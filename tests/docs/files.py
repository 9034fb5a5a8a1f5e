"""Where the documents are, and what they hold."""

import importlib.machinery
import importlib.util
import re
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "caruban"
DOCS = ROOT / "docs"
DECISIONS = DOCS / "decisions"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    """Give every document of the project, by name."""
    outer = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    found = [*outer, *DOCS.rglob("*.md"), *PACKAGE.rglob("*.md"), *(ROOT / "changes").glob("*.md")]
    return sorted(path for path in found if path.exists())


def prose(path: Path) -> str:
    """Give a document without its fenced blocks."""
    return FENCED.sub("", path.read_text(encoding="utf-8"))


def links(path: Path) -> list[str]:
    """Give the addresses that a document links to."""
    return LINK.findall(prose(path))


def named(path: Path) -> set[str]:
    """Give what a document names `in code`."""
    return {name for code in CODE.findall(prose(path)) for name in (code, code.split(".")[-1])}


def sections(path: Path) -> dict[str, str]:
    """Give the text beneath each heading of a document."""
    parts = re.split(r"^#+ (.*)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def script(name: str) -> ModuleType:
    """Load one of our scripts as a module."""
    loader = importlib.machinery.SourceFileLoader(
        f"script_{name.strip('_').removesuffix('.py')}", str(ROOT / "script" / name)
    )
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
