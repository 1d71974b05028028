"""A second verifier of the ledger, written from agent/ledger/FORMAT.md and agent/link/CONTRACT.md alone with Python's
standard library. It reads their tables of members and words, and keys, photographs and the register's neighbours from the
ledger's folder. It makes no book: verdicts, releases and counts are checked as far as the page says without one.

It must not share anything with the agent: it is there to show that the format is what the pages say.
Usage: verify_format.py LEDGER.SQLITE   Prints one JSON object; exit code 0 in order, 1 not, 2 unreadable, 3 cannot judge.
"""
import base64
import hashlib
import hmac
import json
import pathlib
import re
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


# --- the pages: members, types and words --------------------------------------------------------------------------------

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tables_of(text):
    """Heading -> member -> (type, meaning)."""
    found, name = {}, None
    for line in text.split("\n"):
        if line.startswith("#"):
            name = line.lstrip("# ") if line.startswith("### ") else None
        row = re.match(r"\| `(\w+)` \| (.*?) \| (.*) \|$", line)
        if row and name:
            found.setdefault(name, {})[row[1]] = (row[2], row[3])
        elif name:
            found.setdefault(name, {})
    return found


def words_in(members):
    """CONTRACT section 7: `verdict (verified, discrepant)`."""
    return {name: set(listed.split(", ")) for name, listed in re.findall(r"(\w+)\?? \(([^()]*)\)", members)}


class Pages:
    def __init__(self):
        text = (ROOT / "agent/ledger/FORMAT.md").read_text("utf-8")
        self.header = tables_of(text[: text.index("## The chain")])
        self.kinds = tables_of(text[text.index("## Kinds of entries"): text.index("## Parts of bodies")])
        self.parts = tables_of(text[text.index("## Parts of bodies"):])
        contract = (ROOT / "agent/link/CONTRACT.md").read_text("utf-8").split("\n## 7. ")[1].split("\n## 8. ")[0]
        self.kind_words = {k: words_in(m) for k, m in re.findall(r"^\| `([\w-]+)` \| (.*?) \|", contract, re.M)}
        self.part_words = {k: words_in(m) for k, m in re.findall(r"^- ([\w -]+): (.*)$", contract, re.M)}

    def entry_fault(self, entry):
        kind = entry.get("kind")
        fault = self.object_fault(self.header["entry"], {}, entry, "$")
        if fault is None and kind in self.kinds:
            fault = self.object_fault(self.kinds[kind], self.kind_words.get(kind, {}), entry["body"], "$.body")
        return fault

    def object_fault(self, table, words, value, at):
        if not isinstance(value, dict):
            return at
        needed = {name for name, (kind, _) in table.items() if not kind.endswith(" or absent")}
        if not needed <= set(value) <= set(table):
            return at
        for name, member in value.items():
            kind, meaning = table[name]
            fault = self.value_fault(kind, member, f"{at}.{name}") or self.word_fault(words.get(name), meaning, member, f"{at}.{name}")
            if fault:
                return fault
        return None

    def word_fault(self, words, meaning, value, at):
        """The words of CONTRACT section 7, or those that the meaning consists of."""
        if words is None:
            listed = re.fullmatch(r"((?:`[^`]+`, )+`[^`]+`)(?:; .*)?", meaning)
            words = set(re.findall(r"`([^`]+)`", listed[1])) if listed else None
        return at if words is not None and isinstance(value, str) and value not in words else None

    def value_fault(self, kind, value, at):
        kind = kind.removesuffix(" or absent")
        if kind.endswith(" or null"):
            return None if value is None else self.value_fault(kind.removesuffix(" or null"), value, at)
        if kind.startswith("list of "):
            if not isinstance(value, list):
                return at
            return next((fault for item in value for fault in [self.value_fault(kind[8:], item, at)] if fault), None)
        names = re.findall(r"\[([^\]]+)\]\(#", kind)
        if kind.startswith("one of "):
            name = value.get("kind") if isinstance(value, dict) else None
            return self.part_fault(name, value, at) if name in names else at
        if names:
            return self.object_fault(self.header["timestamp"], {}, value, at) if names[0] == "timestamp" else self.part_fault(names[0], value, at)
        types = {"text": str, "integer": int, "boolean": bool}
        wanted = types.get(kind)
        return at if wanted and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))) else None

    def part_fault(self, name, value, at):
        return self.object_fault(self.parts[name], self.part_words.get(name, {}), value, at)


# --- CONTRACT 9.2 -------------------------------------------------------------------------------------------------------

STEPS = {"II": (5000, 20000), "III": (500, 2000), "IIII": (50, 200)}


def in_service_bound(scale_class, interval, load):
    first, second = STEPS[scale_class]
    return interval * (1 if abs(load) <= first * interval else 2 if abs(load) <= second * interval else 3)


def own_part(scale_class, interval, load, pallet):
    part = in_service_bound(scale_class, interval, load) + interval // 2
    return part + (in_service_bound(scale_class, interval, pallet) + interval // 2 if pallet else 0)


# --- headquarters' signed texts -----------------------------------------------------------------------------------------

def signed_payload(text, typ, key):
    """The payload of a compact JWS; None if it is none, or not signed by the key (where there is one)."""
    parts = text.split(".")
    if len(parts) != 3:
        return None
    try:
        header, payload = parse_canonical(base64url(parts[0])), parse_canonical(base64url(parts[1]))
        signature = base64url(parts[2])
    except (ValueError, RecursionError):
        return None
    if header != {"alg": "EdDSA", "typ": typ} or not isinstance(payload, dict):
        return None
    signed = f"{parts[0]}.{parts[1]}".encode()
    return payload if key is None or ed25519_verify(key, signed, signature) else None


def public_key(path, name):
    try:
        return base64url(json.loads(path.read_text("utf-8"))[name])
    except (OSError, ValueError, KeyError):
        return None


# --- the ledger ----------------------------------------------------------------------------------------------------

MEMBERS = {"base", "epoch", "seq", "kind", "cause", "at", "body"}
GUARDS = {f"{table}_no_{change}" for table in ("entries", "causes", "epochs", "ledger", "halts") for change in ("update", "delete")} | {"entries_in_order"}
TABLES = {"ledger", "epochs", "entries", "causes", "refusals", "cursor", "halts", "book_head"}
LEADS_TO_ENTRIES = re.compile("(order|epoch|run|checkpoint|register):")
BEYOND = {"WEIGHT_LOW": -1, "JOINT_LOW": -1, "WEIGHT_HIGH": 1, "JOINT_HIGH": 1, "LOT_TOTAL": 0, "CONTRACT_QUANTITY": 0}
ANSWERED = {"order", "weighing", "finding", "group", "visit", "verdict"}


def leaves(value):
    if isinstance(value, (dict, list)):
        return [leaf for item in (value.values() if isinstance(value, dict) else value) for leaf in leaves(item)]
    return [value]


class Walk:
    def __init__(self, database, folder):
        self.database, self.folder, self.pages = database, folder, Pages()
        self.discrepancies, self.unjudged = [], []
        self.entries = self.checkpoints = 0
        self.epoch = None
        self.previous = bytes(32)
        self.key = None
        self.headquarters = public_key(folder / "headquarters.json", "acknowledgeKey")
        self.orderer = public_key(folder / "headquarters.json", "orderKey")
        self.opened, self.signed = None, 0
        self.scales, self.weighings, self.pallets, self.jobs, self.results = {}, {}, {}, {}, set()
        self.findings, self.asked, self.tares, self.bound, self.reversed, self.complicated, self.beyond, self.announced, self.weight_found = set(), {}, {}, {}, set(), False, {}, {}, set()
        (self.base,) = database.execute("SELECT base FROM ledger").fetchone()

    def problem(self, code, seq):
        self.discrepancies.append({"code": code, "epoch": self.epoch, "seq": seq})

    def hold(self, holds, code, seq):
        if not holds:
            self.problem(code, seq)

    def run(self):
        rows = self.database.execute(
            "SELECT e.position, p.epoch, p.first_position, e.seq, e.hash, e.bytes FROM entries e "
            "JOIN epochs p ON p.number = e.epoch ORDER BY e.position"
        )
        for position, epoch, first, seq, stored, raw in rows:
            self.entries += 1
            if epoch != self.epoch:
                self.epoch, self.previous, self.key, self.expected = epoch, bytes(32), None, 1
                self.counter, self.order_hash = 0, "0" * 64
                self.leaf_key, self.subtrees = None, []
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
            self.leaf(seq, raw)
        self.causes()
        self.cursors()
        self.tables()
        self.keys()

    # -- "The tree" ------------------------------------------------------------------------------------------------------

    def leaf(self, seq, raw):
        """Whole subtrees as (leaves, hash), the largest first."""
        if self.leaf_key is None:
            return
        salt = hmac.new(self.leaf_key, str(seq).encode(), "sha256").digest()[:16]
        count, last = 1, hashlib.sha256(b"\0" + salt + raw).digest()
        while self.subtrees and self.subtrees[-1][0] == count:
            last = hashlib.sha256(b"\1" + self.subtrees.pop()[1] + last).digest()
            count *= 2
        self.subtrees.append((count, last))

    def root(self):
        if not self.subtrees:
            return hashlib.sha256(b"").digest()
        root = self.subtrees[-1][1]
        for _, left in reversed(self.subtrees[:-1]):
            root = hashlib.sha256(b"\1" + left + root).digest()
        return root

    def content(self, entry, epoch, seq):
        if not isinstance(entry, dict) or set(entry) != MEMBERS:
            self.problem("members", seq)
            return
        if (entry["base"], entry["epoch"], entry["seq"]) != (self.base, epoch, seq):
            self.problem("place", seq)
        if (entry["kind"] == "epoch-opened") != (seq == 1):
            self.problem("opening", seq)
        if entry["kind"] == "checkpoint" and isinstance(entry["body"], dict) and entry["body"].get("format", 2) != 2:
            self.unjudged.append({"code": "format", "seq": seq})
            return
        fault = self.pages.entry_fault(entry)
        if fault is not None:
            self.problem("members", seq)
            return
        if entry["kind"] not in self.pages.kinds:
            self.unjudged.append({"code": "kind", "seq": seq})
            return
        body = entry["body"]
        for name in ("approvedBy", "askedBy", "allowedBy"):
            self.hold(body.get(name) is None or body[name] != body.get("operator"), "person", seq)
        check = getattr(self, "on_" + entry["kind"].replace("-", "_"), None)
        if check is not None:
            check(body, seq, entry)

    # -- one kind each; what the pages say of it -------------------------------------------------------------------------

    def on_epoch_opened(self, body, seq, _entry):
        self.opened, self.key, self.leaf_key = body, base64url(body["signingKey"]), bytes.fromhex(body["leafKey"])

    def on_checkpoint(self, body, seq, _entry):
        self.checkpoints += 1
        found = self.database.execute(
            "SELECT hash FROM entries JOIN epochs ON number = entries.epoch WHERE epochs.epoch = ? AND position = first_position + ? - 1",
            (self.epoch, body["seq"]),
        ).fetchone()
        names = ["hakari/checkpoint/2", self.base, self.epoch, str(body["seq"]), str(body["size"]), ""]
        signed = "\0".join(names).encode() + bytes.fromhex(body["hash"]) + bytes.fromhex(body["root"])
        if body["seq"] != seq - 1 or body["size"] != body["seq"] or found is None or found[0].hex() != body["hash"]:
            self.problem("checkpoint", seq)
        elif self.root().hex() != body["root"]:
            self.problem("checkpoint", seq)
        elif self.key is None or not ed25519_verify(self.key, signed, base64url(body["signature"])):
            self.problem("signature", seq)

    def on_order_received(self, body, seq, entry):
        payload = self.order(body, seq)
        if payload is not None:
            self.hold(payload == body["order"] and entry["cause"] == "order:" + payload["order"], "order", seq)
        order = body["order"]["body"]
        self.complicated |= order["kind"] in ("decision", "booking", "intake-amendment", "return-notice")
        for package in order["packages"] if order["kind"] == "intake-notice" else []:
            self.tares[package["package"]] = package["tareMg"]
            self.announced[package["package"]] = (package["grossMg"], order["weighed"])

    def on_order_refused(self, body, seq, _entry):
        payload = self.order(body, seq)
        if payload is not None:
            self.hold(str(payload["order"])[:200] == body["order"] and payload["counter"] == body["counter"], "order", seq)

    def order(self, body, seq):
        self.signed += 1
        payload = signed_payload(body["signed"], "hakari-order+jws", self.orderer)
        if payload is None:
            self.problem("order-signature", seq)
        else:
            self.hold((payload.get("base"), payload.get("epoch")) == (self.base, self.epoch), "order", seq)
            self.hold((payload.get("counter"), payload.get("previous")) == (self.counter + 1, self.order_hash), "order-turn", seq)
        self.hold(hashlib.sha256(body["signed"].encode()).hexdigest() == body["signedHash"], "order", seq)
        self.counter += 1
        self.order_hash = body["signedHash"]
        return payload

    def on_weighing(self, body, seq, _entry):
        scale, gross = body["scale"], body["grossMg"]
        number = self.scales.get(scale["instrument"], 0) + 1
        self.hold(body["number"] == number, "scale-number", seq)
        self.scales[scale["instrument"]] = body["number"]
        self.weighings[body["weighing"]] = body
        if body["range"] >= len(scale["ranges"]):
            self.problem("arithmetic", seq)
            return
        interval = scale["ranges"][body["range"]]["intervalMg"]
        pallet = self.pallets.get(body["group"], 0)
        self.hold(body["netMg"] == gross - body["tareMg"], "arithmetic", seq)
        self.hold(body["ownPartMg"] == own_part(scale["class"], interval, gross, pallet), "arithmetic", seq)
        self.hold(body["boundBy"] != "tag" or any(not tag["elsewhere"] for tag in body["tags"]), "arithmetic", seq)
        if body["package"] is not None:
            self.bound[body["weighing"]] = body["package"]
        self.complicated |= body["purpose"] in ("recount", "reweigh", "sample", "removal")

    def on_weighing_bound(self, body, seq, _entry):
        self.bound[body["weighing"]] = body["package"]

    def on_weighing_reversed(self, body, seq, _entry):
        self.reversed.add(body["weighing"])

    def on_material_removed(self, _body, _seq, _entry):
        self.complicated = True

    on_weight_typed = on_material_removed

    def on_group_formed(self, body, seq, _entry):
        self.pallets[body["group"]] = body["palletTareMg"]

    def on_check_weighing(self, body, seq, _entry):
        off, scale = abs(body["shownMg"] - body["referenceMg"]), body["scale"]
        tolerances = [in_service_bound(scale["class"], r["intervalMg"], body["referenceMg"]) + r["intervalMg"] // 2 for r in scale["ranges"]]
        said = (body["toleranceMg"], body["passed"], body["recognised"])
        self.hold(any(said == (t, off <= t, off <= 10 * t) for t in tolerances), "arithmetic", seq)

    def compare(self, comparison, seq):
        if comparison is not None:
            parts = ("scaleBoundMg", "roundingMg", "otherLimitMg", "otherRoundingMg")
            self.hold(comparison["differenceMg"] == comparison["measuredMg"] - comparison["declaredMg"], "arithmetic", seq)
            self.hold(comparison["toleranceMg"] == sum(comparison[part] for part in parts), "arithmetic", seq)

    def alone(self, weighing):
        body = self.weighings.get(weighing)
        return body if body is not None and body["group"] is None and body["visit"] is None else None

    def on_finding(self, body, seq, _entry):
        self.findings.add(body["finding"])
        if body["code"] in ("WEIGHT_LOW", "WEIGHT_HIGH"):
            self.beyond[body["finding"]] = body
            self.weight_found.add(body["package"])
        comparison = body["comparison"]
        self.compare(comparison, seq)
        sign = BEYOND.get(body["code"])
        if sign is None or comparison is None:
            return
        difference, measured = comparison["differenceMg"], self.alone(body["weighing"])
        self.hold(abs(difference) > comparison["toleranceMg"] and difference * sign >= 0, "arithmetic", seq)
        if body["code"].startswith("WEIGHT") and measured is not None:
            self.hold(comparison["measuredMg"] == measured["grossMg"], "arithmetic", seq)

    def on_finding_approved(self, body, _seq, _entry):
        self.beyond.pop(body["finding"], None)

    def on_finding_recounted(self, body, seq, _entry):
        comparison, measured = body["comparison"], self.alone(body["weighing"])
        self.compare(comparison, seq)
        if comparison is not None:
            self.hold(not body["agrees"] or abs(comparison["differenceMg"]) <= comparison["toleranceMg"], "arithmetic", seq)
            self.hold(measured is None or measured["grossMg"] == comparison["measuredMg"], "arithmetic", seq)

    def on_vehicle_weighed(self, body, seq, _entry):
        self.compare(body["comparison"], seq)
        before, after = self.weighings.get(body["before"]), self.weighings.get(body["after"])
        self.hold(before is not None and after is not None and body["massMg"] == before["grossMg"] - after["grossMg"], "arithmetic", seq)
        self.hold(body["massMg"] == body["comparison"]["measuredMg"], "arithmetic", seq)

    def on_second_person_asked(self, body, seq, _entry):
        if body["act"] == "release":
            self.asked[body["subject"]] = body

    def on_release_closed(self, body, seq, _entry):
        asked = self.asked.get(body["order"])
        self.hold(asked is not None and asked["operator"] == body["operator"], "person", seq)
        if asked is not None:
            self.hold(set(asked["packages"]) == set(body["released"]) and asked["netMg"] == body["netMg"], "result", seq)
        self.results.add(body["job"])

    def on_stocktake_closed(self, body, seq, _entry):
        self.results.add(body["job"])

    def on_job_opened(self, body, seq, _entry):
        self.jobs[body["job"]] = body["work"]

    def on_job_closed(self, body, seq, _entry):
        needs_result = body["outcome"] == "done" and self.jobs.get(body["job"]) in ("intake", "release", "stocktake")
        self.hold(not needs_result or body["job"] in self.results, "result", seq)

    def on_verdict(self, body, seq, _entry):
        self.results.add(body["job"])
        self.hold(set(body["findings"]) <= self.findings, "result", seq)
        beyond = {name for name, found in self.beyond.items() if found["lot"] == body["lot"] and found["weighing"] not in self.reversed}
        self.hold(self.complicated or beyond <= set(body["findings"]), "result", seq)
        self.hold(body["announced"] == body["found"] + len(body["missing"]) + len(body["toCome"]), "result", seq)
        verified = not body["findings"] and not body["missing"] and not body["toCome"]
        self.hold((body["verdict"] == "verified") == verified, "result", seq)
        self.hold((body["verifiedMass"] == "none") == (body["verdict"] == "discrepant"), "result", seq)
        standing = [w for w in self.weighings.values() if w["order"] == body["order"] and w["weighing"] not in self.reversed and w["purpose"] == "intake" and w["basis"] == "single" and w["weighing"] in self.bound]
        packages = {self.bound[w["weighing"]]: w["grossMg"] for w in standing}
        if self.complicated or len(packages) != len(standing) or len(packages) != body["found"] or not packages.keys() <= self.tares.keys():
            return
        gross = sum(packages.values())
        self.hold(body["grossMg"] == gross and body["netMg"] == gross - sum(self.tares[p] for p in packages), "result", seq)
        for weighing in standing:
            package = self.bound[weighing["weighing"]]
            self.hold(package in self.weight_found or self.is_as_announced(weighing, *self.announced[package]), "result", seq)

    def is_as_announced(self, weighing, gross, weighed):
        """CONTRACT 9.3, of a package that was weighed alone when it came."""
        scale, limit = weighing["scale"], weighed["limitMg"]
        if limit is None:
            limit = in_service_bound(weighed["class"], weighed["intervalMg"], gross)
        own = own_part(scale["class"], scale["ranges"][weighing["range"]]["intervalMg"], weighing["grossMg"], 0)
        return abs(weighing["grossMg"] - gross) <= own + limit + weighed["lastDigitMg"] // 2

    def on_photo_attached(self, body, seq, _entry):
        path = self.folder / "ledger.evidence.sqlite"
        try:
            evidence = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
            row = evidence.execute("SELECT bytes FROM photos WHERE photo = ?", (bytes.fromhex(body["photo"]),)).fetchone()
        except sqlite3.Error:
            row = None
        self.hold(row is not None and len(row[0]) == body["bytes"] and hashlib.sha256(row[0]).hexdigest() == body["photo"], "photograph", seq)

    # -- the other tables, and the folder --------------------------------------------------------------------------------

    def causes(self):
        reached = {}
        rows = self.database.execute(
            "SELECT p.epoch, c.epoch, p.first_position, c.cause, c.first_seq, c.last_seq, c.result FROM causes c "
            "JOIN epochs p ON p.number = c.epoch ORDER BY c.epoch, c.first_seq, c.last_seq"
        ).fetchall()
        for epoch, _number, start, cause, first, last, result in rows:
            self.epoch = epoch
            self.hold(first == reached.get(epoch, 0) + 1 and last >= first - 1, "cause", first)
            self.hold(last >= first or not LEADS_TO_ENTRIES.match(cause), "cause", first)
            reached[epoch] = max(last, reached.get(epoch, 0))
            raws = self.database.execute("SELECT bytes FROM entries WHERE position BETWEEN ? AND ? ORDER BY position", (start + first - 1, start + last - 1))
            self.answer(cause, json.loads(result), [json.loads(raw) for (raw,) in raws], first)
        for epoch, last in self.database.execute("SELECT p.epoch, max(e.seq) FROM epochs p LEFT JOIN entries e ON e.epoch = p.number GROUP BY p.number").fetchall():
            self.epoch = epoch
            self.hold((last or 0) == reached.get(epoch, 0), "cause", last)
            self.hold(last is not None or self.entries == 0, "opening", 1)

    def answer(self, cause, result, entries, seq):
        self.hold(all(entry["cause"] == cause for entry in entries), "cause", seq)
        if not entries or "refusal" in result:
            return
        said = {leaf for entry in entries for leaf in leaves(entry["body"]) if isinstance(leaf, (str, int)) and not isinstance(leaf, bool)}
        for name, value in result.items():
            if name == "accepted":
                self.hold(value == any(entry["kind"] == "order-received" for entry in entries), "answer", seq)
            elif (name == "number" and isinstance(value, int)) or (name in ANSWERED and isinstance(value, str)):
                self.hold(value in said or cause.endswith(f":{value}"), "answer", seq)

    def cursors(self):
        rows = self.database.execute("SELECT p.epoch, c.seq, c.hash, c.incarnation, c.signed FROM cursor c JOIN epochs p ON p.number = c.epoch").fetchall()
        for epoch, seq, stored, incarnation, signed in rows:
            self.epoch, self.signed = epoch, self.signed + 1
            payload = signed_payload(signed, "hakari-ack+jws", self.headquarters) or {}
            said = {"base": self.base, "epoch": epoch, "seq": seq, "hash": stored.hex(), "incarnation": incarnation}
            self.hold(all(payload.get(name) == value for name, value in said.items()), "cursor", seq)
            found = self.database.execute("SELECT hash FROM entries e JOIN epochs p ON p.number = e.epoch WHERE p.epoch = ? AND e.seq = ?", (epoch, seq)).fetchone()
            self.hold((found[0] if found else bytes(32) if seq == 0 else None) == stored, "cursor", seq)
        for epoch, reason, signed, first, last in self.database.execute(
            "SELECT p.epoch, reason, signed, first_position, (SELECT max(seq) FROM entries e WHERE e.epoch = h.epoch) "
            "FROM halts h JOIN epochs p ON p.number = h.epoch"
        ).fetchall():
            self.signed += 1
            payload = signed_payload(signed, "hakari-ack+jws", self.headquarters) or {}
            at, last = payload.get("seq"), last or 0
            named = (payload.get("base"), payload.get("epoch")) == (self.base, epoch) and isinstance(at, int)
            row = self.database.execute("SELECT hash FROM entries WHERE position = ?", (first + at - 1,)).fetchone() if named and at else None
            ours = row[0].hex() if row else "0" * 64
            fits = named and (at > last if reason == "old-copy" else at <= last and payload.get("hash") != ours)
            self.hold(fits, "halt", None)
        if self.headquarters is None and self.signed > 0:
            self.unjudged.append({"code": "headquarters-key", "seq": None})

    def tables(self):
        found = self.database.execute("SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'").fetchall()
        self.hold({name for kind, name, _ in found if kind == "trigger"} == GUARDS, "trigger", None)
        names = {name for kind, name, _ in found if kind in ("table", "view")}
        self.hold(TABLES <= names and all(name in TABLES or name.startswith("book_") for name in names), "table", None)
        self.hold(all(table.startswith("book_") for kind, _, table in found if kind == "index"), "table", None)

    def keys(self):
        for name in ("signingKey", "sealingKey"):
            key = public_key(self.folder / "base-keys.json", name)
            self.hold(key is None or self.opened is None or key == base64url(self.opened[name]), "base-key", None)


def main():
    path = pathlib.Path(sys.argv[1]).resolve()
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    if database.execute("PRAGMA application_id").fetchone() not in ((0x48414B52,), (0x48414B42,)):
        print("not a ledger that this page describes", file=sys.stderr)
        return 2
    if database.execute("PRAGMA user_version").fetchone()[0] > 1:
        print("a ledger of a later format", file=sys.stderr)
        return 3
    walk = Walk(database, path.parent)
    walk.run()
    print(json.dumps({"ok": not walk.discrepancies and not walk.unjudged, "base": walk.base, "entries": walk.entries, "checkpoints": walk.checkpoints, "headHash": walk.previous.hex(), "discrepancies": walk.discrepancies, "unjudged": walk.unjudged}))
    return 1 if walk.discrepancies else 3 if walk.unjudged else 0


if __name__ == "__main__":
    sys.exit(main())
