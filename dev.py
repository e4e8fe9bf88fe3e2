"""Everything a developer does, from a fresh clone on: `python dev.py run`, `python dev.py test`.

Standard library only, Linux and Windows, Python 3.11 or later. The first start makes `.venv`
and installs the program there with plain pip (whose ordinary configuration is honoured); a
stamp keyed by pyproject.toml and the Python makes the second start immediate.

    python dev.py run [ARGS]       the sample branch; with ARGS, any command of `branchbook`
    python dev.py test [ARGS]      pytest (ARGS go to pytest)
    python dev.py check            format, lint, types, layers and tests
    python dev.py bench [ARGS]     the measurements of tests/benchmarks
    python dev.py pictures         the README's pictures, taken anew
    python dev.py messages         collect the texts of the code into the catalogues, compile
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
DOMAIN = "branchbook"
LOCALE = ROOT / "resources" / "locale"
OLDEST = (3, 11)
QT_IMPORT = "from PySide6 import QtGui, QtPrintSupport, QtSvg, QtWidgets"
QT_PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 "
    "libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1"
)
#: A file's tests stay together, because they share what is dear to make; the files come in the
#: order of tests/conftest.py, the longest first, not in that of their numbers of tests.
SPREAD = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")
VENV_HELP = (
    "This Python cannot make a virtual environment. On Debian and Ubuntu:\n"
    "    sudo apt-get install -y python3-venv"
)
QT_HELP = (
    "Qt is installed, but a library of the system that it needs is missing:\n    {reason}\n"
    "On Debian and Ubuntu this one command brings all of them:\n"
    f"    sudo apt-get update && sudo apt-get install -y {QT_PACKAGES}"
)


class Failed(Exception):
    """Something that stops the command; the text says what to do."""


def environment() -> dict[str, str]:
    """Return the variables that everything started here gets: UTF-8 on every system."""
    return {**os.environ, "PYTHONUTF8": "1"}


def offscreen() -> dict[str, str]:
    """Return the variables for tests, which open no window on anybody's screen."""
    return {**environment(), "QT_QPA_PLATFORM": "offscreen"}


def inside(name: str) -> Path:
    """Return the path of a program of the virtual environment."""
    if os.name == "nt":
        return VENV / "Scripts" / f"{name}.exe"
    return VENV / "bin" / name


def python(*arguments: str, env: dict[str, str] | None = None) -> int:
    """Run the environment's Python in the checkout and return its exit code."""
    command = [str(inside("python")), *arguments]
    return subprocess.run(command, cwd=ROOT, env=env or environment(), check=False).returncode


def key(extra: str) -> str:
    """Return what the installation depends on; a change of it means: install again."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    digest.update(f"{sys.version}|{ROOT}|{extra}".encode())
    return digest.hexdigest()


def stamp(extra: str) -> Path:
    """Return the file that remembers a finished installation."""
    return VENV / f".installed-{extra or 'run'}"


def is_ready(extra: str) -> bool:
    """Tell whether the environment holds what `extra` needs; tests need what the program needs."""
    wanted = (extra,) if extra else ("", "test")
    return inside("python").exists() and any(
        stamp(one).is_file() and stamp(one).read_text(encoding="utf-8") == key(one)
        for one in wanted
    )


def make_venv() -> None:
    """Make `.venv`, or make it anew where it belongs to another Python or another folder."""
    mark = VENV / ".python"
    belongs = f"{sys.version}|{ROOT}"
    if inside("python").exists() and mark.is_file():
        if mark.read_text(encoding="utf-8") == belongs:
            return
        if Path(sys.prefix).resolve() == VENV.resolve():
            raise Failed("Leave the virtual environment (deactivate) and try again.")
    print("making .venv …", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run([base, "-m", "venv", str(VENV)], env=environment(), check=False)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Failed(VENV_HELP)
    mark.write_text(belongs, encoding="utf-8")


def prepare(extra: str) -> None:
    """Install the program with its dependencies, unless that is done already.

    Raises:
        Failed: pip could not do it, or the system lacks what Qt needs for `extra`.
    """
    if not is_ready(extra):
        make_venv()
        target = f".[{extra}]" if extra else "."
        print(f"installing {target} (the first time takes a few minutes) …", flush=True)
        # --quiet hides the progress bars, not the errors.
        if python("-m", "pip", "install", "--quiet", "--editable", target) != 0:
            raise Failed("pip could not install the program; its message stands above.")
        stamp(extra).write_text(key(extra), encoding="utf-8")
    check_qt(required=bool(extra) or has_display())


def check_qt(*, required: bool) -> None:
    """Try Qt once after an installation and say the one command that mends it.

    Without a display the program does its work without windows, so that missing libraries are
    worth a word but no reason to stop.
    """
    done = VENV / ".qt-works"
    if done.exists():
        return
    command = [str(inside("python")), "-c", QT_IMPORT]
    tried = subprocess.run(
        command, cwd=ROOT, env=offscreen(), check=False, capture_output=True, text=True
    )
    if tried.returncode == 0:
        done.write_text("", encoding="utf-8")
        return
    lines = tried.stderr.strip().splitlines()
    message = QT_HELP.format(reason=lines[-1] if lines else f"exit code {tried.returncode}")
    if required:
        raise Failed(message)
    print(message, file=sys.stderr)


def has_display() -> bool:
    """Tell whether a window could be shown; Windows and macOS always have a screen."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(arguments: list[str]) -> int:
    """Start the program: the sample branch in ./demo, or the `branchbook` command given.

    Without a display the sample's main job is done without a window.
    """
    prepare("")
    if not arguments:
        arguments = ["demo", "--dir", "demo"]
        if not has_display():
            arguments.append("--no-window")
    return python("-m", "desktop", *arguments)


def test(arguments: list[str]) -> int:
    """Run pytest without a screen; all of it on several processors where there are several."""
    prepare("test")
    return python("-m", "pytest", *(arguments or SPREAD), env=offscreen())


def check(arguments: list[str]) -> int:
    """Run every check, all of them even when one fails, and sum up at the end."""
    prepare("test")
    linter = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    steps = {
        "ruff format": ("-m", "ruff", "format", "--check", "."),
        "ruff check": ("-m", "ruff", "check", "."),
        "mypy": ("-m", "mypy"),
        "lint-imports": ("-c", linter),
        "pytest": ("-m", "pytest", *(arguments or SPREAD)),
    }
    failed = []
    for name, command in steps.items():
        print(f"\n== {name}", flush=True)
        if python(*command, env=offscreen()) != 0:
            failed.append(name)
    print("\nfailed: " + ", ".join(failed) if failed else "\nall checks passed")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Run the measurements."""
    prepare("test")
    return python("-m", "tests.benchmarks", *arguments, env=offscreen())


def pictures(arguments: list[str]) -> int:
    """Take the README's pictures anew, of the sample branch."""
    prepare("test")
    return python("-m", "tests.pictures", *arguments, env=offscreen())


def messages(arguments: list[str]) -> int:
    """Collect the texts of the code, bring every catalogue up to date and compile it.

    New texts arrive untranslated, never guessed from a similar one; texts that the code no
    longer has go away.
    """
    prepare("test")
    babel = ("-m", "babel.messages.frontend")
    with tempfile.TemporaryDirectory() as folder:
        template = str(Path(folder) / f"{DOMAIN}.pot")
        common = ("--width=98", f"--output-file={template}", "--sort-output")
        about = ("--project=branchbook", "--copyright-holder=the authors of Branchbook")
        mapping = f"--mapping-file={LOCALE / 'babel.cfg'}"
        steps: list[tuple[str, ...]] = [
            ("extract", mapping, "--add-location=file", *common, *about, "desktop")
        ]
        steps += [
            ("update", f"--input-file={template}", f"--output-dir={LOCALE}",
             f"--domain={DOMAIN}", "--no-fuzzy-matching", "--ignore-obsolete", "--width=98",
             "--ignore-pot-creation-date", f"--locale={folder_of.parent.name}")
            for folder_of in sorted(LOCALE.glob("*/LC_MESSAGES"))
        ]  # fmt: skip
        steps.append(("compile", f"--directory={LOCALE}", f"--domain={DOMAIN}", "--statistics"))
        for step in steps:
            quiet = () if step[0] == "compile" else ("--quiet",)
            if python(*babel, *quiet, *step) != 0:
                return 1
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "pictures": pictures,
    "messages": messages,
}


def main(arguments: list[str]) -> int:
    """Do the command named first; without one, or with an unknown one, say what there is."""
    if sys.version_info < OLDEST:
        print("Branchbook needs Python 3.11 or later.", file=sys.stderr)
        return 2
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"], ["help"]) else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Failed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
