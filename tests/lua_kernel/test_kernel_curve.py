"""A kernel whose connection file has CurveZMQ keys talks to those who have them, and to nobody else."""

import json
from pathlib import Path

import pytest
import zmq
from jupyter_client import BlockingKernelClient

pytestmark = pytest.mark.skipif(not zmq.has("curve"), reason="this libzmq has no CurveZMQ")


@pytest.fixture
def encrypted(capfd, open_page):
    """Start a kernel with keys."""
    return open_page(encryption="required")


def beat(client, info):
    """Return what the kernel's heart sends back."""
    heart = client.context.socket(zmq.REQ)
    heart.curve_publickey, heart.curve_secretkey = zmq.curve_keypair()
    heart.curve_serverkey = info["curve_publickey"].encode()
    heart.connect(f"tcp://{info['ip']}:{info['hb_port']}")
    try:
        heart.send(b"ping")
        assert heart.poll(60_000)
        return heart.recv()
    finally:
        heart.close(linger=0)


def test_a_kernel_with_keys_answers_on_every_channel(encrypted, capfd):
    info = json.loads(Path(encrypted.manager.connection_file).read_text(encoding="utf-8"))
    assert len(info["curve_publickey"]) == len(info["curve_secretkey"]) == 40
    cell = encrypted.run("print(io.read()) return 6 * 7", answer="typed")
    assert (cell.stdout, cell.result) == ("typed\n", "42")
    assert encrypted.ask("kernel_info_request", {}, "control")["status"] == "ok"
    assert beat(encrypted.client, info) == b"ping"
    assert "without encryption" not in capfd.readouterr().err


def test_a_client_without_the_keys_gets_no_answer(encrypted, tmp_path):
    info = json.loads(Path(encrypted.manager.connection_file).read_text(encoding="utf-8"))
    plain = {name: value for name, value in info.items() if not name.startswith("curve_")}
    stranger = BlockingKernelClient()
    stranger.load_connection_info(plain)
    stranger.start_channels(hb=False)
    try:
        stranger.execute("stolen = true")
        for _ in range(20):
            assert encrypted.run("stolen").result in (None, "nil")
        assert not stranger.shell_channel.msg_ready()
        assert not stranger.iopub_channel.msg_ready()
    finally:
        stranger.stop_channels()
