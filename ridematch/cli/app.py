"""The program: global options, the groups of commands, and what happens when something goes wrong."""

import gc
import os
import re
import shlex
import shutil
import signal
import sys
import traceback
from contextvars import copy_context
from pathlib import Path
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

import typer

from ridematch.cli import answers, files, intake, keeping, morning, night, practice, telephone, trail
from ridematch.cli.help import speaks_the_language_of_help
from ridematch.cli.options import (
    INTERRUPTED,
    SOUND,
    TERMINATED,
    UNSOUND,
    WRONG,
    Options,
    left_behind,
    nothing_written_yet,
)
from ridematch.language import LANGUAGES, say, speak
from ridematch.model.errors import RidematchError, Terminated
from ridematch.office.beside import SELDOM

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


def _language(word: str) -> str:
    if word and word.lower() not in LANGUAGES:
        raise typer.BadParameter(f"{word!r} is no language that ridematch speaks. Write {' or '.join(LANGUAGES)}.")
    return word.lower()


def _code(word: str) -> str:
    if not re.fullmatch(r"[\w-]{0,20}", word):
        raise typer.BadParameter("A code has up to 20 letters, digits and hyphens.")
    return word


@app.callback(epilog="Example: ridematch --store sqlite:///winter.sqlite match --from 2026-12-14")
def options(
    context: typer.Context,
    *,
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
    language: Annotated[
        str,
        typer.Option(
            envvar="RIDEMATCH_LANGUAGE",
            metavar="|".join(LANGUAGES),
            callback=_language,
            help="English or Swedish, instead of what the configuration says.",
        ),
    ] = "",
    by: Annotated[
        str,
        typer.Option(
            envvar="RIDEMATCH_BY",
            metavar="CODE",
            callback=_code,
            help="Who you are, for the trail of what was noted: a code of your own, no name.",
        ),
    ] = "",
    plain: Annotated[bool, typer.Option("--plain", help="Labelled lines instead of tables, as in a pipe.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Match riders who work at awkward hours with neighbours who drive or teach driving."""
    from ridematch.office.settings import language_of

    speak(language or language_of(config))
    given = ["--config", str(config)] if config else []
    # What comes from the environment is still there next time; a password is shown nowhere.
    if _is_typed(context, "language"):
        given += ["--language", language]
    if _is_typed(context, "store") and not urlsplit(store).password:
        given += ["--store", store]
    context.obj = Options(
        store_url=store, config=config, plain=plain, by=by, command=shlex.join([*_program(sys.argv[0]), *given])
    )


def _is_typed(context: typer.Context, option: str) -> bool:
    source = context.get_parameter_source(option)
    return source is not None and source.name == "COMMANDLINE"


def _program(called: str) -> tuple[str, ...]:
    """What to type for this program: its name where that finds it, else as it was called."""
    found = shutil.which("ridematch")
    as_called = Path(called).name == "ridematch" and not (found and Path(found).samefile(called))
    return (called if as_called else "ridematch",)


def add_commands() -> typer.Typer:
    """The whole program, also when it is asked for again."""
    if not app.registered_commands:
        for group in (intake, night, morning, answers, trail, telephone, practice, files, keeping):
            group.add_to(app)
    return app


def main() -> None:
    """Run the command line, and leave with a status that says how it went."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a terminal that knows no "å" gets a question mark, not a failure
    signal.signal(signal.SIGTERM, _terminate)
    gc.set_threshold(SELDOM)
    status = run(sys.argv[1:])
    for late in (signal.SIGINT, signal.SIGTERM):
        signal.signal(late, signal.SIG_IGN)  # what was asked is done, and how it went is said
    gc.freeze()  # the system takes the memory back at once; clearing it up first would take a third of a second
    sys.exit(status)


def _terminate(*_: object) -> NoReturn:
    """A service that is stopped says so in a line, like somebody at a terminal; a second signal ends it at once."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise Terminated


def run(arguments: list[str]) -> int:
    """Run one command and return its status; every message on standard error is one a person can act on."""
    return copy_context().run(_run, arguments)  # the language is that of this run alone


def _run(arguments: list[str]) -> int:
    nothing_written_yet()
    try:
        program = typer.main.get_command(add_commands())
        speaks_the_language_of_help(program, arguments)
        status = program(args=arguments, prog_name="ridematch", standalone_mode=False)
        sys.stdout.flush()
    except RidematchError as error:
        return _complain(str(error), WRONG)
    except (typer.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except Terminated:
        return _terminated()
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has seen enough (the command line leaves for nothing else); nothing more is flushed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOUND
    except Exception as error:
        if _behind(error, Terminated):
            return _terminated()
        if not _behind(error, KeyboardInterrupt):
            return _unexpected(error)
        status = INTERRUPTED
    if status == INTERRUPTED:
        return _complain(say("stopped; {what}", what=left_behind()), INTERRUPTED)
    return status if isinstance(status, int) else SOUND


def _terminated() -> int:
    return _complain(say("stopped by the system (SIGTERM); {what}", what=left_behind()), TERMINATED)


def _behind(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether it came of another: a library stopped halfway may say so with an error of its own."""
    return error is not None and (isinstance(error, kind) or _behind(error.__cause__ or error.__context__, kind))


def _unexpected(error: Exception) -> int:
    """A slip on the command line, or a mistake of ours: that one's text may hold anything, so it is not shown."""
    show, status = getattr(error, "show", None), getattr(error, "exit_code", None)
    if callable(show) and isinstance(status, int):  # the command line's own errors
        if hasattr(error, "message") and str(error).startswith("Got unexpected extra argument"):
            error.message = say(  # the command line would quote what may be half a name
                "This is more than the command takes. Put a name of several words between quotation marks."
            )
        show()
        return status
    steps = traceback.extract_tb(error.__traceback__)
    if os.environ.get("RIDEMATCH_TRACEBACK"):
        _show_steps(error)
    where = f"{Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else "?"
    message = say(
        "something unforeseen went wrong ({kind} at {where}); {what}. Please report it; with RIDEMATCH_TRACEBACK=1 you "
        "see where it happened.",
        kind=type(error).__name__,
        where=where,
        what=left_behind(),
    )
    return _complain(message, UNSOUND)


def _show_steps(error: BaseException) -> None:
    """Where it happened, step by step, without the errors' texts: these may quote a row."""
    cause = error.__cause__ or error.__context__
    if cause is not None:
        _show_steps(cause)
    print("".join(traceback.format_tb(error.__traceback__)), type(error).__name__, sep="", file=sys.stderr)


def _complain(message: str, status: int) -> int:
    print(f"ridematch: {message}", file=sys.stderr)
    return status
