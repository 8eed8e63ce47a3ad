"""A secret key that is recognised by any eight bytes of it, in whatever form a program may write them."""
import base64
import random
import string

RUN = 8
# Larger files are attachments that a test made.
LARGEST_FILE = 16 << 20

KEY = "K3Y-" + "".join(random.choices(string.ascii_letters + string.digits, k=28))


def forms(key):
    """Eight bytes of the key from each place on: as they are, backwards, in hex, escaped, in base64."""
    found = {}
    for start in range(len(key) - RUN + 1):
        text = key[start:start + RUN]
        raw = text.encode()
        found[raw] = "as it is"
        found[raw[::-1]] = "backwards"
        found |= dict.fromkeys((raw.hex().encode(), raw.hex().upper().encode(), raw.hex(" ").encode()), "in hex")
        found |= dict.fromkeys(escaped(text, "\\u{:04x}", "\\u{:04X}", "\\x{:02x}"), "as JSON escapes")
        found |= dict.fromkeys(escaped(text, "%{:02X}", "%{:02x}"), "as a URL escapes")
        found |= dict.fromkeys(escaped(text, "&#{};", "&#x{:x};"), "as HTML escapes")
        for shift in range(3):
            # What stands before it moves it within groups of three; the characters at both ends hold other bits too.
            code = base64.b64encode(bytes(shift) + raw)
            whole = code[-(-shift * 8 // 6):(shift + RUN) * 8 // 6]
            found |= dict.fromkeys((whole, whole.translate(bytes.maketrans(b"+/", b"-_"))), "in base64")
    return found


def escaped(text, *patterns):
    return ["".join(pattern.format(ord(character)) for character in text).encode() for pattern in patterns]


FORMS = forms(KEY)


def find(content):
    """How the key, or a part of it, shows in bytes; None when it does not."""
    return next((form for part, form in FORMS.items() if part in content), None)


def find_below(folder, but):
    """Searches the names and contents of all files below a folder, `but` those that are meant to hold the key."""
    for path in folder.rglob("*"):
        if path in but:
            continue
        form = find(str(path.relative_to(folder)).encode())
        if not form and path.is_file() and path.stat().st_size <= LARGEST_FILE:
            form = find(path.read_bytes())
        if form:
            return f"{path}: {form}"
    return None
