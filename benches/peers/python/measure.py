from platform import python_version
from time import process_time_ns

# How many rounds are measured; the median counts.
ROUNDS = 7
# A round goes over the data as often as this takes, in nanoseconds.
ROUND = 40_000_000


def measure(items, contestants):
    """Processor time of the process for each item: every contestant in turn, round after round, so that a slow spell of
    the machine meets all. A contestant goes over all of the data once and gives what it counted.
    Prints the runtime's version, then `name, what it counted, ns per item: median, least, most`, with tabs between."""
    counted = {name: run() for name, run in contestants.items()}
    times = {name: _times_in_a_round(run) for name, run in contestants.items()}
    rounds = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, run in contestants.items():
            rounds[name].append(_timed(run, times[name]) / (times[name] * items))
    print("Python", python_version())
    for name, ns in rounds.items():
        ns.sort()
        print(name, counted[name], *(f"{ns[at]:.3f}" for at in (ROUNDS // 2, 0, -1)), sep="\t")


def _times_in_a_round(run):
    times = 1
    while _timed(run, times) < ROUND:
        times *= 2
    return times


def _timed(run, times):
    start = process_time_ns()
    for _ in range(times):
        run()
    return process_time_ns() - start
