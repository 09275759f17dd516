/** Something found in a text, before it is settled which of the overlapping ones it is. */
import type { Json } from '../../domain/message.ts'

export interface Candidate {
  readonly kind: string
  readonly value: Json
  readonly from: number
  readonly to: number
  /** Characters that speak for it; more than its own length where words around it say what it is («заказ 12345»). */
  readonly weight?: number
}
