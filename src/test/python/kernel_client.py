"""A Jupyter client for KernelIT: a request as a line of JSON comes in, what the kernel answered goes out as one."""

import json
import random
import socket
import sys
import threading

import zmq
from jupyter_client.manager import start_new_kernel
from jupyter_client.session import Session


def run(manager, client, source, interrupt=False):
    said = {"stdout": "", "stderr": "", "results": [], "displays": [], "updates": [], "traceback": "",
            "order": []}

    def take(message):
        content, kind = message["content"], message["msg_type"]
        if kind not in ("status", "execute_input"):
            said["order"].append(content.get("name", kind))
        if kind == "stream":
            if interrupt and not said["stdout"]:
                # Not by the clock: a busy machine may take seconds to come so far.
                threading.Timer(0.5, manager.interrupt_kernel).start()
            said[content["name"]] += content["text"]
        elif kind == "execute_result":
            said["results"].append(content["data"]["text/plain"])
        elif kind == "display_data":
            said["displays"].append(content["data"]["text/plain"])
        elif kind == "update_display_data":
            said["updates"].append([content["transient"]["display_id"], content["data"]["text/plain"]])
        elif kind == "error":
            said["traceback"] = "\n".join(content["traceback"])
            said["error"] = content["ename"]

    reply = client.execute_interactive(source, timeout=300, output_hook=take, allow_stdin=False)
    return dict(said, status=reply["content"]["status"])


def run_without_reading(client, source):
    """Reads what a cell says only after it has ended."""
    id = client.execute(source)
    while client.get_shell_msg(timeout=300)["parent_header"]["msg_id"] != id:
        pass
    stdout, idle = "", False
    while not idle:
        message = client.get_iopub_msg(timeout=300)
        if message["parent_header"].get("msg_id") == id:
            stdout += message["content"].get("text", "")
            idle = message["content"].get("execution_state") == "idle"
    return {"stdout": stdout}


def send_junk(manager):
    """Sends to every socket what a program of somebody else on this machine can send."""
    info = manager.get_connection_info()
    dice = random.Random(1)
    context = zmq.Context()
    signed = Session(key=info["key"], signature_scheme=info["signature_scheme"])
    stranger = Session(key=b"guessed", signature_scheme=info["signature_scheme"])
    request = {"code": "throw new Error()", "silent": False, "store_history": True, "user_expressions": {},
               "allow_stdin": False, "stop_on_error": True}
    messages = []
    for session in (stranger, signed):
        message = session.msg("execute_request", request)
        whole = session.serialize(message)
        messages += [whole[:length] for length in range(1, len(whole))]
    messages.append(stranger.serialize(stranger.msg("execute_request", request)))
    for version in ("4.1", "6.0", "", None, 5):
        message = signed.msg("execute_request", request)
        message["header"]["version"] = version
        messages.append(signed.serialize(message))
    for header in ({}, {"msg_type": "execute_request"}, dict(signed.msg("kernel_info_request")["header"], msg_type=7)):
        message = signed.msg("execute_request", request)
        messages.append(signed.serialize(dict(message, header=header)))
    messages.append(signed.serialize(signed.msg("nobody_knows_request", {})))
    messages += [[dice.randbytes(dice.randrange(200)) for _ in range(dice.randrange(1, 12))] for _ in range(50)]
    kinds = {"shell": zmq.DEALER, "control": zmq.DEALER, "stdin": zmq.DEALER, "hb": zmq.DEALER, "iopub": zmq.XSUB}
    for name, kind in kinds.items():
        port = info[name + "_port"]
        with context.socket(kind) as peer:
            peer.linger = 1000
            peer.connect(f"tcp://127.0.0.1:{port}")
            for frames in messages:
                peer.send_multipart(frames)
        for junk in (b"GET / HTTP/1.1\r\n\r\n", dice.randbytes(4000), b"\xff" + bytes(8) + b"\x7f" + dice.randbytes(100),
                     b"\xff" + bytes(8) + b"\x7f\x03" + bytes(53) + b"\x02" + b"\x7f" * 8 + bytes(100)):
            with socket.create_connection(("127.0.0.1", port)) as stranger_connection:
                stranger_connection.sendall(junk)
    context.term()
    with zmq.Context() as context, context.socket(zmq.REQ) as pulse:
        pulse.linger = 0
        pulse.connect(f"tcp://127.0.0.1:{info['hb_port']}")
        pulse.send(b"alive")
        return {"sent": len(messages) * len(kinds), "pulse": bool(pulse.poll(10_000)) and pulse.recv().decode()}


def answer(manager, client, request):
    if "run_without_reading" in request:
        return run_without_reading(client, request["run_without_reading"])
    if "junk" in request:
        return send_junk(manager)
    if "run" in request:
        return run(manager, client, request["run"], request.get("interrupt", False))
    if "run_all" in request:
        ids = [client.execute(source) for source in request["run_all"]]
        replies = {}
        while not replies.keys() >= set(ids):
            message = client.get_shell_msg(timeout=300)
            replies[message["parent_header"]["msg_id"]] = message["content"].get("status")
        return {"statuses": [replies[id] for id in ids]}
    if "complete" in request:
        return client.complete(request["complete"], reply=True, timeout=300)["content"]
    client.is_complete(request["is_complete"])
    return client.get_shell_msg(timeout=300)["content"]


def main():
    manager, client = start_new_kernel(kernel_name=sys.argv[1], startup_timeout=300)
    try:
        print(json.dumps({"ready": True}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(manager, client, json.loads(line))), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    print(json.dumps({"ended": not manager.is_alive()}), flush=True)


if __name__ == "__main__":
    main()
