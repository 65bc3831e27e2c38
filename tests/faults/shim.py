"""Stands between the program and the disk: counts every call that changes something, and spoils the one it is told to.

Everything by which Python changes files passes here: the functions of `os`, what `open` opens for writing and each
write of it, and what is asked of the C library (the exchange of two names). Calls are counted over a process and those
that it forks. `test_faults.py` compares what is seen here with what Python's audit hooks and strace see.
"""

from __future__ import annotations

import builtins
import ctypes
import errno
import io
import multiprocessing
import os
import signal
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CHANGES = (
    *("rename", "replace", "link", "symlink", "mkdir", "rmdir", "unlink", "remove", "mkfifo", "mknod"),
    *("chmod", "chown", "lchown", "utime", "truncate", "ftruncate", "setxattr", "removexattr", "fsync", "fdatasync"),
    *("write", "pwrite", "writev", "sendfile", "copy_file_range"),
)
"""Functions of `os` that change what is on a disk."""
ON_HANDLES = frozenset({"write", "pwrite", "writev", "sendfile", "copy_file_range"})  # which may be a pipe's as well
GROWING = ON_HANDLES | {"open", "mkdir", "link", "symlink", "fsync", "fdatasync"}
"""What a full disk refuses; it takes away and renames as ever."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
NEVER = -1


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at a call: an error (errno), at this call alone or `lasting` from then on; or a signal.

    The calls are those that change something, or those by which something is read.
    """

    name: str
    error: int = 0
    signal: int = 0
    lasting: bool = False
    reading: bool = False

    def strikes(self, call: str, number: int, at: int) -> bool:
        """Say whether it strikes a call, which is the `number`-th, when it is to begin with the `at`-th."""
        if at == NEVER or number < at:
            return False
        if not self.lasting:
            return number == at
        return self.error != errno.ENOSPC or call in GROWING


FAULTS = (
    Fault("ENOSPC, lasting", error=errno.ENOSPC, lasting=True),
    Fault("EIO", error=errno.EIO),
    Fault("EACCES", error=errno.EACCES),
    Fault("EROFS, lasting", error=errno.EROFS, lasting=True),
    Fault("SIGKILL", signal=signal.SIGKILL),
    Fault("SIGINT", signal=signal.SIGINT),
    Fault("SIGTERM", signal=signal.SIGTERM),
    Fault("EIO, reading", error=errno.EIO, reading=True),
)
NOTHING = Fault("nothing")
NOTHING_READ = Fault("nothing", reading=True)


class Shim:
    """Counts the calls of a process and its children, and lets a fault strike at one of them.

    Each call is noted as a line, `name path`, in the file that `log` is a handle of, if there is one.
    """

    def __init__(self, fault: Fault = NOTHING, at: int = NEVER, log: int | None = None) -> None:
        self.fault = fault
        self.at = at
        self.log = log
        self.seen = multiprocessing.get_context("fork").Value("q", 0)
        self.write = os.write
        self.kill = os.kill

    def install(self) -> None:
        """Take the place of what changes files, or reads them, in this process and for good."""
        if self.fault.reading:
            for name in ("listdir", "scandir"):
                setattr(os, name, self._reading(name, getattr(os, name)))
            builtins.open = io.open = self._reading("read", io.open)
            return
        for name in CHANGES:
            if hasattr(os, name):
                setattr(os, name, self._counted(name, getattr(os, name)))
        os.open = self._opening(os.open)
        builtins.open = io.open = self._opened(io.open)
        ctypes.CDLL = self._library(ctypes.CDLL)  # type: ignore[misc, assignment]

    def pass_by(self, call: str, path: object, half: Callable[[], object] = lambda: None) -> None:
        """Count a call, and let the fault strike before it is made; what is half done of it is done by `half`."""
        with self.seen.get_lock():
            self.seen.value += 1
            number = self.seen.value
        if self.log is not None:
            shown = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else path
            self.write(self.log, f"{call} {shown}\n".encode())
        if self.fault.strikes(call, number, self.at):
            half()
            self._strike(path)

    def _strike(self, path: object) -> None:
        if self.fault.error:
            named = () if isinstance(path, int) else (path,)  # as of a handle nothing is known but its number
            raise OSError(self.fault.error, os.strerror(self.fault.error), *named)
        if self.fault.signal == signal.SIGTERM:  # goes to one process, the others of a terminal's to all
            self.kill(os.getpgrp(), self.fault.signal)
        else:
            os.killpg(os.getpgrp(), self.fault.signal)

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - any function of os
            if name in ON_HANDLES and not is_file(args[0]):
                return real(*args, **options)
            self.pass_by(name, args[0])
            return real(*args, **options)

        return counted

    def _reading(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """Count what is read below the working folder, the project's; the program's own files are another matter."""
        here = str(Path.cwd())

        def reading(file: Any = ".", mode: str = "r", *args: Any, **options: Any) -> Any:  # noqa: ANN401 - any of them
            inside = not isinstance(file, int) and os.path.abspath(file).startswith(here)  # noqa: PTH100
            if inside and not set(mode) & set("wax"):
                self.pass_by(name, file)
            return real(file, mode, *args, **options) if name == "read" else real(file)

        return reading

    def _opening(self, real: Callable[..., int]) -> Callable[..., int]:
        def opening(path: Any, flags: int, *args: Any, **options: Any) -> int:  # noqa: ANN401 - as os.open takes it
            if flags & WRITING:
                self.pass_by("open", path)
            return real(path, flags, *args, **options)

        return opening

    def _opened(self, real: Callable[..., Any]) -> Callable[..., Any]:
        shim = self

        class Counted(io.FileIO):
            """A file of which each write is counted; the one that is spoilt is half done."""

            def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
                half = bytes(data)[: len(data) // 2]
                shim.pass_by("write", self.name, lambda: super(Counted, self).write(half))
                return super().write(data)

        def opened(  # noqa: PLR0913, PLR0917 - as io.open takes it
            file: Any,  # noqa: ANN401
            mode: str = "r",
            buffering: int = -1,
            encoding: str | None = None,
            errors: str | None = None,
            newline: str | None = None,
            closefd: bool = True,  # noqa: FBT001, FBT002
            opener: Any = None,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            if not set(mode) & set("wax+") or (isinstance(file, int) and not is_file(file)):
                return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
            shim.pass_by("open", file)
            raw = Counted(file, mode.replace("b", "").replace("t", ""), closefd, opener)
            if not buffering:
                return raw
            buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

        return opened

    def _library(self, real: Callable[..., Any]) -> Callable[..., Any]:
        shim = self

        class Counted:
            """A C library of which each function that is asked for counts as a change; a spoilt one returns -1."""

            def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
                self.real = real(*args, **options)

            def __getattr__(self, name: str) -> Any:  # noqa: ANN401
                function = getattr(self.real, name)

                def counted(*args: Any) -> Any:  # noqa: ANN401
                    try:
                        shim.pass_by(name, next((one for one in args if isinstance(one, bytes)), ""))
                    except OSError:
                        return -1
                    return function(*args)

                return counted

        return Counted


def is_file(handle: object) -> bool:
    """Say whether a handle is that of a file on a disk, and not of a pipe, a terminal or a socket."""
    return isinstance(handle, int) and stat.S_ISREG(os.fstat(handle).st_mode)
