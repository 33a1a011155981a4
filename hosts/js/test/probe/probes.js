// The ways in which a call can end in a trap, each through the border that the package's own calls take.

import { call, door } from '../../src/engine.js';

export const probes = {
  panic: () => call(() => door.probePanic()),
  stack: () => call(() => door.probeStack(0)),
  memory: () => call(() => door.probeMemory()),
};
