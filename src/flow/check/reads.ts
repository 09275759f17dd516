/** Whether everything that is read is there to be read. */
import { type FlowFault, fault, nearest } from '../fault.ts'
import type { CompiledFlow, Node } from '../graph.ts'
import type { Words } from '../schema/shape.ts'
import type { Read } from '../template/reads.ts'
import { json, type Site, sitesOf } from './sites.ts'
import type { SurelySet } from './variables.ts'

export interface Readable {
  /** What the site tells about customers, as `_bot.yml` declares it. */
  readonly attributes: readonly string[] | undefined
  /** Environment names that `_bot.yml` declares. */
  readonly env: readonly string[] | undefined
  /** Every variable of every flow. */
  readonly ever: ReadonlySet<string>
}

const ALWAYS = ['id', 'language', 'verified']
const SOMETIMES = ['name', 'first_name', 'email', 'phone']

export function checkReads(flow: CompiledFlow, set: SurelySet, readable: Readable): readonly FlowFault[] {
  return flow.nodes.flatMap((node, i) => {
    const known = set.at(flow.name, i)
    // what is never reached is told about elsewhere
    return known === undefined ? [] : readsOfNode(node, known, readable)
  })
}

function readsOfNode(node: Node, known: ReadonlySet<string>, readable: Readable): readonly FlowFault[] {
  if (node.kind !== 'set') return sitesOf(node).flatMap((site) => checkSite(site, known, readable))
  // values are set one after another, each may read those before it
  const before = new Set(known)
  return node.values.flatMap(([name, value]) => {
    const faults = json(value, 'kept').flatMap((site) => checkSite(site, before, readable))
    before.add(name)
    return faults
  })
}

export function checkSite(site: Site, known: ReadonlySet<string>, readable: Readable): readonly FlowFault[] {
  const seen = new Set<string>()
  return site.reads.flatMap((read) => {
    const name = read.path.join('.')
    if (seen.has(name)) return []
    const found = checkRead(read, site, known, readable)
    if (found.length > 0) seen.add(name)
    return found
  })
}

function checkRead(
  read: Read,
  site: Site,
  known: ReadonlySet<string>,
  readable: Readable,
): readonly FlowFault[] {
  const [root = '', field] = read.path
  if (root === 'now') return []
  if (root === 'customer') return checkCustomer(field, read, site, readable)
  if (root === 'env') return checkEnv(field, site, readable)
  if (known.has(root)) return []
  if (!readable.ever.has(root)) return [unknown(root, site, [...known, 'customer', 'now'])]
  if (read.safe) return []
  return [
    fault(
      site.path,
      {
        ru: `{{ ${root} }}: задана не на всяком пути сюда`,
        en: `{{ ${root} }}: is not set on every way here`,
      },
      { allowed: withDefault(root) },
    ),
  ]
}

function checkCustomer(
  field: string | undefined,
  read: Read,
  site: Site,
  readable: Readable,
): readonly FlowFault[] {
  const fields = [...ALWAYS, ...SOMETIMES, ...(readable.attributes ?? [])]
  if (field !== undefined && !fields.includes(field) && readable.attributes === undefined) return []
  if (field === undefined || !fields.includes(field)) {
    const written = field === undefined ? 'customer' : `customer.${field}`
    return [
      unknown(
        written,
        site,
        fields.map((name) => `customer.${name}`),
      ),
    ]
  }
  if (ALWAYS.includes(field) || read.safe || site.seenBy === 'asked') return []
  const name = `customer.${field}`
  const words = {
    ru: `{{ ${name} }}: у клиента этого может не быть`,
    en: `{{ ${name} }}: a customer may not have it`,
  }
  return [fault(site.path, words, { allowed: withDefault(name) })]
}

function checkEnv(name: string | undefined, site: Site, readable: Readable): readonly FlowFault[] {
  if (site.seenBy !== 'sent') {
    const words = {
      ru: `env.${name ?? ''}: показывать и запоминать нельзя`,
      en: `env.${name ?? ''}: must not be shown or kept`,
    }
    return [
      fault(site.path, words, {
        allowed: { ru: 'env бывает только в call', en: 'env belongs into call only' },
      }),
    ]
  }
  if (readable.env === undefined || (name !== undefined && readable.env.includes(name))) return []
  const suggestion = name && nearest(name, readable.env)
  return [
    fault(
      site.path,
      { ru: `env.${name ?? ''}: имя не объявлено`, en: `env.${name ?? ''}: is not declared` },
      {
        allowed: {
          ru: 'Объявите его в _bot.yml: calls: { env: … }',
          en: 'Declare it in _bot.yml: calls: { env: … }',
        },
        ...(suggestion && { suggestion: `env.${suggestion}` }),
      },
    ),
  ]
}

function unknown(name: string, site: Site, candidates: readonly string[]): FlowFault {
  const suggestion = nearest(name, candidates)
  const list = [...new Set(candidates)].join(', ')
  const quoted = suggestion === undefined ? quotedHint(name, site) : NO_HINT
  return fault(
    site.path,
    { ru: `{{ ${name} }}: нет такой переменной`, en: `{{ ${name} }}: no such variable` },
    {
      allowed: { ru: `${quoted.ru}Здесь есть: ${list}`, en: `${quoted.en}There are: ${list}` },
      ...(suggestion && { suggestion }),
    },
  )
}

const NO_HINT: Words = { ru: '', en: '' }

/** In a condition, or in letters no variable has, it was probably meant as a text. */
function quotedHint(name: string, site: Site): Words {
  if (site.seenBy !== 'asked' && /^[\w.]+$/.test(name)) return NO_HINT
  const text = name.replace(/[«»“”„]/g, '')
  return {
    ru: `Если это текст, возьмите его в прямые кавычки: "${text}". `,
    en: `A text stands in straight quotes: "${text}". `,
  }
}

function withDefault(name: string): Words {
  return {
    ru: `Напишите {{ ${name} | default: '…' }} или проверьте условием`,
    en: `Write {{ ${name} | default: '…' }} or test it first`,
  }
}
