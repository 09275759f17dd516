/** Aligned lines: what was measured, what was wanted, whether it was reached. */
import pc from 'picocolors'

export interface Target {
  readonly text: string
  readonly met: boolean
}

const WIDTHS = { name: 46, measured: 34, target: 26 }

const print = (line: string) => void process.stdout.write(`${line}\n`)

export const atLeast = (wanted: number, found: number, digits = 2): Target => ({
  text: `≥ ${wanted.toFixed(digits)}`,
  met: found >= wanted,
})

export const atMost = (wanted: number, found: number, unit = '', digits = 0): Target => ({
  text: `≤ ${wanted.toFixed(digits)}${unit}`,
  met: found <= wanted,
})

export class Table {
  missed = 0

  section(title: string): void {
    print(`\n${pc.bold(title)}`)
  }

  line(name: string, measured: string, target?: Target | undefined): void {
    const { text = '', met = true } = target ?? {}
    if (!met) this.missed += 1
    const mark = target ? (met ? pc.green('✓') : pc.red('✗')) : ''
    const cells = [
      name.padEnd(WIDTHS.name),
      measured.padEnd(WIDTHS.measured),
      text.padEnd(WIDTHS.target),
      mark,
    ]
    print(`  ${cells.join(' ').trimEnd()}`)
  }

  remark(text: string): void {
    print(`  ${pc.dim(text)}`)
  }
}
