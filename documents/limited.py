"""Run another program inside limits that the kernel keeps: `python limited.py MEMORY SECONDS BYTES PROGRAM ARG…`

Started as a process of its own, because limits set between fork and exec of a threaded server are not safe.
MEMORY is bytes of address space, SECONDS of processor time, BYTES the largest file it may write.
The program gets an empty environment.
"""

import os
import resource
import sys


def main(arguments: list[str]) -> None:
    memory, seconds, size = (int(number) for number in arguments[:3])
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, size),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.execve(arguments[3], arguments[3:], {})  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
