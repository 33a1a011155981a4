/** How many rounds are measured; the median counts. */
const ROUNDS = 7;

/** A round goes over the data as often as this takes, in microseconds. */
const ROUND = 40_000;

/** As often as this first, for the compiler. */
const WARM_UP = 10 * ROUND;

/**
 * Processor time of the process for each item, what the collector and the compiler take in it: every contestant in turn,
 * round after round, so that a slow spell of the machine meets all. A contestant goes over all of the data once and gives
 * what it counted, or a promise of it. Prints the runtime's version, then `name, what it counted, ns per item: median, least, most`, with tabs between.
 */
export async function measure(items, contestants) {
  const entrants = [];
  for (const [name, run] of Object.entries(contestants)) {
    const counted = await run();
    const ready = processorTime() + WARM_UP;
    while (processorTime() < ready) await run();
    let times = 1;
    while ((await timed(run, times)) < ROUND) times *= 2;
    entrants.push({ name, run, counted, times, rounds: [] });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { run, times, rounds } of entrants) rounds.push((1000 * (await timed(run, times))) / (times * items));
  }
  console.log(`Node ${process.version}`);
  for (const { name, counted, rounds } of entrants) {
    rounds.sort((a, b) => a - b);
    const [median, least, most] = [Math.floor(ROUNDS / 2), 0, ROUNDS - 1].map((at) => rounds[at].toFixed(3));
    console.log([name, counted, median, least, most].join('\t'));
  }
}

async function timed(run, times) {
  const start = processorTime();
  for (let time = 0; time < times; time += 1) {
    const counted = run();
    if (counted instanceof Promise) await counted;
  }
  return processorTime() - start;
}

/** What this process has had of the processor, in microseconds. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
