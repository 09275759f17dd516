/** Every message says whose it is and which of them, so that what people see tells what was lost, doubled or led astray. */

export type Side = 'вопрос' | 'ответ'

/** The customer's number and the message's, as both stand in the text. */
export interface Mark {
  readonly customer: number
  readonly number: number
}

export const marked = (side: Side, { customer, number }: Mark): string =>
  `${side} ${String(customer).padStart(3, '0')}-${String(number).padStart(6, '0')}`

/** All of that side, in the order they stand. */
export function marksIn(side: Side, text: string): readonly Mark[] {
  return [...text.matchAll(new RegExp(`${side} (\\d{3})-(\\d{6})`, 'gu'))].map(
    ([, customer, number]): Mark => ({ customer: Number(customer), number: Number(number) }),
  )
}
