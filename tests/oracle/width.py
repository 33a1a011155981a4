"""The tables `width`, `radicals`, `compose` and `half` once more, from the Unicode data of Python. Takes the table's name."""

import sys
import unicodedata
from itertools import product


def codes(text):
    return " ".join(f"{ord(c):04X}" for c in text)


def line(source, made):
    return f"{codes(source)}\t{codes(made)}"


def normal(form, text):
    return unicodedata.normalize(form, text)


def width(_):
    """Every character that Unicode calls wide or narrow, and no other."""
    for c in map(chr, range(sys.maxunicode + 1)):
        tag, _, plain = unicodedata.decomposition(c).partition(" ")
        if tag in ("<wide>", "<narrow>"):
            yield f"{codes(c)}\t{plain}"


def radicals(ours):
    """Every Kangxi radical as NFKC has it. Of the supplement NFKC knows few: the others must be made unified ideographs."""
    for c in map(chr, range(0x2F00, 0x2FD6)):
        yield line(c, normal("NFKC", c))
    for c, made in (map(lambda code: chr(int(code, 16)), entry.split("\t")) for entry in ours):
        known = normal("NFKC", c)
        unified = unicodedata.name(made, "").startswith("CJK UNIFIED IDEOGRAPH-")
        if "\u2E80" <= c <= "\u2EF3" and unified and known in (c, made):
            yield line(c, made)


def compose(_):
    """What NFC makes one character of; a mark that it leaves alone becomes the spacing one, as names need it."""
    spacing = str.maketrans("\u3099\u309A", "\u309B\u309C")
    for letter, mark in product(map(chr, range(0x3041, 0x3100)), "\u3099\u309A"):
        made = normal("NFC", letter + mark)
        yield line(letter + mark, made if len(made) == 1 else made.translate(spacing))


def half(_):
    """Every katakana that NFKC makes of half-width characters."""
    for letter, mark in product(map(chr, range(0xFF61, 0xFFA0)), ["", "\uFF9E", "\uFF9F"]):
        made = normal("NFKC", letter + mark)
        if len(made) == 1 and "\u30A1" <= made <= "\u30FC":
            yield line(made, letter + mark)


ours = sys.stdin.read().splitlines()
theirs = list({"width": width, "radicals": radicals, "compose": compose, "half": half}[sys.argv[1]](ours))
wrong = sorted(set(ours) ^ set(theirs))
if wrong or len(ours) != len(theirs):
    for entry in wrong[:10]:
        print("only kenpo has" if entry in ours else "only Unicode has", entry)
    print(f"{len(wrong)} lines differ; {len(ours)} lines for {len(theirs)}")
    sys.exit(1)
print(f"{len(ours)} agreed with unicodedata of Unicode {unicodedata.unidata_version}")
