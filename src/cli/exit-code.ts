/** What the shell is told. `docs/cli.md` lists the same numbers. */
export const EXIT = {
  /** Done, nothing wrong. */
  ok: 0,
  /** The command worked and found something wrong: faults of the content, a failed story, no such operator. */
  found: 1,
  /** The command line was not understood. */
  usage: 2,
  /** The surroundings do not allow it: settings, database, disk. */
  surroundings: 3,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
