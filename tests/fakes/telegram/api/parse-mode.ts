/** The three parse modes, refusing broken markup in Telegram's words. Byte offsets are of UTF-8, as Telegram counts. */
import { badRequest } from '../errors.ts'
import type { Entity } from '../world/model.ts'
import type { Formatted } from './entities.ts'

export function parseMarkup(text: string, mode: string): Formatted {
  switch (mode.toLowerCase()) {
    case 'html':
      return parseHtml(text)
    case 'markdownv2':
      return parseMarkdown(text, MARKS_V2, RESERVED)
    case 'markdown':
      return parseMarkdown(text, MARKS_V1, undefined)
    default:
      throw badRequest('unsupported parse_mode')
  }
}

const broken = (why: string) => badRequest(`can't parse entities: ${why}`)
const byteAt = (text: string, at: number): number => Buffer.byteLength(text.slice(0, at))

const TAGS: { readonly [tag: string]: string } = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-emoji': 'custom_emoji',
}
const NAMED: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"' }

interface Open {
  readonly mark: string
  readonly type: string
  readonly offset: number
  readonly source: number
  readonly more: { readonly url?: string; readonly language?: string; readonly custom_emoji_id?: string }
}

function parseHtml(source: string): Formatted {
  const open: Open[] = []
  const entities: Entity[] = []
  let text = ''
  const pattern = /<(\/?)([^\s<>/]*)([^<>]*)>|&(?:#(\d+)|#x([0-9a-f]+)|(\w+));|[<]|[^<&]+|&/giu
  for (const match of source.matchAll(pattern)) {
    const [whole, slash, tag, rest, decimal, hex, named] = match
    const at = byteAt(source, match.index)
    if (whole === '<') throw broken(`Unexpected end tag at byte offset ${at}`)
    if (decimal ?? hex)
      text += String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16))
    else if (named !== undefined) text += NAMED[named.toLowerCase()] ?? whole
    else if (tag === undefined) text += whole
    else if (slash === '/') entities.push(...closed(open, tag, text.length, at))
    else open.push(opened(tag, rest ?? '', text.length, at))
  }
  const left = open.at(-1)
  if (left) throw broken(`Can't find end tag corresponding to start tag "${left.mark}"`)
  return { text, entities }
}

function opened(tag: string, rest: string, offset: number, at: number): Open {
  const mark = tag.toLowerCase()
  const type = TAGS[mark]
  if (type === undefined || mark === '') throw broken(`Unsupported start tag "${mark}" at byte offset ${at}`)
  const quoted = (name: string) => new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'iu').exec(rest)
  const value = (name: string) => quoted(name)?.[1] ?? quoted(name)?.[2]
  if (mark === 'span' && value('class') !== 'tg-spoiler')
    throw broken(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`)
  const url = mark === 'a' ? value('href') : undefined
  const emoji = mark === 'tg-emoji' ? value('emoji-id') : undefined
  return {
    mark,
    type: mark === 'blockquote' && /\bexpandable\b/iu.test(rest) ? 'expandable_blockquote' : type,
    offset,
    source: at,
    more: {
      ...(url === undefined ? {} : { url }),
      ...(emoji === undefined ? {} : { custom_emoji_id: emoji }),
    },
  }
}

function closed(open: Open[], tag: string, end: number, at: number): readonly Entity[] {
  const last = open.pop()
  if (!last) throw broken(`Unexpected end tag at byte offset ${at}`)
  if (tag !== '' && tag.toLowerCase() !== last.mark)
    throw broken(
      `Unmatched end tag at byte offset ${at}, expected "</${last.mark}>", found "</${tag.toLowerCase()}>"`,
    )
  return end > last.offset ? [entityOf(last, end)] : []
}

const entityOf = ({ type, offset, more }: Open, end: number): Entity => ({
  type,
  offset,
  length: end - offset,
  ...more,
})

const MARKS_V2: { readonly [mark: string]: string } = {
  '```': 'pre',
  '`': 'code',
  __: 'underline',
  '||': 'spoiler',
  '*': 'bold',
  _: 'italic',
  '~': 'strikethrough',
}
const MARKS_V1: { readonly [mark: string]: string } = {
  '```': 'pre',
  '`': 'code',
  '*': 'bold',
  _: 'italic',
}
// Each must be escaped in MarkdownV2 where it is no mark.
const RESERVED = '_*[]()~`>#+-=|{}.!'

function parseMarkdown(
  source: string,
  marks: { readonly [mark: string]: string },
  reserved: string | undefined,
): Formatted {
  const open: Open[] = []
  const entities: Entity[] = []
  let text = ''
  const verbatim = () => open.at(-1)?.type === 'pre' || open.at(-1)?.type === 'code'
  for (let at = 0; at < source.length; ) {
    const rest = source.slice(at, at + 3)
    const mark = [rest, rest.slice(0, 2), rest.slice(0, 1)].find((one) => marks[one] !== undefined)
    const last = open.at(-1)
    const sign = rest.slice(0, 1)
    if (sign === '\\' && /[!-/:-@[-`{-~]/u.test(source[at + 1] ?? '')) {
      text += source[at + 1]
      at += 2
    } else if (mark !== undefined && (last?.mark === mark || !verbatim())) {
      if (last?.mark === mark) {
        open.pop()
        if (text.length > last.offset) entities.push(entityOf(last, text.length))
      } else {
        const type = marks[mark] ?? ''
        open.push({ mark, type, offset: text.length, source: byteAt(source, at), more: {} })
      }
      at += mark.length
    } else if (sign === '[' && !verbatim()) {
      open.push({ mark: ']', type: 'text_link', offset: text.length, source: byteAt(source, at), more: {} })
      at += 1
    } else if (sign === ']' && last?.mark === ']') {
      const url = /^\]\(([^)]*)\)/u.exec(source.slice(at))
      open.pop()
      if (!url) throw broken(`Can't find end of a URL at byte offset ${byteAt(source, at)}`)
      entities.push(entityOf({ ...last, more: { url: url[1] ?? '' } }, text.length))
      at += url[0].length
    } else if (reserved?.includes(sign) && !verbatim() && !(sign === '>' && startsLine(source, at))) {
      throw broken(`Character '${sign}' is reserved and must be escaped with the preceding '\\'`)
    } else {
      text += sign
      at += 1
    }
  }
  const left = open.at(-1)
  if (left) {
    const name = left.type.replace(/^./u, (letter) => letter.toUpperCase()).replace('Text_link', 'TextUrl')
    throw broken(`Can't find end of ${name} entity at byte offset ${left.source}`)
  }
  return { text, entities }
}

const startsLine = (source: string, at: number): boolean => at === 0 || source[at - 1] === '\n'
