/** Whether two words differ by at most one slip: a letter changed, left out, put in, or two neighbours swapped. */
export function withinOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1
  if (i === a.length || i === b.length) return true
  const [restA, restB] = [a.slice(i + 1), b.slice(i + 1)]
  if (a.length > b.length) return restA === b.slice(i)
  if (a.length < b.length) return a.slice(i) === restB
  return restA === restB || (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2))
}
