/**
 * Secrets are named, not carried: where a call needs `{{ env.KEY }}`, its effect holds a mark with the name, and only the
 * sender fills it in. So no state, event, outbox row or log line ever holds the value.
 */

// Private-use characters: no keyboard writes them, and `unmarked` takes them out of everything customers and services say.
const OPEN = '\uE000'
const CLOSE = '\uE001'
const MARK = /\uE000([A-Z][A-Z0-9_]*)\uE001/g
const PIECES = /[\uE000\uE001]/g

/** What stands for the value of an environment variable. */
export function markOf(name: string): string {
  return OPEN + name + CLOSE
}

/** The text with every mark replaced. */
export function fillMarks(text: string, nameToValue: (name: string) => string): string {
  return text.includes(OPEN) ? text.replace(MARK, (_, name: string) => nameToValue(name)) : text
}

/** The text as people may read it: `{{ env.KEY }}`. */
export function shownMarks(text: string): string {
  return fillMarks(text, (name) => `{{ env.${name} }}`)
}

/** A text from outside, in which nothing can pass for a mark. */
export function unmarked(text: string): string {
  return text.replace(PIECES, '')
}
