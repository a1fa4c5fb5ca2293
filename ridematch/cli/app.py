"""The program: global options, the groups of commands, and what happens when something goes wrong."""

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from ridematch.cli import files, intake, morning, night
from ridematch.cli.options import INTERRUPTED, SOUND, UNSOUND, WRONG, Options, left_behind, nothing_written_yet
from ridematch.model.errors import RidematchError

app = typer.Typer(
    name="ridematch",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from ridematch import __version__

        typer.echo(f"ridematch {__version__}")
        raise typer.Exit


@app.callback(epilog="Example: ridematch --store sqlite:///winter.sqlite match --from 2026-12-14")
def options(
    context: typer.Context,
    store: Annotated[
        str,
        typer.Option(
            envvar="RIDEMATCH_STORE",
            metavar="URL",
            help="Where everything is kept: sqlite:///FILE or postgresql://USER@HOST/DATABASE. "
            "By default a SQLite file in your data folder.",
        ),
    ] = "",
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your settings, see: ridematch config", dir_okay=False)
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Labelled lines instead of tables, as in a pipe.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Match riders who work at awkward hours with neighbours who drive or teach driving."""
    given = ["--config", str(config)] if config else []
    source = context.get_parameter_source("store")
    # What comes from the environment is still there next time; a password is shown nowhere.
    if source and source.name == "COMMANDLINE" and not urlsplit(store).password:
        given += ["--store", store]
    context.obj = Options(
        store_url=store, config=config, plain=plain, command=shlex.join([*_program(sys.argv[0]), *given])
    )


def _program(called: str) -> tuple[str, ...]:
    """What to type for this program: its name where that finds it, else as it was called."""
    found = shutil.which("ridematch")
    as_called = Path(called).name == "ridematch" and not (found and Path(found).samefile(called))
    return (called if as_called else "ridematch",)


def add_commands() -> typer.Typer:
    """The whole program."""
    for group in (intake, night, morning, files):
        group.add_to(app)
    return app


def main() -> None:
    """Run the command line, and leave with a status that says how it went."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a terminal that knows no "å" gets a question mark, not a failure
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its status; every message on standard error is one a person can act on."""
    nothing_written_yet()
    try:
        status = add_commands()(args=arguments, prog_name="ridematch", standalone_mode=False)
        sys.stdout.flush()
    except RidematchError as error:
        return _say(str(error), WRONG)
    except (typer.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has seen enough (the command line leaves for nothing else); nothing more is flushed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOUND
    except Exception as error:
        return _unexpected(error)
    if status == INTERRUPTED:
        return _say(f"stopped; {left_behind()}", INTERRUPTED)
    return status if isinstance(status, int) else SOUND


def _unexpected(error: Exception) -> int:
    """A slip on the command line, or a mistake of ours: that one's text may hold anything, so it is not shown."""
    show, status = getattr(error, "show", None), getattr(error, "exit_code", None)
    if callable(show) and isinstance(status, int):  # the command line's own errors
        show()
        return status
    if os.environ.get("RIDEMATCH_TRACEBACK"):
        raise error
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return _say(
        f"something unforeseen went wrong ({type(error).__name__} at {where}); {left_behind()}. "
        "Please report it; with RIDEMATCH_TRACEBACK=1 you see where it happened.",
        UNSOUND,
    )


def _say(message: str, status: int) -> int:
    print(f"ridematch: {message}", file=sys.stderr)
    return status
