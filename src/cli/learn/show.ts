/** Groups of misses as people read them, and as programs do. */
import type { Release } from '../../content/release.ts'
import type { IntentName } from '../../domain/ids.ts'
import type { Language } from '../../domain/message.ts'
import type { Counted, Group } from '../../learn/groups.ts'
import type { Terminal } from '../terminal.ts'
import { type Said, words } from '../world.ts'

const SAID = {
  number: { ru: '№', en: 'no.' },
  times: { ru: 'раз', en: 'times' },
  phrase: { ru: 'фраза', en: 'phrase' },
  nearest: { ru: 'ближе всего', en: 'nearest' },
  notUnderstood: { ru: 'не понято', en: 'not understood' },
  between: { ru: 'переспросил', en: 'asked again' },
  badAnswer: { ru: '👎', en: '👎' },
  person: { ru: 'позвали человека', en: 'person called' },
  chosen: { ru: 'выбрали сами', en: 'chose themselves' },
  understoodAs: { ru: 'понято как', en: 'taken for' },
  complaints: { ru: 'что не так', en: 'what was wrong' },
  answer: { ru: 'ответ оператора', en: "operator's answer" },
  group: { ru: 'Группа {number}', en: 'Group {number}' },
  nothingNear: { ru: '—', en: '—' },
} as const satisfies { readonly [name: string]: Said }

const REASONS = ['notUnderstood', 'between', 'badAnswer', 'person'] as const
// What fits beside the other columns of a terminal of 100.
const PHRASE = 44
const ANSWER = 120

type Paint = Terminal['paint']

/** The rows of a list. `numbers[i]` is the number of `groups[i]`. */
export function listLines(groups: readonly Group[], language: Language, paint: Paint): readonly string[] {
  const [number, times] = [words(SAID.number, language), words(SAID.times, language)]
  const wide = {
    number: Math.max(number.length, `${groups.length}`.length),
    times: Math.max(times.length, 5),
  }
  const row = (cells: readonly [string, string, string, string]) =>
    `${cells[0].padStart(wide.number)}  ${cells[1].padStart(wide.times)}  ${padded(cells[2])}  ${cells[3]}`.trimEnd()
  const indent = ' '.repeat(wide.number + wide.times + 4)
  const head = row([number, times, words(SAID.phrase, language), words(SAID.nearest, language)])
  return [
    paint.dim(head),
    ...groups.flatMap((group, i) => [
      row([`${i + 1}`, `${group.count}`, cut(group.phrase, PHRASE), nearestText(group, language)]),
      ...asideLines(group, language).map((line) => paint.dim(`${indent}${cut(line, ANSWER)}`)),
    ]),
  ]
}

/** One group with all its phrases, numbered for `--only`. */
export function groupLines(
  group: Group,
  heading: string,
  release: Release,
  language: Language,
  paint: Paint,
): readonly string[] {
  const wide = `${group.phrases.length}`.length
  const { complaints, answer } = group
  return [
    paint.bold(heading),
    ...group.phrases.map(({ text, misses }, i) => {
      const times = misses.length > 1 ? paint.dim(`  ×${misses.length}`) : ''
      return `  ${`${i + 1}`.padStart(wide)}  ${text}${times}`
    }),
    '',
    labelled(SAID.nearest, nearestTitle(group, release, language), language),
    ...asideLines({ ...group, complaints: [], answer: undefined }, language).map((line) => `  ${line}`),
    ...complaints.map((complaint) => labelled(SAID.complaints, complaint, language)),
    ...(answer === undefined ? [] : [labelled(SAID.answer, answer.replaceAll('\n', '\n    '), language)]),
  ]
}

export const groupHeading = (number: number, language: Language) => words(SAID.group, language, { number })

const labelled = (label: Said, text: string, language: Language) => `  ${label[language]}: ${text}`

function nearestText({ nearest }: Group, language: Language): string {
  return nearest ? `${nearest.intent} ${percent(nearest.confidence)}` : words(SAID.nothingNear, language)
}

function nearestTitle({ nearest }: Group, { rules }: Release, language: Language): string {
  if (!nearest) return words(SAID.nothingNear, language)
  const title = rules.intent(nearest.intent)?.title(language) ?? ''
  return `${nearest.intent} (${title}), ${percent(nearest.confidence)}`
}

type Aside = Pick<Group, 'reasons' | 'chosen' | 'understoodAs' | 'complaints'> & {
  readonly answer?: string | undefined
}

/** Why they are here, and what is known of them beside. */
function asideLines(
  { reasons, chosen, understoodAs, complaints, answer }: Aside,
  language: Language,
): readonly string[] {
  const why = REASONS.filter((reason) => reasons[reason] > 0).map(
    (reason) => `${SAID[reason][language]} ${reasons[reason]}`,
  )
  const lists = [
    ...(understoodAs.length > 0 ? [`${SAID.understoodAs[language]}: ${countedText(understoodAs)}`] : []),
    ...(chosen.length > 0 ? [`${SAID.chosen[language]}: ${countedText(chosen)}`] : []),
  ]
  return [
    [...why, ...lists].join(' · '),
    ...(complaints[0] === undefined ? [] : [`${SAID.complaints[language]}: ${complaints[0]}`]),
    ...(answer === undefined ? [] : [`${SAID.answer[language]}: ${answer.replaceAll('\n', ' ')}`]),
  ]
}

const countedText = (counts: readonly Counted<IntentName>[]) =>
  counts
    .slice(0, 3)
    .map(({ value, count }) => `${value} ${count}`)
    .join(', ')

const percent = (share: number) => `${Math.round(share * 100)} %`

const padded = (text: string) => text + ' '.repeat(Math.max(0, PHRASE - [...text].length))

function cut(text: string, length: number): string {
  const letters = [...text]
  return letters.length <= length
    ? text
    : `${letters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

/** For `--json`. */
export function plainGroup(group: Group, number: number) {
  const { phrase, count, phrases, reasons, nearest, understoodAs, chosen, answer, complaints } = group
  const plain = (counts: readonly Counted<IntentName>[]) =>
    counts.map(({ value, count }) => ({ intent: value, count }))
  return {
    number,
    phrase,
    count,
    phrases: phrases.map(({ text, misses }) => ({ text, count: misses.length })),
    reasons,
    ...(nearest && { nearest }),
    understoodAs: plain(understoodAs),
    chosen: plain(chosen),
    ...(answer && { answer }),
    complaints,
  }
}
