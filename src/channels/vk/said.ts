/** What a message says in our words, before anything is looked up: pure, so that most messages need no waiting at all. */
import type { ConversationInput, Profile } from '../../domain/input.ts'
import type { Besides, Content, Language } from '../../domain/message.ts'
import { carriedIn, type VkFile } from './attachments.ts'
import { pressIn } from './payload.ts'
import type { VkMessage } from './updates.ts'
import { WORDS } from './words.ts'

export interface Said {
  readonly text: string
  readonly files: readonly VkFile[]
  readonly besides: readonly Besides[]
}

type Spoken = Pick<VkMessage, 'text' | 'attachments'> & { readonly [field: string]: unknown }

export function saidIn(message: VkMessage, language: Language): Said {
  const own = spoken(message, language)
  const forwarded = message.fwd_messages.map((one) => forwardedIn(one, language))
  const files = [...own.files, ...forwarded.flatMap((one) => one.files)]
  const text = [own.text, ...forwarded.map((one) => one.text)].filter(Boolean).join('\n')
  const besides = [...own.besides, ...placeIn(message, language), ...forwarded.flatMap((one) => one.besides)]
  // Something was said; an empty line would be refused.
  const nothing = text === '' && files.length === 0 && besides.length === 0
  return { text, files, besides: nothing ? [{ kind: 'other', shown: WORDS[language].unknownKind }] : besides }
}

function spoken({ text, attachments }: Spoken, language: Language): Said {
  const words = WORDS[language]
  const files: VkFile[] = []
  const shown: string[] = []
  for (const attachment of attachments) {
    const carried = carriedIn(attachment)
    if (carried.kind === 'file') files.push(carried.file)
    else if (carried.kind === 'unknown') shown.push(words.unknownKind)
    else shown.push(linkLine(words.attached[carried.type] ?? words.attached.link ?? '', carried))
  }
  return { text, files, besides: shown.map((one) => ({ kind: 'other', shown: one })) }
}

function linkLine(what: string, { title, url }: { readonly title: string; readonly url: string }): string {
  const name = title === '' ? what : `${what}: ${title}`
  return url === '' ? `[${name}]` : `${name} ${url}`
}

/** What it forwards itself is told as a forwarded message without words. */
function forwardedIn(one: VkMessage['fwd_messages'][number], language: Language): Said {
  const own = spoken(one, language)
  const inner = Array.isArray(one.fwd_messages) ? one.fwd_messages.length : 0
  const { forwarded } = WORDS[language]
  const text = own.text === '' ? '' : forwarded(own.text)
  const besides = own.besides.map((one) => ({ ...one, shown: forwarded(one.shown) }))
  // Without words of its own it is nothing to be read by the matcher.
  const empty = own.text === '' && inner > 0 && own.files.length === 0 && besides.length === 0
  const hollow: readonly Besides[] = empty ? [{ kind: 'other', shown: forwarded('…') }] : []
  return { text, files: own.files, besides: [...besides, ...hollow] }
}

function placeIn({ geo }: VkMessage, language: Language): readonly Besides[] {
  if (!geo?.coordinates) return []
  const { latitude, longitude } = geo.coordinates
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  const title = geo.place?.title
  return [{ kind: 'place', shown: WORDS[language].place(title ? `${title}, ${map}` : map) }]
}

// A flow's name, and where the customer came from after two underscores; as in Telegram's links.
const REF = /^[\w-]{1,64}$/u

/** Its words, and what came besides. */
export function contentOf({ text, besides }: Said, lost: readonly Besides[] = []): Content {
  const all = [...besides, ...lost]
  return all.length > 0 ? { text, besides: all } : { text }
}

/** A button of ours under the writing field, or [Начать]; undefined for words. */
export function pressOrStart(message: VkMessage): ConversationInput | undefined {
  const press = pressIn(message.payload)
  if (press) return { type: 'customerPressed', ...press }
  return commandIn(message.payload) === 'start' ? startedBy(message) : undefined
}

function startedBy(message: VkMessage): ConversationInput {
  const [flow] = REF.test(message.ref ?? '') ? (message.ref ?? '').split('__') : []
  const profile = cameFrom(message)
  return { type: 'customerStarted', ...(flow ? { payload: flow } : {}), ...(profile ? { profile } : {}) }
}

/** Of a link `vk.me/…?ref=…&ref_source=…`, whatever the customer wrote first. */
export function cameFrom({ ref = '', ref_source: source }: VkMessage): Profile | undefined {
  const [flow, told] = REF.test(ref) ? ref.split('__') : []
  const from = [told, source, flow].find((one) => one !== undefined && REF.test(one))
  return from ? { attributes: { cameFrom: from } } : undefined
}

function commandIn(payload: string | undefined): unknown {
  try {
    const told: unknown = JSON.parse(payload ?? '')
    return typeof told === 'object' && told !== null && 'command' in told ? told.command : undefined
  } catch {
    return undefined
  }
}
