"""A Jupyter client for KernelIT: a request as a line of JSON comes in, what the kernel answered goes out as one."""

import json
import sys
import threading

from jupyter_client.manager import start_new_kernel


def run(manager, client, source, interrupt=False):
    said = {"stdout": "", "stderr": "", "results": [], "displays": [], "updates": [], "traceback": ""}

    def take(message):
        content, kind = message["content"], message["msg_type"]
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

    reply = client.execute_interactive(source, timeout=60, output_hook=take, allow_stdin=False)
    return dict(said, status=reply["content"]["status"])


def answer(manager, client, request):
    if "run" in request:
        return run(manager, client, request["run"], request.get("interrupt", False))
    if "run_all" in request:
        ids = [client.execute(source) for source in request["run_all"]]
        replies = {}
        while len(replies) < len(ids):
            message = client.get_shell_msg(timeout=60)
            replies[message["parent_header"]["msg_id"]] = message["content"]["status"]
        return {"statuses": [replies[id] for id in ids]}
    if "complete" in request:
        return client.complete(request["complete"], reply=True, timeout=30)["content"]
    client.is_complete(request["is_complete"])
    return client.get_shell_msg(timeout=30)["content"]


def main():
    manager, client = start_new_kernel(kernel_name=sys.argv[1], startup_timeout=60)
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
