/** Faults as people read them: `flows/refund.yml:14:9  go: "ask_oder": no such block. Did you mean "ask_order"? …` */
import type { ReleaseId } from '../domain/ids.ts'
import type { Language } from '../domain/message.ts'
import { plural } from '../flow/template/filters.ts'
import type { Fault } from './release.ts'

export interface Around {
  /** Files that were read. */
  readonly files?: number
  /** The release that goes on meanwhile. */
  readonly running?: ReleaseId
}

/** One line a fault and a last one that counts them. */
export function formatFaults(faults: readonly Fault[], language: Language, around: Around = {}): string {
  return [...faults.map(formatFault), lastLine(faults, language, around)].join('\n')
}

function formatFault(fault: Fault): string {
  const sentences = [fault.found, fault.suggestion, fault.allowed]
    .filter((part) => part !== undefined)
    .map(sentence)
  return `${fault.file}:${fault.line}:${fault.column}  ${sentences.join(' ')}`
}

function sentence(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`
}

function lastLine(faults: readonly Fault[], language: Language, { files, running }: Around): string {
  const n = faults.length
  const at = new Set(faults.map((fault) => fault.file)).size
  const of = Math.max(files ?? at, at)
  if (language === 'ru') {
    const rest = running ? `бот продолжает на выпуске ${running}` : undefined
    const counted = `${n} ${plural(n, 'ошибка', 'ошибки', 'ошибок')} в ${at} из ${of} ${plural(of, 'файла', 'файлов', 'файлов')}`
    return `${counted}. Ничего не загружено${rest ? `; ${rest}` : ''}.`
  }
  const rest = running ? `; the bot goes on with release ${running}` : ''
  return `${n} ${plural(n, 'fault', 'faults')} in ${at} of ${of} ${plural(of, 'file', 'files')}. Nothing was loaded${rest}.`
}
