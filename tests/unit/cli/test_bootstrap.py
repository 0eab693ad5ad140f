"""``./bench`` before there is an environment: the standard-library script."""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "bench"


@pytest.fixture
def bench(tmp_path: Path) -> ModuleType:
    """The script as a module, working in an empty folder whose path has a space."""
    loader = SourceFileLoader("bench_script", str(SCRIPT))
    spec = importlib.util.spec_from_loader("bench_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    root = tmp_path / "a folder"
    (root / "requirements").mkdir(parents=True)
    (root / "requirements" / "base.txt").write_text("click==1 \\\n    --hash=sha256:00\nrich==2\n# x==3\n")
    (root / "apps" / "comptoir").mkdir(parents=True)
    module.ROOT = str(root)
    module.VENV = str(root / ".venv")
    return module


def finished(bench: ModuleType) -> None:
    """A complete environment for the present lock."""
    python = Path(bench.venv_python())
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    (Path(bench.VENV) / "lib" / "python3.11" / "site-packages").mkdir(parents=True, exist_ok=True)
    bench.write_stamp({"base": bench.lock_hash("base")})


class TestCompleteEnvironment:
    def test_installs_nothing(self, bench: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        finished(bench)
        monkeypatch.setattr(bench, "install", lambda *args: pytest.fail("installed again"))
        bench.prepare(["base"])

    def test_is_not_complete_once_the_lock_changed(self, bench: ModuleType) -> None:
        finished(bench)
        (Path(bench.ROOT) / "requirements" / "base.txt").write_text("click==2\n")
        assert not bench.is_complete({"base": bench.lock_hash("base")})

    def test_is_not_complete_once_the_interpreter_is_gone(self, bench: ModuleType) -> None:
        finished(bench)
        Path(bench.venv_python()).unlink()
        assert not bench.is_complete({"base": bench.lock_hash("base")})

    def test_makes_every_app_importable(self, bench: ModuleType) -> None:
        finished(bench)
        (Path(bench.ROOT) / "apps" / "shop").mkdir()
        bench.prepare(["base"])
        link = Path(bench.VENV) / "lib/python3.11/site-packages/comptoir-apps.pth"
        assert f"{bench.ROOT}/apps/comptoir\n{bench.ROOT}/apps/shop\n" == link.read_text()


class TestInterruptedInstallation:
    def fake_pip(self, bench: ModuleType, monkeypatch: pytest.MonkeyPatch, status: int) -> list[list[str]]:
        commands: list[list[str]] = []
        Path(bench.VENV).mkdir(exist_ok=True)

        def run(command: list[str], log: str, watch: object, environ: object = None) -> int:
            Path(log).write_text("WARNING: NewConnectionError(...)\n")
            commands.append(command)
            return status

        monkeypatch.setattr(bench, "run_logged", run)
        return commands

    def test_is_not_stamped(self, bench: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fake_pip(bench, monkeypatch, 1)
        with pytest.raises(bench.SetupError, match="continues where it stopped"):
            bench.install("base", "digest")
        assert {} == bench.read_stamp()

    def test_blames_the_network_where_pip_does(
        self, bench: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.fake_pip(bench, monkeypatch, 1)
        with pytest.raises(bench.SetupError, match="Check the network"):
            bench.install("base", "digest")

    def test_tells_when_somebody_ended_it(self, bench: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fake_pip(bench, monkeypatch, -9)
        with pytest.raises(bench.SetupError, match=r"signal 9"):
            bench.install("base", "digest")

    def test_is_repaired_the_next_time(self, bench: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        commands = self.fake_pip(bench, monkeypatch, 1)
        with pytest.raises(bench.SetupError):
            bench.install("base", "digest")
        self.fake_pip(bench, monkeypatch, 0)
        commands = self.fake_pip(bench, monkeypatch, 0)
        bench.install("base", "digest")
        assert "--force-reinstall" in commands[0]
        assert {"base": "digest"} == bench.read_stamp()

    def test_a_first_installation_is_no_repair(
        self, bench: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        commands = self.fake_pip(bench, monkeypatch, 0)
        bench.install("base", "digest")
        assert "--force-reinstall" not in commands[0]
        assert "--require-hashes" in commands[0]

    def test_counts_the_packages_of_a_lock(self, bench: ModuleType) -> None:
        assert 2 == bench.count_pins(bench.lock_path("base"))


class TestUnknownGroup:
    def test_is_a_usage_error(self, bench: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
        assert 2 == bench.setup(["everything"])
        assert "Choose from: base, mariadb, s3, test, node" in capsys.readouterr().err


class TestProgress:
    def test_is_plain_lines_without_a_terminal(self, bench: ModuleType) -> None:
        stream = io.StringIO()
        progress = bench.Progress("Installing", stream)
        progress.update("1 of 2")
        progress.done("2 packages")
        assert "Installing\nInstalling: 2 packages\n" == stream.getvalue()


class TestOldInterpreter:
    def test_gets_a_sentence(
        self, bench: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(bench, "MINIMUM", (3, 99))
        with pytest.raises(SystemExit) as stop:
            bench.python_or_reexec([])
        assert 3 == stop.value.code
        assert "needs Python 3.99 or newer" in capsys.readouterr().err

    def test_can_read_the_script(self) -> None:
        import ast

        ast.parse(SCRIPT.read_text(), feature_version=(3, 7))


class TestTheCommand:
    def test_keeps_bytecode_whatever_the_container_says(
        self, bench: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        started: list[dict[str, str]] = []
        monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        monkeypatch.setattr(bench, "prepare", lambda groups: None)
        monkeypatch.setattr(bench.signal, "signal", lambda signum, handler: None)
        monkeypatch.setattr(bench.os, "execve", lambda path, command, environ: started.append(environ))
        bench.main(["doctor"])
        assert ("COMPTOIR_BENCH" in started[0], "PYTHONDONTWRITEBYTECODE" in started[0]) == (True, False)


class TestSecondSetup:
    def test_waits_for_what_a_killed_first_left_running(self, bench: ModuleType) -> None:
        script = (
            "import importlib.util, os, subprocess, sys\n"
            "from importlib.machinery import SourceFileLoader\n"
            "loader = SourceFileLoader('bench_script', sys.argv[1])\n"
            "bench = importlib.util.module_from_spec(importlib.util.spec_from_loader('bench_script', loader))\n"
            "loader.exec_module(bench); bench.ROOT = sys.argv[2]\n"
            "with bench.setup_lock():\n"
            "    bench.run_logged(['sh', '-c', 'echo on; sleep 1.5'], os.devnull, lambda line: print(line, flush=True))\n"
        )
        command = [sys.executable, "-c", script, str(SCRIPT), bench.ROOT]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
            assert first.stdout is not None
            assert "on\n" == first.stdout.readline()
            first.kill()
        began = time.monotonic()
        with bench.setup_lock():
            assert time.monotonic() - began > 0.5

    def test_waits_for_the_first(self, bench: ModuleType, tmp_path: Path) -> None:
        holder = (
            "import fcntl, sys, time\n"
            "file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX)\n"
            "print('held', flush=True); time.sleep(0.6)"
        )
        lock = Path(bench.ROOT) / "sites" / ".setup.lock"
        lock.parent.mkdir()
        with subprocess.Popen([sys.executable, "-c", holder, str(lock)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            with bench.setup_lock():
                assert 0 == process.wait(5)
