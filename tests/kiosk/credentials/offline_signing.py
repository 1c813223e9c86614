"""Signs and reads one picture in a process whose kernel ends it at the first socket.

Usage: offline_signing.py sign|socket. `socket` opens one on purpose, to show that the trap works.
x86-64 and aarch64 Linux: a seccomp filter, which holds for libraries in any language.
"""

import ctypes
import io
import platform
import struct
import sys

from PIL import Image

from kiosk.credentials import identity, sign

_SOCKET_CALLS = {"x86_64": (41, 42, 53), "aarch64": (198, 203, 199)}[platform.machine()]
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_KILL, _ALLOW = 0x80000000, 0x7FFF0000


def trap() -> None:
    code = [(_LOAD, 0, 0, 0)]
    for number in _SOCKET_CALLS:
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _KILL)]
    code.append((_RETURN, 0, 0, _ALLOW))
    packed = b"".join(struct.pack("<HBBI", *one) for one in code)
    program = ctypes.create_string_buffer(packed)
    header = struct.pack("<HxxxxxxQ", len(code), ctypes.addressof(program))
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.prctl(38, 1, 0, 0, 0) == 0  # no new privileges
    assert libc.prctl(22, 2, ctypes.create_string_buffer(header), 0, 0) == 0  # the filter


def main() -> None:
    data = io.BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(data, "PNG")
    made = identity.make("Museu")
    trap()
    if sys.argv[1] == "socket":
        import socket

        socket.socket()
    reading = sign.read(sign.signed(data.getvalue(), made))
    assert reading is not None
    assert reading.intact


main()
