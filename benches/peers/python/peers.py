"""`python peers.py WORK FOLDER` measures this room's contestants and prints a line for each."""

import sys

import insurer_numbers
from measure import measure

WORKS = {"insurer-numbers": insurer_numbers}

if __name__ == "__main__":
    _, work, folder = sys.argv
    measure(*WORKS[work].prepare(folder))
