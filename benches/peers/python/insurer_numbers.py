"""Which of a column of insurer numbers are well-formed. kenpo has no door to Python: it is not among these."""

from pathlib import Path

from stdnum import luhn

SCHEMES = {1, 2, 3, 4, 6, 7, 31, 32, 33, 34, 39, 63, 72, 73, 74, 75}


def well_formed(text):
    """The check as a portal's programmer writes it: digits, scheme, prefecture, check digit."""
    if len(text) not in (6, 8) or not (text.isascii() and text.isdigit()):
        return False
    if len(text) == 8 and int(text[:2]) not in SCHEMES:
        return False
    if not 1 <= int(text[-6:-4]) <= 47:
        return False
    digits = [int(digit) for digit in reversed(text)]
    doubled = [2 * digit - 9 if digit > 4 else 2 * digit for digit in digits[1::2]]
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def prepare(folder):
    texts = (Path(folder) / "insurer-numbers.txt").read_text("ascii").splitlines()

    def count(check):
        return sum(1 for text in texts if check(text))

    return len(texts), {
        "handwritten": lambda: count(well_formed),
        "python-stdnum luhn.is_valid": lambda: count(luhn.is_valid),
    }
