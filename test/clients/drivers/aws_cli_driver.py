"""Runs AWS CLI commands: a JSON object a line in, {"args", "env"}; one a line out, {"status", "stdout", "stderr"}.

Every command goes through the CLI's own entry point, as the program `aws` does, in a process of its own forked from this
one. Nothing is kept from one command to the next but the Python modules already loaded, which is what takes a start's time.
"""

import json
import os
import sys
import tempfile

import awscli.clidriver

# The package says by it where its own data is, when it is imported.
DATA_PATH = os.environ["AWS_DATA_PATH"]


def enter(args, env, stdout, stderr):
    """Becomes the program: never returns."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(stdout.fileno(), 1)
    os.dup2(stderr.fileno(), 2)
    os.environ.clear()
    os.environ.update(env, AWS_DATA_PATH=DATA_PATH)
    sys.argv = ["aws", *args]
    try:
        status = awscli.clidriver.main()
    except SystemExit as leave:
        status = leave.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(bool(status)))


def run(args, env):
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        child = os.fork()
        if child == 0:
            enter(args, env, stdout, stderr)
        _, status = os.waitpid(child, 0)
        stdout.seek(0)
        stderr.seek(0)
        return {
            "status": os.waitstatus_to_exitcode(status),
            "stdout": stdout.read().decode(),
            "stderr": stderr.read().decode(),
        }


# Has the CLI load its plug-ins. It must not go further here: a call starts threads, and a fork would be without them.
awscli.clidriver.create_clidriver()
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(run(request["args"], request["env"])), flush=True)
