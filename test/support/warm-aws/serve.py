"""Runs the AWS CLI, as it is installed, in children of a process that has its modules loaded already.

Starting Python and loading the CLI takes longer than most commands: `aws` beside this file asks here instead.
Usage: serve.py PROGRAM. Prints the loopback port, serves until standard input ends.
"""

import contextlib
import importlib
import os
import runpy
import select
import signal
import socket
import sys
import tempfile

PROGRAM = sys.argv[1]


def load():
    """Loads what every command loads. No command is run: some start threads, which a child would not have."""
    for module in ("awscli.clidriver", "awscli.plugin", "awscli.handlers", "botocore.client", "urllib3"):
        importlib.import_module(module)


def request(connection):
    """Process id, folder and arguments of the caller, and its environment, each ended by a zero byte; then END."""
    told = b""
    while not told.endswith(b"\0END\0"):
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("the caller went away")
        told += more
    pid, folder, count, *rest = [os.fsdecode(part) for part in told.split(b"\0")[:-2]]
    variables = dict(one.split("=", 1) for one in rest[int(count) :])
    return int(pid), folder, rest[: int(count)], variables


def standard_input(pid):
    """What the caller reads from, or nothing where that is a socket, which cannot be opened by its name."""
    try:
        return os.open(f"/proc/{pid}/fd/0", os.O_RDONLY)
    except OSError:
        return os.open(os.devnull, os.O_RDONLY)


def become(said, pid, folder, arguments, variables):
    """Runs the program with the caller's input, folder and environment, its output into files; never returns."""
    code = 1
    try:
        os.dup2(standard_input(pid), 0)
        for number in (1, 2):
            os.dup2(os.open(f"{said}/{number}", os.O_WRONLY | os.O_CREAT, 0o600), number)
        os.chdir(folder)
        # Where the CLI's own data lie it sets itself, when it is loaded.
        data = {name: value for name, value in os.environ.items() if name == "AWS_DATA_PATH"}
        os.environ.clear()
        os.environ.update(data | variables)
        sys.argv = [PROGRAM, *arguments]
        runpy.run_path(PROGRAM, run_name="__main__")
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def main():
    load()
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while 0 not in select.select([0, listener], [], [])[0]:
        connection, _ = listener.accept()
        if os.fork() == 0:
            # One child stays with the caller and tells it how the other, which is the command, ended.
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            asked = request(connection)
            said = tempfile.mkdtemp()
            command = os.fork()
            if command == 0:
                connection.close()
                become(said, *asked)
            _, status = os.waitpid(command, 0)
            connection.sendall(f"{os.waitstatus_to_exitcode(status)} {said}\n".encode())
            os._exit(0)
        connection.close()


main()
