/**
 * How long to wait before the next try, milliseconds: doubling from one second to half a minute, and a random half of it,
 * so that ten thousand pages do not come back in the same instant after a restart.
 */
export function backoff(failures: number, fraction: number): number {
  const whole = Math.min(30_000, 1000 * 2 ** Math.min(failures, 5))
  return Math.round(whole / 2 + (whole / 2) * fraction)
}
