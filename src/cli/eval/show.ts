/** The report on the content in words: the figures, then what is worth changing, the worst first. */
import type { Language } from '../../domain/message.ts'
import type { Paint } from '../terminal.ts'
import { type Said, words } from '../world.ts'
import type { ContentReport } from './content.ts'

const SAID = {
  head: {
    ru: 'Примеров: {examples}, намерений: {intents}. Каждый пример прочитан без подсказки (перекрёстная проверка):',
    en: 'Examples: {examples}, intents: {intents}. Each example read without having been learnt (cross-validation):',
  },
  accuracy: { ru: 'угадано верно', en: 'recognised' },
  macroF1: { ru: 'F1, все намерения поровну', en: 'F1, intents alike' },
  ece: { ru: 'уверенность врёт на', en: 'calibration error' },
  answered: { ru: 'ответил бы сразу', en: 'answered at once' },
  wrongly: { ru: 'из них неверно', en: 'of them wrongly' },
  golden: { ru: 'проверочные фразы', en: 'golden phrases' },
  reliability: { ru: 'Верить ли уверенности:', en: 'How far to believe the confidence:' },
  bin: {
    ru: '  {from}–{to} %: в среднем {confidence} %, верно {accuracy} %, фраз: {count}',
    en: '  {from}–{to} %: {confidence} % on average, {accuracy} % right, phrases: {count}',
  },
  stealing: {
    ru: 'Намерения, которые путаются (туда и обратно):',
    en: 'Intents taken for each other (there and back):',
  },
  misplaced: {
    ru: 'Примеры, которые, похоже, стоят не там:',
    en: 'Examples that look misplaced:',
  },
  worst: { ru: 'Хуже всего узнаются:', en: 'Recognised worst:' },
  wrongGolden: { ru: 'Не узнаны проверочные фразы:', en: 'Golden phrases not recognised:' },
  more: { ru: '  и ещё {more}', en: '  and {more} more' },
} as const satisfies { readonly [name: string]: Said }

// Names what a pair of intents has in common better than a list of all.
const TEXTS_OF_PAIR = 2

export function contentLines(
  report: ContentReport,
  most: number,
  language: Language,
  paint: Paint,
): readonly string[] {
  const said = (name: keyof typeof SAID) => words(SAID[name], language)
  const part = (name: keyof typeof SAID, all: readonly string[]) =>
    all.length === 0 ? [] : ['', paint.bold(said(name)), ...cut(all, most, language)]
  return [
    words(SAID.head, language, { examples: report.examples, intents: report.intents }),
    ...figures(report, said),
    '',
    paint.bold(said('reliability')),
    ...bins(report, language),
    ...part('stealing', pairs(report, paint)),
    ...part(
      'misplaced',
      report.misplaced.map(
        ({ text, intent, looksLike }) => `  ${text} ${paint.dim(`${intent} → ${looksLike}`)}`,
      ),
    ),
    ...part(
      'worst',
      report.worstIntents
        .filter(({ right, examples }) => right < examples)
        .map(({ intent, right, examples }) => `  ${intent} ${paint.dim(`${right}/${examples}`)}`),
    ),
    ...part(
      'wrongGolden',
      report.golden.wrong.map(({ text, intent, predicted }) =>
        paint.red(`  ${text} (${intent} → ${predicted ?? '—'})`),
      ),
    ),
  ]
}

function figures(report: ContentReport, said: (name: keyof typeof SAID) => string): readonly string[] {
  const { golden, answered, answeredWrongly, examples } = report
  const lines: readonly (readonly [keyof typeof SAID, number])[] = [
    ['accuracy', report.accuracy],
    ['macroF1', report.macroF1],
    ['ece', report.ece],
    ['answered', examples === 0 ? 0 : answered / examples],
    ['wrongly', answered === 0 ? 0 : answeredWrongly / answered],
    ...(golden.count === 0 ? [] : [['golden', golden.right / golden.count] as const]),
  ]
  return lines.map(([name, share]) => `  ${said(name).padEnd(28)} ${percent(share)} %`)
}

function bins(report: ContentReport, language: Language): readonly string[] {
  return report.reliability
    .filter(({ count }) => count > 0)
    .map(({ from, to, count, confidence, accuracy }) =>
      words(SAID.bin, language, {
        from: Math.round(from * 100),
        to: Math.round(to * 100),
        confidence: Math.round(confidence * 100),
        accuracy: Math.round(accuracy * 100),
        count,
      }),
    )
}

function pairs(report: ContentReport, paint: Paint): readonly string[] {
  return report.stealing.map(({ from, to, count, back, texts }) => {
    const examples = texts.slice(0, TEXTS_OF_PAIR).join(' · ')
    return `  ${from} → ${to} ${count}/${back} ${paint.dim(examples)}`
  })
}

function cut(lines: readonly string[], most: number, language: Language): readonly string[] {
  const more = lines.length - most
  return more > 0 ? [...lines.slice(0, most), words(SAID.more, language, { more })] : lines
}

const percent = (share: number) => (share * 100).toFixed(1).padStart(5)
