import type { Language } from './words.ts'

/** How the page set the widget up, from the attributes of `<kotik-chat>` or of the script (docs/site-api.md). */
export interface WidgetConfig {
  /** Without a slash at the end. */
  readonly server: string
  readonly language: Language
  /** The signed user as the page gave it; the server checks it. */
  readonly user?: unknown
  readonly payload?: string
  readonly open: boolean
}

type Attributes = { readonly [name: string]: string | undefined }

/** What the page around says, for what its attributes leave out. */
export interface Surroundings {
  /** Where the script came from. */
  readonly script: string
  readonly pageLanguage: string
  readonly browserLanguage: string
}

export function readConfig(own: Attributes, script: Attributes, around: Surroundings): WidgetConfig {
  const given = (name: string) => own[name] ?? script[name]
  const user = parsed(given('user'))
  const payload = given('payload')
  return {
    server: (given('server') ?? new URL(around.script).origin).replace(/\/+$/, ''),
    language: language(given('language') || around.pageLanguage || around.browserLanguage),
    open: given('open') !== undefined && given('open') !== 'false',
    ...(user !== undefined && { user }),
    ...(payload && { payload }),
  }
}

const language = (tag: string): Language => (/^(ru|be|uk|kk)\b/i.test(tag) ? 'ru' : 'en')

function parsed(text: string | undefined): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
