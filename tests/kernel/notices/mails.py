"""A mail server on loopback that misbehaves as it is told."""

import socket
import threading
from contextlib import suppress


class MailServer:
    """Speaks SMTP on loopback; `how` says at which word it goes wrong, and how.

    how   "" well, "hang" no greeting ever, "drip" an answer that never ends, "refuse" no such
          person, "later" try again (450), "drop" breaks off after the text was taken
    """

    def __init__(self):
        self.how, self.mails, self.talks = "", [], 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        with suppress(OSError):
            while True:
                talk, _address = self.socket.accept()
                self.talks += 1
                # outermost: what was not flushed to who went fails again when it is closed
                with suppress(OSError), talk, talk.makefile("rw", newline="\r\n") as lines:
                    self.converse(talk, lines)

    def converse(self, talk, lines):
        if self.how == "hang":
            talk.settimeout(30)
            talk.recv(1)  # until the other side goes
            return
        while self.how == "drip" and not self.over.wait(0.1):
            talk.sendall(b"2")
        self.say(lines, "220 ready")
        for line in lines:
            word = line[:4].upper().strip()
            if word == "RCPT" and self.how in ("refuse", "later"):
                self.say(lines, "550 no such person" if self.how == "refuse" else "450 later")
            elif word == "DATA":
                self.say(lines, "354 go on")
                self.mails.append("".join(iter(lines.readline, ".\r\n")))
                if self.how == "drop":
                    return
                self.say(lines, "250 taken")
            elif word == "QUIT":
                self.say(lines, "221 bye")
                return
            else:
                self.say(lines, "250 well")

    @staticmethod
    def say(lines, answer):
        lines.write(f"{answer}\r\n")
        lines.flush()

    def close(self):
        self.over.set()
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)
