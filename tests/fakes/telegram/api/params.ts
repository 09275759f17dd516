/** What a request carries. Over HTTP everything is text: JSON values and their text are the same to Telegram. */
import type { Given, Upload } from '../../messenger/body.ts'
import { isObject } from '../../messenger/objects.ts'
import { badRequest } from '../errors.ts'
import type { Wire } from '../world/model.ts'

export class Params {
  readonly #fields: ReadonlyMap<string, unknown>
  readonly #uploads: ReadonlyMap<string, Upload>

  constructor(fields: ReadonlyMap<string, unknown>, uploads: ReadonlyMap<string, Upload> = new Map()) {
    this.#fields = fields
    this.#uploads = uploads
  }

  static from({ fields, uploads }: Given): Params {
    return new Params(fields, uploads)
  }

  static of(fields: Wire): Params {
    return new Params(new Map(Object.entries(fields)))
  }

  get names(): readonly string[] {
    return [...this.#fields.keys(), ...this.#uploads.keys()]
  }

  has(name: string): boolean {
    return this.#fields.has(name) || this.#uploads.has(name)
  }

  /** '' when it is not there. */
  text(name: string): string {
    const value = this.#fields.get(name)
    if (value === undefined || value === null) return ''
    return typeof value === 'string'
      ? value
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
  }

  flag(name: string): boolean {
    const said = this.text(name).toLowerCase()
    return said === 'true' || said === 'yes' || said === '1'
  }

  /** Undefined when it is not there; refused when it is no whole number. */
  whole(name: string): number | undefined {
    const said = this.text(name).trim()
    if (said === '') return undefined
    if (!/^-?\d{1,15}$/.test(said)) throw badRequest(`invalid ${name} specified`)
    return Number(said)
  }

  number(name: string): number | undefined {
    const said = this.text(name).trim()
    if (said === '') return undefined
    if (!Number.isFinite(Number(said))) throw badRequest(`can't parse ${name}`)
    return Number(said)
  }

  /** A JSON object, sent as such or as its text. */
  object(name: string): Wire | undefined {
    const value = this.#json(name)
    if (value === undefined) return undefined
    if (!isObject(value)) throw badRequest(`can't parse ${name}: expected an Object`)
    return value
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.#json(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) throw badRequest(`can't parse ${name}: expected an Array`)
    return value
  }

  upload(name: string): Upload | undefined {
    return this.#uploads.get(name)
  }

  #json(name: string): unknown {
    const value = this.#fields.get(name)
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value)
    } catch {
      throw badRequest(`can't parse ${name}: Can't parse JSON object`)
    }
  }
}
