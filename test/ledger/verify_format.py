"""A second verifier of the ledger, written from agent/ledger/FORMAT.md alone with Python's standard library.

It must not share anything with the agent: it is there to show that the format is what the page says.
Usage: verify_format.py LEDGER.SQLITE   Prints one JSON object; exit code 0 in order, 1 not, 2 unreadable.
"""
import base64
import hashlib
import json
import pathlib
import sqlite3
import sys

SAFE = 2**53 - 1


# --- canonical form ("The bytes of an entry") -------------------------------------------------------------------------

def no_float(_text):
    raise ValueError("a number that is not an integer")


def members(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names) or not all(name.isascii() for name in names):
        raise ValueError("a member twice, or a name that is not ASCII")
    return dict(pairs)


def check_values(value, depth=0):
    if isinstance(value, (dict, list)):
        if depth >= 32:
            raise ValueError("nested too deep")
        for item in value.values() if isinstance(value, dict) else value:
            check_values(item, depth + 1)
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > SAFE:
        raise ValueError("not a safe integer")
    elif isinstance(value, str):
        value.encode("utf-8")  # refuses lone surrogates


def parse_canonical(raw):
    if len(raw) > 8388608:
        raise ValueError("too large")
    value = json.loads(raw.decode("utf-8"), object_pairs_hook=members, parse_float=no_float, parse_constant=no_float)
    check_values(value)
    # Names are ASCII, so Python's order of code points is the right one; json escapes exactly what the page lists.
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if written.encode("utf-8") != raw:
        raise ValueError("not canonical")
    return value


# --- Ed25519 (RFC 8032 section 5.1.7), because the standard library has none -------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return (x * y % P, z * t % P, y * z % P, x * t % P)


def times(n, point):
    result = (0, 1, 1, 0)
    while n > 0:
        if n & 1:
            result = add(result, point)
        point = add(point, point)
        n >>= 1
    return result


def decompress(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P != 0 or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE_POINT = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verify(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = times(s, BASE_POINT), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# --- the ledger ----------------------------------------------------------------------------------------------------

MEMBERS = {"base", "epoch", "seq", "kind", "cause", "at", "body"}


class Walk:
    def __init__(self, database):
        self.database = database
        self.discrepancies = []
        self.entries = self.checkpoints = 0
        self.epoch = None
        self.previous = bytes(32)
        self.key = None
        (self.base,) = database.execute("SELECT base FROM ledger").fetchone()

    def problem(self, code, seq):
        self.discrepancies.append({"code": code, "epoch": self.epoch, "seq": seq})

    def run(self):
        rows = self.database.execute(
            "SELECT e.position, p.epoch, p.first_position, e.seq, e.hash, e.bytes FROM entries e "
            "JOIN epochs p ON p.number = e.epoch ORDER BY e.position"
        )
        for position, epoch, first, seq, stored, raw in rows:
            self.entries += 1
            if epoch != self.epoch:
                self.epoch, self.previous, self.key, self.expected = epoch, bytes(32), None, 1
            if seq != self.expected or position != first + seq - 1:
                self.problem("number", seq)
            self.expected = seq + 1
            if hashlib.sha256(b"hakari/entry/1\0" + self.previous + raw).digest() != stored:
                self.problem("hash", seq)
            self.previous = stored
            try:
                self.content(parse_canonical(raw), epoch, seq)
            except (ValueError, RecursionError):
                self.problem("bytes", seq)

    def content(self, entry, epoch, seq):
        if not isinstance(entry, dict) or set(entry) != MEMBERS:
            self.problem("members", seq)
            return
        if (entry["base"], entry["epoch"], entry["seq"]) != (self.base, epoch, seq):
            self.problem("place", seq)
        if (entry["kind"] == "epoch-opened") != (seq == 1):
            self.problem("opening", seq)
        if entry["kind"] == "epoch-opened":
            self.key = base64url(entry["body"]["signingKey"])
        if entry["kind"] == "checkpoint":
            self.checkpoint(entry["body"], seq)

    def checkpoint(self, body, seq):
        self.checkpoints += 1
        found = self.database.execute(
            "SELECT hash FROM entries JOIN epochs ON number = entries.epoch WHERE epochs.epoch = ? AND position = first_position + ? - 1",
            (self.epoch, body["seq"]),
        ).fetchone()
        signed = "\0".join(["hakari/checkpoint/1", self.base, self.epoch, str(body["seq"]), ""]).encode() + bytes.fromhex(body["hash"])
        if body["seq"] >= seq or found is None or found[0].hex() != body["hash"]:
            self.problem("checkpoint", seq)
        elif self.key is None or not ed25519_verify(self.key, signed, base64url(body["signature"])):
            self.problem("signature", seq)


def main():
    database = sqlite3.connect(f"{pathlib.Path(sys.argv[1]).resolve().as_uri()}?mode=ro", uri=True)
    if database.execute("PRAGMA application_id").fetchone() != (0x48414B52,) or database.execute("PRAGMA user_version").fetchone()[0] > 1:
        print("not a ledger that this page describes", file=sys.stderr)
        return 2
    walk = Walk(database)
    walk.run()
    print(json.dumps({"ok": not walk.discrepancies, "base": walk.base, "entries": walk.entries, "checkpoints": walk.checkpoints, "headHash": walk.previous.hex(), "discrepancies": walk.discrepancies}))
    return 0 if not walk.discrepancies else 1


if __name__ == "__main__":
    sys.exit(main())
