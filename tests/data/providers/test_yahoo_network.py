import socket

import pytest
from curl_cffi import requests
from curl_cffi.requests import exceptions as http


def test_a_socket_to_another_machine_is_refused():
    with (
        socket.socket() as outside,
        pytest.raises(RuntimeError, match=r"192\.0\.2\.1.*127\.0\.0\.1 only"),
    ):
        outside.connect(("192.0.2.1", 80))


def test_a_datagram_to_another_machine_is_refused():
    with (
        socket.socket(type=socket.SOCK_DGRAM) as outside,
        pytest.raises(RuntimeError, match=r"192\.0\.2\.1"),
    ):
        outside.sendto(b"", ("192.0.2.1", 80))


def test_a_name_is_not_even_looked_up():
    with pytest.raises(RuntimeError, match="query1"):
        socket.getaddrinfo("query1.finance.yahoo.com", 443)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port)):
            pass


def test_unix_sockets_work():
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"


def test_curl_which_opens_its_sockets_in_c_reaches_a_dead_proxy_only():
    with pytest.raises(http.RequestException, match=r"127\.0\.0\.1"):
        requests.get("http://192.0.2.1/", timeout=5)
