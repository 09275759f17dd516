/** System phrases with the content's own words for some of them. */
import type { Language } from '../domain/message.ts'
import { PHRASES, type Phrase, type PhraseVariables } from '../domain/phrases.ts'
import { parseTemplate, render, type Template } from './template/template.ts'

export type SayPhrase = <P extends Phrase>(
  language: Language,
  phrase: P,
  variables: PhraseVariables[P],
) => string
export type PhraseOverrides = { readonly [phrase: string]: { readonly [L in Language]?: Template } }

const NAMES = Object.keys(PHRASES).filter((name): name is Phrase => name in PHRASES)
const DEFAULTS = Object.fromEntries(NAMES.map((name) => [name, parsed(name)]))

/** A language the bot does not speak is answered in its first one. */
export function makePhrases(
  overrides: PhraseOverrides,
  languages: readonly Language[],
  timezone: string,
): SayPhrase {
  return (asked, phrase, variables) => {
    const language = languages.includes(asked) ? asked : (languages[0] ?? 'ru')
    const template = overrides[phrase]?.[language] ?? DEFAULTS[phrase]?.[language]
    return template ? render(template, { names: { ...variables }, language, timezone }) : ''
  }
}

function parsed(name: Phrase): { readonly ru: Template; readonly en: Template } {
  return { ru: parseTemplate(PHRASES[name].ru, [name]), en: parseTemplate(PHRASES[name].en, [name]) }
}
