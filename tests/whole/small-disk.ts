/** A disk of one megabyte, where the machine lets us mount one. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export function smallDisk(skip: (why: string) => never, size = '1m'): string {
  const dir = mkdtempSync(join(tmpdir(), 'kotik-small-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', dir], { stdio: 'ignore' })
  } catch {
    rmSync(dir, { recursive: true })
    return skip('this machine lets us mount no tmpfs')
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', dir])
    rmSync(dir, { recursive: true })
  })
  return dir
}
