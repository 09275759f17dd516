/**
 * Where a message asks several things: «не проходит оплата и ещё как сменить почту». Only the places where people join
 * questions are looked at; whether two parts really mean two things is for the matcher to say.
 */
export interface Part {
  readonly text: string
  /** In UTF-16 units of the whole text. */
  readonly from: number
}

// Words that add one more question, whatever it looks like.
const ADDS =
  /[,;.]?\s+(?:(?:и|а|да)\s+(?:ещ[её]|также|заодно)|(?:и|а)\s+ещ[её]\s+вопрос|кроме\s+того|также|заодно|плюс\s+(?:ещ[её]|к\s+этому)|and\s+also|also|plus)[,:]?\s+/giu
// A sentence may go on about the same thing; it is a question of its own when it begins like one.
const SENTENCE = /[.!?…;\n]+\s*(?=\S)/gu
// «и» and «а» join almost anything: they count only in front of a question word. A comma alone begins a clause about the
// same thing («не понимаю, куда его вводить»): counted too, it made two questions of one in 8 of 2,583 messages.
const JOINS = /(?:,\s*|\s+)(?:и|а|and)\s+(?=\S)/giu
const ASKS =
  /^(?:(?:и|а|но|and)\s+)?(?:как|где|когда|почему|зачем|сколько|куда|откуда|кто|какой|какая|какие|какое|можно|нельзя|есть\s+ли|хочу|хотел|надо|нужно|помогите|подскажите|how|where|when|why|what|which|who|can|could|do|does|is|are|i\s+want|please|help)(?![\p{L}\p{N}])/iu

// Longer texts tell a story, and every part costs a reading.
const LONGEST = 400
export const MOST_PARTS = 3

/** Two parts or three, each of two words or more; empty when the text is one. */
export function partsOf(text: string): readonly Part[] {
  if (text.length > LONGEST) return []
  const added = cut(text, text.matchAll(ADDS), () => true)
  const sentences = added.flatMap((part) => cutAgain(part, SENTENCE))
  const parts = sentences.length > 1 ? sentences : cutAgain({ text, from: 0 }, JOINS)
  const whole = parts.map(trimmed).filter(({ text: words }) => /\S\s+\S/u.test(words))
  return whole.length > 1 ? whole.slice(0, MOST_PARTS) : []
}

function cutAgain({ text, from }: Part, at: RegExp): readonly Part[] {
  return cut(text, text.matchAll(at), (after) => ASKS.test(after)).map((part) => ({
    text: part.text,
    from: part.from + from,
  }))
}

function cut(
  text: string,
  places: Iterable<RegExpExecArray>,
  here: (after: string) => boolean,
): readonly Part[] {
  const parts: Part[] = []
  let from = 0
  for (const { 0: join, index } of places) {
    const next = index + join.length
    if (index <= from || !here(text.slice(next, next + 40))) continue
    // the mark that ends a question belongs to it
    parts.push({ text: text.slice(from, index) + (/^[?!]/.exec(join)?.[0] ?? ''), from })
    from = next
  }
  return [...parts, { text: text.slice(from), from }]
}

function trimmed({ text, from }: Part): Part {
  const words = text.trimStart()
  return { text: words.trimEnd(), from: from + text.length - words.length }
}
