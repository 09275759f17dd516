#!/usr/bin/env node
/** `npx kotik …` */
import { loadEnvFile } from '../config.ts'
import { systemChance, systemClock } from '../runtime/clock.ts'
import { runCommandLine } from './program.ts'
import { terminalOver } from './terminal.ts'

// `kotik … | head`: whoever read has seen enough.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
  process.exit()
})

loadEnvFile()
// Not `process.exit`: what was written to a pipe must get there first.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: terminalOver(process),
  clock: systemClock,
  chance: systemChance,
})
