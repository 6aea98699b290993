"""Runs a command; writes its seconds, and the CPU seconds of all its processes, as JSON into a file.

    cpu-time.py <file> <command> <argument>...

Linux adds the CPU time of a process to that of its parent when the parent waits for it. A process whose parent has
ended becomes a child of this one, not of init, and this one waits for it. So the sum misses no process.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
IGNORED_BY_PYTHON = [signal.SIGPIPE, signal.SIGXFSZ]


def main(file, *command):
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError("Linux does not let this process adopt others")
    # A program that replaced itself by this Python, such as pyenv's shell script, may have had children.
    before = cpu_seconds()
    start = time.monotonic()
    root = os.posix_spawnp(command[0], command, os.environ, setsigdef=IGNORED_BY_PYTHON)
    code, end = wait_for_all(root)
    times = {"seconds": end - start, "cpuSeconds": cpu_seconds() - before}
    with open(file, "w") as report:
        json.dump({name: round(value, 3) for name, value in times.items()}, report)
    return 128 - code if code < 0 else code


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def wait_for_all(root):
    """Returns the command's exit code and the time of its end. Kills the processes that still run then."""
    code = end = None
    while True:
        try:
            pid, status = os.wait()
        except ChildProcessError:
            return code, end
        if pid == root:
            code, end = os.waitstatus_to_exitcode(status), time.monotonic()
        if end is not None:
            for child in children():
                os.kill(child, signal.SIGKILL)


def children():
    with open(f"/proc/self/task/{os.getpid()}/children") as pids:
        return [int(pid) for pid in pids.read().split()]


sys.exit(main(*sys.argv[1:]))
