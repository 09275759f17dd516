/** What a call carries: text in a form or a query, JSON values inside `execute`. */
import type { Given, Upload } from '../../messenger/body.ts'
import { isObject } from '../../messenger/objects.ts'
import { badParam } from '../errors.ts'
import type { Wire } from '../world/model.ts'

export class Params {
  readonly #fields: ReadonlyMap<string, string>
  readonly #uploads: Given['uploads']

  constructor(fields: ReadonlyMap<string, string>, uploads: Given['uploads'] = new Map()) {
    this.#fields = fields
    this.#uploads = uploads
  }

  /** Lists become text with commas and objects JSON, as every client sends them. */
  static of(fields: Wire): Params {
    const said = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
    return new Params(new Map(said.map(([name, value]) => [name, inText(value)])))
  }

  static from({ fields, uploads }: Given): Params {
    return new Params(new Map([...fields].map(([name, value]) => [name, inText(value)])), uploads)
  }

  get entries(): readonly (readonly [name: string, value: string])[] {
    return [...this.#fields]
  }

  has(name: string): boolean {
    return this.#fields.has(name)
  }

  /** '' when it is not there. */
  text(name: string): string {
    return this.#fields.get(name) ?? ''
  }

  flag(name: string): boolean {
    return this.text(name) === '1' || this.text(name) === 'true'
  }

  /** Undefined when it is not there; refused when it is no whole number. */
  whole(name: string): number | undefined {
    const said = this.text(name).trim()
    if (said === '') return undefined
    if (!/^-?\d{1,19}$/u.test(said)) throw badParam(`${name} not integer`)
    return Number(said)
  }

  needed(name: string): number {
    const value = this.whole(name)
    if (value === undefined) throw badParam(`${name} is undefined`)
    return value
  }

  /** How many of a list: VK refuses what is out of bounds. */
  count(name: string, usual: number, most: number): number {
    const value = this.whole(name) ?? usual
    if (value < 0) throw badParam(`${name} should be positive`)
    if (value > most) throw badParam(`${name} should be less or equal to ${most}`)
    return value
  }

  fraction(name: string): number | undefined {
    const said = this.text(name).trim()
    if (said === '') return undefined
    if (!Number.isFinite(Number(said))) throw badParam(`${name} not float`)
    return Number(said)
  }

  words(name: string): readonly string[] {
    return this.text(name)
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
  }

  wholes(name: string, most: number): readonly number[] {
    const words = this.words(name)
    if (words.length > most) throw badParam(`${name} should contain less or equal to ${most} elements`)
    return words.map((word) => {
      if (!/^-?\d{1,15}$/u.test(word)) throw badParam(`${name} should be list of integers`)
      return Number(word)
    })
  }

  object(name: string): Wire | undefined {
    const value = this.json(name)
    if (value !== undefined && !isObject(value)) throw badParam(`${name} contains incorrect JSON`)
    return value
  }

  json(name: string): unknown {
    const said = this.text(name)
    if (said === '') return undefined
    try {
      return JSON.parse(said)
    } catch {
      throw badParam(`${name} contains incorrect JSON`)
    }
  }

  upload(name: string): Upload | undefined {
    return this.#uploads.get(name)
  }
}

const inText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(inText).join(',')
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
