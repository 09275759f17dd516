/** Loads everything and goes live: at the start and after signing in. */
import { listen, stopListening } from './live.ts'
import { followAddress, loadAll } from './loading.ts'
import { goOnSending, watchSent } from './sending.ts'

let started = false

export async function begin(): Promise<void> {
  stopListening()
  const cursor = await loadAll()
  if (cursor === undefined) return
  listen(cursor)
  goOnSending()
  if (started) return
  started = true
  followAddress()
  watchSent()
}
