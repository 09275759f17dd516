/** Texts of a file → parsed templates in every language of the bot, with their faults. */
import type { Attachment, Json, Language } from '../domain/message.ts'
import { type FlowFault, fault, nearest, type Path } from './fault.ts'
import type { JsonTemplate, Label, Link, Text } from './graph.ts'
import type { JsonSource } from './schema/step.ts'
import type { LabelSource, LinksSource, TextSource } from './schema/text.ts'
import { templateFault } from './template/fault.ts'
import { type Condition, parseCondition, parseTemplate, type Template } from './template/template.ts'
import { parseUrl, type UrlTemplate } from './template/url.ts'

export interface TextsContext {
  readonly languages: readonly Language[]
  /** A file of `flows/media`, or undefined. */
  media(name: string): Attachment | undefined
  readonly mediaNames: readonly string[]
}

// Telegram's limit of a message, and the longest label VK's keyboards take.
const MAX_TEXT = 4096
const MAX_LABEL = 40
const RESERVED_VARIABLES = ['customer', 'env', 'now', 'forloop', 'end']

export class Texts {
  private readonly context: TextsContext
  readonly faults: FlowFault[]

  constructor(context: TextsContext, faults: FlowFault[]) {
    this.context = context
    this.faults = faults
  }

  get firstLanguage(): Language {
    return this.context.languages[0] ?? 'ru'
  }

  text(source: TextSource, path: Path): Text {
    if (typeof source === 'string' || Array.isArray(source)) {
      this.checkOneLanguage([source].flat(), path)
      const variants = this.variants(source, path)
      return Object.fromEntries(this.context.languages.map((language) => [language, variants]))
    }
    this.checkLanguages(source, path)
    const languages = (['ru', 'en'] as const).filter((language) => source[language] !== undefined)
    return Object.fromEntries(
      languages.map((language) => [language, this.variants(source[language] ?? '', [...path, language])]),
    )
  }

  label(source: LabelSource, path: Path, at: FlowFault['at'] = 'value', most = MAX_LABEL): Label {
    if (typeof source === 'string') {
      this.checkOneLanguage([source], path, at)
      const template = this.short(source, path, at, most)
      return Object.fromEntries(this.context.languages.map((language) => [language, template]))
    }
    this.checkLanguages(source, path)
    const languages = (['ru', 'en'] as const).filter((language) => source[language] !== undefined)
    return Object.fromEntries(
      languages.map((language) => [
        language,
        this.short(source[language] ?? '', [...path, language], at, most),
      ]),
    )
  }

  /** Undefined when the template is at fault. */
  template(source: string, path: Path, at: FlowFault['at'] = 'value'): Template | undefined {
    return this.parsed(source, path, at, parseTemplate)
  }

  condition(source: string, path: Path): Condition | undefined {
    return this.parsed(source, path, 'value', parseCondition)
  }

  url(source: string, path: Path): UrlTemplate | undefined {
    return this.parsed(source, path, 'value', parseUrl)
  }

  json(source: JsonSource, path: Path): JsonTemplate {
    if (typeof source === 'string') {
      const template = this.template(source, path)
      return template?.parts ? { kind: 'template', template } : { kind: 'constant', value: source }
    }
    if (Array.isArray(source)) {
      return { kind: 'list', items: source.map((item, i) => this.json(item, [...path, i])) }
    }
    if (typeof source === 'object' && source !== null) {
      const entries = Object.entries(source).map(
        ([key, value]) => [key, this.json(value, [...path, key])] as const,
      )
      return { kind: 'object', entries }
    }
    return { kind: 'constant', value: source satisfies Json }
  }

  links(source: LinksSource | undefined, path: Path): readonly Link[] {
    if (source === undefined) return []
    if (Array.isArray(source)) {
      return source.map((link, i) => ({
        label: this.label(link.label, [...path, i, 'label']),
        url: link.url,
      }))
    }
    return Object.entries(source).map(([label, url]) => ({
      label: this.label(label, [...path, label], 'key'),
      url,
    }))
  }

  attachments(
    media: { readonly image?: string | undefined; readonly file?: string | undefined },
    path: Path,
  ): readonly Attachment[] {
    return (['image', 'file'] as const).flatMap((key) => {
      const name = media[key]
      if (name === undefined) return []
      const attachment = this.context.media(name)
      if (attachment === undefined) this.noMedia(name, [...path, key], key)
      else if (key === 'image' && attachment.kind !== 'image') this.notImage(name, [...path, key])
      return attachment ? [attachment] : []
    })
  }

  checkVariable(name: string, path: Path, at: FlowFault['at']): void {
    if (!RESERVED_VARIABLES.includes(name)) return
    this.faults.push(
      fault(path, { ru: `"${name}": это имя занято`, en: `"${name}": this name is taken` }, { at }),
    )
  }

  private variants(source: string | readonly string[], path: Path): readonly Template[] {
    const many = typeof source !== 'string'
    return [source].flat().flatMap((variant, i) => {
      const place = many ? [...path, i] : path
      if (variant.length > MAX_TEXT) this.tooLong(variant.length, MAX_TEXT, place, 'value')
      const template = this.template(variant, place)
      return template ? [template] : []
    })
  }

  private short(source: string, path: Path, at: FlowFault['at'], most: number): Template {
    if (source.length > most && !source.includes('{')) this.tooLong(source.length, most, path, at)
    return this.template(source, path, at) ?? { source, path, reads: [] }
  }

  private parsed<T>(
    source: string,
    path: Path,
    at: FlowFault['at'],
    parse: (source: string, path: Path) => T,
  ): T | undefined {
    try {
      return parse(source, path)
    } catch (error) {
      this.faults.push(templateFault(error, source, path, at))
      return undefined
    }
  }

  private tooLong(length: number, most: number, path: Path, at: FlowFault['at']): void {
    const words = {
      ru: `слишком длинно: ${length} знаков, помещается ${most}`,
      en: `too long: ${length} characters, ${most} fit`,
    }
    this.faults.push(fault(path, words, { at }))
  }

  private checkLanguages(source: { readonly ru?: unknown; readonly en?: unknown }, path: Path): void {
    for (const language of this.context.languages) {
      if (source[language] !== undefined) continue
      this.faults.push(
        fault(
          path,
          { ru: `нет текста на языке ${language}`, en: `no text in language ${language}` },
          {
            allowed: {
              ru: `Бот говорит на ${this.context.languages.join(', ')}`,
              en: `The bot speaks ${this.context.languages.join(', ')}`,
            },
          },
        ),
      )
    }
  }

  /** A bot of two languages may share only what has no words of its own: numbers, signs, variables. */
  private checkOneLanguage(source: readonly string[], path: Path, at: FlowFault['at'] = 'value'): void {
    if (this.context.languages.length < 2) return
    if (!source.some((text) => /\p{L}/u.test(text.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, '')))) return
    const words = {
      ru: 'текст только на одном языке, а бот говорит на двух',
      en: 'a text in one language only; the bot speaks two',
    }
    this.faults.push(
      fault(path, words, { at, allowed: { ru: 'Нужно { ru: …, en: … }', en: 'Write { ru: …, en: … }' } }),
    )
  }

  private noMedia(name: string, path: Path, key: string): void {
    const suggestion = nearest(name, this.context.mediaNames)
    const words = {
      ru: `${key}: "${name}": нет такого файла в flows/media`,
      en: `${key}: "${name}": no such file in flows/media`,
    }
    this.faults.push(fault(path, words, suggestion ? { suggestion } : {}))
  }

  private notImage(name: string, path: Path): void {
    this.faults.push(
      fault(path, {
        ru: `image: "${name}": это не картинка, напишите file`,
        en: `image: "${name}": not an image, write file`,
      }),
    )
  }
}
