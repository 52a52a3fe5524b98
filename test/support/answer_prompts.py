"""Runs a command on a pseudo-terminal and answers its questions.

argv: a JSON list of [wait for this text, then send this], then the command; null is sent as the end of the terminal,
as where its window is closed. The transcript goes to standard output; the exit status is the command's (128 and the
signal's number where one ended it), or 99 where an awaited text did not come in time.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

steps = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

# A terminal of no width breaks every line after one character.
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
transcript = b""
seen = 0
deadline = time.monotonic() + 60


def read_some():
    global transcript
    ready, _, _ = select.select([terminal], [], [], 0.2)
    if not ready:
        return True
    try:
        data = os.read(terminal, 65536)
    except OSError:
        return False
    transcript += data
    return data != b""


is_open = True
for awaited, answer in steps:
    while is_open and awaited.encode() not in transcript[seen:]:
        if time.monotonic() > deadline:
            sys.stdout.buffer.write(transcript)
            os.kill(pid, 9)
            sys.exit(99)
        is_open = read_some()
    seen = len(transcript)
    # A prompt draws itself before it listens.
    time.sleep(0.15)
    if answer is None:
        os.close(terminal)
        is_open = False
        break
    os.write(terminal, answer.encode())
while is_open and time.monotonic() < deadline:
    is_open = read_some()
sys.stdout.buffer.write(transcript)
_, status = os.waitpid(pid, 0)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
