#!/usr/bin/env node
/** `npx kotik …` */
import { systemChance, systemClock } from '../runtime/clock.ts'
import { runCommandLine } from './program.ts'
import { terminalOver } from './terminal.ts'

// Not `process.exit`: what was written to a pipe must get there first.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: terminalOver(process),
  clock: systemClock,
  chance: systemChance,
})
