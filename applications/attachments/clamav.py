"""Clamd's INSTREAM command: the file goes in chunks, one line comes back."""

import socket
import struct
from typing import BinaryIO

from applications.attachments.errors import ScannerUnavailable

CHUNK = 64 * 1024
CONNECT_SECONDS = 5
ANSWER_SECONDS = 60
MAX_ANSWER = 4096


def scan(file: BinaryIO, *, address: str) -> str:
    """Return the name of the virus found, or nothing; raises `ScannerUnavailable`.

    `address` is `host:port`, or the path of a socket.
    """
    try:
        with _connect(address) as clamd:
            clamd.settimeout(ANSWER_SECONDS)
            clamd.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                clamd.sendall(struct.pack("!L", len(chunk)) + chunk)
            clamd.sendall(struct.pack("!L", 0))
            answer = _read_line(clamd)
    except (OSError, ValueError) as error:
        raise ScannerUnavailable from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerUnavailable(answer)


def _connect(address: str) -> socket.socket:
    if "/" in address:
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(CONNECT_SECONDS)
        try:
            clamd.connect(address.removeprefix("unix://"))
        except OSError:
            clamd.close()
            raise
        return clamd
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)


def _read_line(clamd: socket.socket) -> str:
    """Read up to the NUL that ends the answer."""
    answer = b""
    while b"\0" not in answer and len(answer) < MAX_ANSWER:
        received = clamd.recv(1024)
        if not received:
            break
        answer += received
    return answer.split(b"\0")[0].decode("utf-8", "replace").strip()
