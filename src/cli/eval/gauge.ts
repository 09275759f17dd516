/** What measuring needs of the machine. */
import { setTimeout as rest } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Gauge } from '../../nlu/evaluate/trial.ts'

// Freed pages go back to the system a moment after the collection.
const SETTLING_MS = 100

export const machine: Gauge = {
  now: () => performance.now(),
  async memory() {
    await collectGarbage()
    return process.memoryUsage().rss
  },
}

/** What is garbage now is no memory the matcher needs; when it is collected is chance. Node.js offers it behind a flag only. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  await rest(SETTLING_MS)
}
