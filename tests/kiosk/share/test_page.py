"""The take-home page over real sockets: one picture, one path, nothing else."""

import http.client
import io
import re
import socket
import threading
import urllib.parse
import uuid
from pathlib import Path

import pytest
from PIL import Image

from kiosk import catalogue, errors
from kiosk.share.offers import LARGEST, SECONDS
from kiosk.wire import client, messages
from tests.kiosk.share.conftest import free_address


def picture(shade: int = 90) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (32, 32), (shade, 40, 40)).save(data, "PNG")
    return data.getvalue()


def share(folder: Path, png: bytes, language: str = "pt-BR") -> str:
    request = messages.Share(job=uuid.uuid4().hex, png=png, language=language, deadline_s=5)
    (shared,) = client.request(folder / "share.sock", request)
    assert isinstance(shared, messages.Shared)
    assert shared.seconds == SECONDS
    return shared.url


def ask(url: str, method: str = "GET", path: str | None = None) -> tuple[int, bytes, dict]:
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request(method, parts.path if path is None else path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, dict(answer.getheaders())


def test_a_telephone_gets_the_page_and_the_very_picture(folder, start) -> None:
    start(free_address())
    url = share(folder, picture(), "es")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{22}", url)
    status, page, headers = ask(url)
    assert status == 200
    assert catalogue.text("share.save", "es") in page.decode()
    assert catalogue.text("ui.label", "es") in page.decode()
    (source,) = re.findall(r'<img src="([^"]+)"', page.decode())
    assert ask(url, path=source)[:2] == (200, picture())
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert ask(url, "HEAD")[:2] == (200, b"")
    other = share(folder, picture(200))
    assert other != url
    assert ask(other + ".png")[1] == picture(200)


@pytest.mark.parametrize(
    "path",
    ["/", "/index.html", "/favicon.ico", "/../etc/passwd", "/%2e%2e/", "//", "*", "/x" * 400],
)
def test_nothing_else_is_there(folder, start, path: str) -> None:
    start(free_address())
    url = share(folder, picture())
    status, body, _ = ask(url, path=path)
    assert (status, body) == (404, b"")


def test_nearly_right_is_wrong_and_only_reading_is_possible(folder, start) -> None:
    start(free_address())
    url = share(folder, picture())
    token = url.rpartition("/")[2]
    for near in (token[:-1], token + "A", token.swapcase(), token + ".png.png", token + "/"):
        assert ask(url, path=f"/{near}")[0] == 404, near
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert ask(url, method)[0] == 501, method


def test_guests_who_say_nothing_do_not_keep_others_out(folder, start) -> None:
    start(free_address())
    url = share(folder, picture())
    parts = urllib.parse.urlsplit(url)
    silent = [socket.create_connection((parts.hostname, parts.port)) for _ in range(20)]
    done: list[int] = []
    threads = [threading.Thread(target=lambda: done.append(ask(url)[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    for one in silent:
        one.close()
    assert done == [200] * 4


def test_what_is_too_large_is_refused_and_the_process_lives(folder, start) -> None:
    start(free_address())
    with pytest.raises(errors.ProtocolFault, match=str(LARGEST + 1)):
        share(folder, bytes(LARGEST + 1))
    share(folder, picture())


@pytest.mark.parametrize("address", ["nowhere", "127.0.0.1:port", "203.0.113.7:8080"])
def test_an_address_that_is_none_is_said_and_no_restart_helps(folder, start, address) -> None:
    process = start(address)
    assert process.wait(15) == errors.ShareRefused.exit_code
    _, said = process.communicate()
    assert address in said
    assert "Traceback" not in said


def test_nobody_is_written_down(folder, start) -> None:
    process = start(free_address())
    url = share(folder, picture())
    ask(url)
    ask(url, path="/else")
    process.terminate()
    _, said = process.communicate(timeout=10)
    assert said == ""
    assert process.returncode == 0
    with pytest.raises(ConnectionRefusedError):
        ask(url)


def test_a_picture_of_another_job_is_no_business_of_this_process(folder, start) -> None:
    start(free_address())
    paint = messages.Paint(job="1", prompt="x", seed=1, deadline_s=5)
    with pytest.raises(errors.ProtocolFault):
        list(client.request(folder / "share.sock", paint))
    share(folder, picture())
