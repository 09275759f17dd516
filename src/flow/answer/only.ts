/** Index of the one that fits; undefined when there is none, or more than one. */
export function only<T>(all: readonly T[], fits: (one: T) => boolean): number | undefined {
  const found = all.flatMap((one, i) => (fits(one) ? [i] : []))
  return found.length === 1 ? found[0] : undefined
}
