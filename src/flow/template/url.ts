/**
 * A call's address. What is filled in is encoded by its place, so that a variable can never change where a call goes:
 * only an `env` name may stand for the beginning, and nothing may stand for a part of the host.
 */
import { Output, type Template as Part, TypeGuards } from 'liquidjs'
import type { Path } from '../fault.ts'
import { engine } from './engine.ts'
import { type Read, readsOf, TemplateFault } from './reads.ts'
import { evaluate, type Scope } from './template.ts'

type Place = 'base' | 'path' | 'query'
type Piece = { readonly literal: string } | { readonly part: Part; readonly place: Place }

export interface UrlTemplate {
  readonly source: string
  readonly path: Path
  readonly reads: readonly Read[]
  readonly pieces: readonly Piece[]
  /** Host and port when they are written out. */
  readonly host?: string
  /** Name of the environment variable it begins with. */
  readonly base?: string
}

/** An address that must not be called. */
export class BadUrl extends Error {}

/** Throws a `TemplateFault` or Liquid's own parse error. */
export function parseUrl(source: string, path: Path): UrlTemplate {
  const pieces: Piece[] = []
  let before = ''
  for (const part of engine.parse(source)) {
    const token = part.token
    if (TypeGuards.isHTMLToken(token)) {
      pieces.push({ literal: token.getContent() })
      before += token.getContent()
    } else if (part instanceof Output) {
      pieces.push({ part, place: placeAfter(before) })
      before += 'x'
    } else throw new TemplateFault('urlTags')
  }
  const reads = readsOf(pieces.flatMap((piece) => ('part' in piece ? [piece.part] : [])))
  const base = envAtStart(pieces)
  if (base === undefined && !/^https?:\/\/[^/?#]+/.test(source)) throw new TemplateFault('urlStart')
  if (envLater(pieces)) throw new TemplateFault('urlEnv')
  const host = base === undefined ? hostOf(source) : undefined
  return { source, path, reads, pieces, ...(host && { host }), ...(base && { base }) }
}

/** Throws when something cannot be filled in, or the result is not a plain http address. */
export function renderUrl(template: UrlTemplate, scope: Scope): string {
  const written = template.pieces.map((piece) => ('literal' in piece ? piece.literal : fill(piece, scope)))
  if (template.base !== undefined) return fromBase(written)
  const url = new URL(written.join(''))
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new BadUrl('not a plain address')
  return url.href
}

/** The beginning is only named here; what follows it is written as a plain path and query. */
function fromBase([base = '', ...rest]: readonly string[]): string {
  const after = rest.join('')
  const url = new URL(after, 'http://base')
  return base + (after.startsWith('/') ? url.pathname : '') + url.search + url.hash
}

function fill(piece: { readonly part: Part; readonly place: Place }, scope: Scope): string {
  const { part, place } = piece
  const value = evaluate({ source: '', path: [], reads: [], parts: [part] }, scope)
  if (value === null || typeof value === 'object') throw new BadUrl('nothing to fill in')
  const text = String(value)
  if (place === 'base') return text
  // `..` would climb out of the path, also when written as %2e%2e; an empty segment would name something else
  if (place === 'path' && (text === '' || /^\.{1,2}$/.test(text))) throw new BadUrl('not a path segment')
  return encodeURIComponent(text)
}

function placeAfter(before: string): Place {
  if (before === '') return 'base'
  // `https://{{ x }}` and `{{ env.A }}{{ x }}` would let a variable choose the host
  if (/^https?:\/\/[^/?#]*$/i.test(before) || !/[/?#]/.test(before)) throw new TemplateFault('urlHost')
  return /[?#]/.test(before) ? 'query' : 'path'
}

function envAtStart(pieces: readonly Piece[]): string | undefined {
  const first = pieces[0]
  if (first === undefined || !('part' in first)) return undefined
  const second = pieces[1]
  if (second !== undefined && 'literal' in second && !/^[/?]/.test(second.literal))
    throw new TemplateFault('urlHost')
  const [read] = readsOf([first.part])
  return read?.path[0] === 'env' ? read.path[1] : undefined
}

function envLater(pieces: readonly Piece[]): boolean {
  const later = pieces.slice(1).flatMap((piece) => ('part' in piece ? [piece.part] : []))
  return readsOf(later).some((read) => read.path[0] === 'env')
}

function hostOf(source: string): string | undefined {
  return /^https?:\/\/([^/?#]+)/i.exec(source)?.[1]?.toLowerCase()
}
