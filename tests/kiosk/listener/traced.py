"""What a process and its children write, as the kernel sees it: strace(1), read strictly."""

import re
from collections import Counter
from pathlib import Path

CALLS = (
    "write,pwrite64,writev,pwritev,pwritev2,sendfile,splice,tee,copy_file_range,vmsplice,"
    "open,openat,openat2,creat,mmap,io_uring_setup,memfd_create"
)
_LINE = re.compile(r"^\d+ +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$")
_FILE = re.compile(r"^\d+<(.*?)>[,)]")
_RESULT = re.compile(r"= (-?\d+)(?:<.*>)?[^=]*$")
_WRITABLE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
# Not files: sockets, pipes, event counters, and where nothing is kept.
_NO_FILE = re.compile(r"^(socket:|pipe:|anon_inode:|UNIX|/dev/null$|NETLINK)")


def command(trace: Path) -> list[str]:
    """To be put before a command. Unfinished calls are told apart by process (one line each)."""
    return [
        "strace", "--daemonize", "--follow-forks", "--quiet=all", "--decode-fds=path",
        "--seccomp-bpf", f"--trace={CALLS}", "--string-limit=0", f"--output={trace}",
    ]  # fmt: skip


def written(trace: Path) -> "Counter[str]":
    """Bytes by file; a file that was opened or mapped for writing counts with at least one."""
    found: Counter[str] = Counter()
    begun: dict[tuple[str, str], str] = {}
    for line in trace.read_text(errors="replace").splitlines():
        name, rest = _whole(line, begun)
        result = _RESULT.search(rest)
        count = int(result[1]) if result else 0
        if rest and count >= 0:
            for file, amount in _touched(name, rest, count):
                if not _NO_FILE.match(file):
                    found[file] += amount
    return found


def _touched(name: str, rest: str, count: int) -> list[tuple[str, int]]:
    """Files with what this call may have put into them."""
    if name in ("io_uring_setup", "memfd_create"):
        return [(name, 1)]
    if name in ("open", "openat", "openat2", "creat"):
        opened = re.search(r"= \d+<(.*)>", rest)
        writable = name == "creat" or _WRITABLE.search(rest)
        return [(opened[1], 1)] if opened and writable else []
    if name == "mmap":
        mapped = re.search(r"\d+<(.*?)>,", rest)
        shared = "PROT_WRITE" in rest and "MAP_SHARED" in rest
        return [(mapped[1], 1)] if mapped and shared else []
    return [(file, count) for file in _targets(name, rest)]


def _targets(name: str, rest: str) -> list[str]:
    """The file that is written to; for calls between two files, both, to be strict."""
    if name in ("sendfile", "splice", "tee", "copy_file_range"):
        return re.findall(r"\d+<(.*?)>", rest.rpartition("=")[0])
    first = _FILE.match(rest)
    if first is None:
        raise ValueError(f"cannot read {name}({rest}")
    return [first[1]]


def _whole(line: str, begun: dict[tuple[str, str], str]) -> tuple[str, str]:
    """A call's name and the rest of its line; of one that was interrupted, both halves joined."""
    matched = _LINE.match(line)
    if matched is None:
        return "", ""
    process = line.split()[0]
    if matched[1]:
        return matched[1], begun.pop((process, matched[1]), "") + matched[3]
    if line.endswith("<unfinished ...>"):
        begun[process, matched[2]] = matched[3].removesuffix("<unfinished ...>")
        return matched[2], ""
    return matched[2], matched[3]

