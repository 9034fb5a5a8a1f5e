"""What deploy/ holds names settings, commands and addresses that there are, and is sound itself."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from caruban.config.cli import found
from caruban.config.environment import VARIABLES

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [one for one in UNITS if one.suffix == ".service"]
TEXTS = sorted(one for one in DEPLOY.rglob("*") if one.is_file())
OURS = {"CARUBAN_TEST"}
HARDENED = {
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
    "CapabilityBoundingSet=", "RestrictSUIDSGID=yes", "SystemCallFilter=@system-service",
    "User=caruban", "EnvironmentFile=/etc/caruban.env",
}  # fmt: skip
ABSENT = ("is not executable", "Failed to load environment", "Unit postgresql.service not found")


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_setting_that_is_named_is_one(path):
    named = set(re.findall(r"\b(?:CARUBAN|DATABASE)_[A-Z0-9_]+\b", path.read_text("utf-8")))
    assert named - {"DATABASE_PASSWORD"} <= set(VARIABLES)


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_runs_a_command_that_there_is_hardened_and_with_bounded_memory(path):
    lines = set(path.read_text(encoding="utf-8").splitlines())
    (command,) = {word for line in lines if line.startswith("ExecStart=")
                  for word in re.findall(r"bin/caruban (\w+)", line)}  # fmt: skip
    assert command in found()
    assert lines >= HARDENED
    assert any(line.startswith("MemoryMax=") for line in lines)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong_with_a_unit(path):
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", path],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    said = [line for line in ended.stderr.splitlines() if "caruban" in line]
    assert [line for line in said if not any(words in line for words in ABSENT)] == []


def test_services_of_compose_run_commands_that_there_are_and_no_secret_is_written_there():
    services = compose()["services"]
    ours = {name: one for name, one in services.items() if one.get("image") == "caruban:latest"}
    assert set(ours) == {"prepare", "web", "worker", "backup"}
    for one in ours.values():
        (command,) = one.get("command") or re.findall(r"caruban (\w+)", one["entrypoint"][-1])
        assert command in found()
        assert (one["read_only"], one["cap_drop"]) == (True, ["ALL"])
    given = [line for line in (DEPLOY / "caruban.env.example").read_text().splitlines()
             if re.match(r"\w*(PASSWORD|SECRET_KEY|TOKEN)=.", line)]  # fmt: skip
    assert given == []


def test_compose_keeps_what_must_last_in_volumes_and_mounts_files_that_there_are():
    whole = compose()
    for one in whole["services"].values():
        for mounted in one.get("volumes", ()):
            source = mounted.split(":")[0]
            if source.startswith("./"):
                assert source == "./backups" or (DEPLOY / source).is_file()
            else:
                assert source in whole["volumes"]
    assert {"primary", "replica", "data"} <= set(whole["volumes"])


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile", "Caddyfile.compose"])
def test_a_proxy_sets_what_caruban_trusts_and_keeps_the_metrics(name):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for header in ("X-Forwarded-Proto", "X-Forwarded-For", "X-Request-Id", "Host"):
        assert re.search(rf"(proxy_set_header|header_up) +{header} ", text), header
    assert "/metrics" in text
    assert (
        "proxy_add_x_forwarded_for" not in text
    )  # what the reader sent there is not to be trusted
