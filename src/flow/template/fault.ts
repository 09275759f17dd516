/** What went wrong while a template was parsed, in words for the person who wrote it. */
import { type FlowFault, fault, nearest, type Path } from '../fault.ts'
import type { Words } from '../schema/shape.ts'
import { KNOWN_FILTERS, KNOWN_TAGS, MAX_TURNS } from './engine.ts'
import { TemplateFault } from './reads.ts'

const KNOWN: { readonly [code: string]: Words } = {
  loops: { ru: 'циклов внутри циклов больше двух', en: 'more than two loops inside each other' },
  range: { ru: 'диапазоны (1..5) не поддерживаются', en: 'ranges (1..5) are not supported' },
  openOutput: {
    ru: 'скобки {{ открыты и не закрыты; допишите }}',
    en: '{{ is opened and not closed; add }}',
  },
  openTag: { ru: 'скобки {% открыты и не закрыты; допишите %}', en: '{% is opened and not closed; add %}' },
  braces: { ru: 'в условии скобки {{ }} не нужны', en: 'a condition needs no {{ }}' },
  syntax: {
    ru: 'не разобрать выражение; равенство пишется ==, «и» — and, «или» — or, текст берут в прямые кавычки',
    en: 'cannot be read; equality is ==, texts stand in straight quotes',
  },
  urlTags: { ru: 'в адресе можно только {{ … }}', en: 'an address may only have {{ … }}' },
  urlStart: {
    ru: 'адрес начинается с https://, http:// или {{ env.ИМЯ }}',
    en: 'an address begins with https://, http:// or {{ env.NAME }}',
  },
  urlHost: {
    ru: 'узел адреса нельзя подставлять: сразу после начала должно идти «/»',
    en: 'the host of an address cannot be filled in: its beginning must be followed by "/"',
  },
  envUse: {
    ru: 'env подставляется только как есть: {{ env.ИМЯ }}, без фильтров и условий',
    en: 'env is filled in as it is: {{ env.NAME }}, without filters and conditions',
  },
  urlEnv: {
    ru: 'env в адресе бывает только в начале; ключи передают в headers',
    en: 'env may only begin an address; keys go into headers',
  },
}

export function templateFault(error: unknown, source: string, path: Path, at: FlowFault['at']): FlowFault {
  const shown = source.length > 60 ? `${source.slice(0, 60)}…` : source
  const said = (words: Words): Words => ({ ru: `"${shown}": ${words.ru}`, en: `"${shown}": ${words.en}` })
  const known = error instanceof TemplateFault ? KNOWN[error.message] : undefined
  if (known) return fault(path, said(known), { at })
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  return liquidFault(message, path, at, said)
}

function liquidFault(
  message: string,
  path: Path,
  at: FlowFault['at'],
  said: (words: Words) => Words,
): FlowFault {
  const filter = /undefined filter: ([^\s,]*)/.exec(message)?.[1]
  if (filter !== undefined)
    return unknownWord(filter, KNOWN_FILTERS, { ru: 'нет такого фильтра', en: 'no such filter' }, path, at)
  const tag = /tag "([^"]*)" not found/.exec(message)?.[1]
  if (tag !== undefined)
    return unknownWord(tag, KNOWN_TAGS, { ru: 'нет такого тега', en: 'no such tag' }, path, at)
  const open = /^(output|tag) "/.exec(message)?.[1]
  if (open !== undefined && message.includes('not closed'))
    return fault(path, said(KNOWN[open === 'tag' ? 'openTag' : 'openOutput'] ?? NOTHING), { at })
  const block = /^tag \{%-?\s*(\w+).*not closed/.exec(message)?.[1]
  if (block !== undefined) return fault(path, said(openBlock(block)), { at })
  if (message.includes('before filter')) return fault(path, said(KNOWN.syntax ?? NOTHING), { at })
  if (message.includes('ranges are')) return fault(path, said(KNOWN.range ?? NOTHING), { at })
  if (message.includes('loop')) {
    return fault(
      path,
      said({ ru: `повторов в цикле не больше ${MAX_TURNS}`, en: `a loop has at most ${MAX_TURNS} turns` }),
      { at },
    )
  }
  return fault(
    path,
    said({ ru: 'не разобрать, что в скобках', en: `cannot read the template (${message})` }),
    { at, allowed: BRACES_CURE },
  )
}

const NOTHING: Words = { ru: '', en: '' }
const BRACES_CURE: Words = {
  ru: "Проверьте скобки, кавычки и фильтры: {{ имя | default: '…' }}",
  en: "Check the braces, quotes and filters: {{ name | default: '…' }}",
}
const openBlock = (tag: string): Words => ({
  ru: `{% ${tag} … %} не закрыт; допишите {% end${tag} %}`,
  en: `{% ${tag} … %} is not closed; add {% end${tag} %}`,
})

function unknownWord(
  word: string,
  known: readonly string[],
  words: Words,
  path: Path,
  at: FlowFault['at'],
): FlowFault {
  const suggestion = nearest(word, known)
  const list = known.join(', ')
  return fault(
    path,
    { ru: `"${word}": ${words.ru}`, en: `"${word}": ${words.en}` },
    {
      at,
      allowed: { ru: `Есть: ${list}`, en: `There are: ${list}` },
      ...(suggestion && { suggestion }),
    },
  )
}
