/**
 * Building blocks of the content's schemas. A zod message here is not a sentence but a key: `form:<name>` names what is
 * allowed in FORMS, `keys:a,b` lists the keys of an object; `content/zod-faults.ts` makes sentences of them in two languages.
 */
import { z } from 'zod'

export interface Words {
  readonly ru: string
  readonly en: string
}

export const FORMS = {
  text: {
    ru: 'текст, список вариантов или {ru: …, en: …}. Текст с двоеточием, со знаком в начале или из одних цифр берут в кавычки',
    en: 'a text, a list of variants, or {ru: …, en: …}. Quote it when it has a colon, begins with a sign or is a number',
  },
  label: { ru: 'короткий текст или {ru: …, en: …}', en: 'a short text or {ru: …, en: …}' },
  duration: { ru: 'время с единицей: 5s, 5m, 5h или 1d', en: 'a time with a unit: 5s, 5m, 5h or 1d' },
  name: {
    ru: 'имя: буквы, цифры, «-» и «_», начинается с буквы',
    en: 'a name: letters, digits, "-" and "_", beginning with a letter',
  },
  variable: {
    ru: 'имя переменной: латинские буквы, цифры и «_», начинается с буквы',
    en: 'a variable name: Latin letters, digits and "_", beginning with a letter',
  },
  block: {
    ru: 'список шагов: строки с «- say: …»',
    en: 'a list of steps: lines like "- say: …"',
  },
  step: {
    ru: 'шаг вроде «say: …» (после слова двоеточие и пробел) или одно слово end, handoff, solved',
    en: 'a step like "say: …" (a colon and a space behind the word) or one of the words end, handoff, solved',
  },
  target: { ru: 'имя блока, имя сценария или end', en: 'a block, a flow or end' },
  buttons: {
    ru: 'строка «Надпись: значение» на каждую кнопку, с отступом глубже; или список {label, value, go, image, about}',
    en: 'a line "Label: value" for each button, deeper than this one; or a list of {label, value, go, image, about}',
  },
  links: {
    ru: '«Надпись: https://…» или список {label, url}',
    en: '"Label: https://…" or a list of {label, url}',
  },
  url: {
    ru: 'адрес: https://…, http://…, mailto:… или tel:…',
    en: 'an address: https://…, http://…, mailto:… or tel:…',
  },
  expect: {
    ru: 'text, number, money, date, time, datetime, email, phone, order, card, yes_no, file, слово из intents/_entities.yml или {type | pattern, retry, attempts, else}',
    en: 'text, number, money, date, time, datetime, email, phone, order, card, yes_no, file, a kind of intents/_entities.yml, or {type | pattern, retry, attempts, else}',
  },
  guide: {
    ru: 'список: каждый шаг — текст или {say, image, file}',
    en: 'a list; each item is a text or {say, image, file}',
  },
  condition: { ru: 'условие вроде method == "card"', en: 'a condition like method == "card"' },
  call: {
    ru: 'метод и адрес: GET https://example.org/orders',
    en: 'a method and an address: GET https://example.org/orders',
  },
  media: { ru: 'имя файла из папки flows/media', en: 'the name of a file in flows/media' },
  empty: { ru: 'ничего: после двоеточия пусто', en: 'nothing after the colon' },
  handoff: {
    ru: 'ничего или { topic: …, group: …, priority: …, note: … }, что нужно',
    en: 'nothing, or what is needed of { topic: …, group: …, priority: …, note: … }',
  },
  solved: { ru: 'ничего, вопрос или {ask, no}', en: 'nothing, a question, or {ask, no}' },
  else: {
    ru: 'имя блока, сценария, end или шаг {say: …, go: …}',
    en: 'a block, a flow, end, or a step {say: …, go: …}',
  },
  set: { ru: '«имя: значение»', en: '"name: value"' },
  answerButton: {
    ru: 'https://…, person, startOver или {flow: …}, {intent: …}, {url: …}',
    en: 'https://…, person, startOver, or {flow: …}, {intent: …}, {url: …}',
  },
  days: {
    ru: 'дни недели: mon, mon-fri, "sat, sun" (или пн, пн-пт)',
    en: 'days of the week: mon, mon-fri, "sat, sun"',
  },
  spans: {
    ru: 'время вида 09:00-21:00 (по две цифры, обычный дефис), 09:00-13:00, 14:00-18:00, all day или closed',
    en: 'times like 09:00-21:00 (two digits each, a plain hyphen), 09:00-13:00, 14:00-18:00, all day or closed',
  },
  spansOrder: {
    ru: 'конец позже начала; ночь делят на два дня: 21:00-24:00 и назавтра 00:00-09:00',
    en: 'an end after its beginning; a night is two days: 21:00-24:00 and then 00:00-09:00',
  },
  dateKey: { ru: 'дата из календаря вида 2026-12-31', en: 'a date of the calendar like 2026-12-31' },
  holidays: {
    ru: 'строка «2026-12-31: closed» на каждый день',
    en: 'a line "2026-12-31: closed" for each day',
  },
  size: { ru: 'размер с единицей: 256kb или 10mb', en: 'a size with a unit: 256kb or 10mb' },
  timezone: { ru: 'часовой пояс вроде Europe/Moscow', en: 'a time zone like Europe/Moscow' },
  host: {
    ru: 'узел без протокола и пути: billing.example.org или 127.0.0.1:8099',
    en: 'a host without protocol and path: billing.example.org or 127.0.0.1:8099',
  },
  env: { ru: 'имя из больших латинских букв, цифр и «_»', en: 'a name of capital letters, digits and "_"' },
  group: {
    ru: 'название или {title, assignment: auto | claim}',
    en: 'a title, or {title, assignment: auto | claim}',
  },
  topic: { ru: 'название или {title, group, priority}', en: 'a title, or {title, group, priority}' },
  examples: { ru: 'список фраз, хотя бы одна', en: 'a list of phrases, at least one' },
  phrase: {
    ru: 'фраза; с двоеточием, со знаком в начале или из одних цифр — в кавычках',
    en: 'a phrase; quoted when it has a colon, begins with a sign or is a number',
  },
  count: { ru: 'целое число', en: 'a whole number' },
  share: { ru: 'число от 0 до 1', en: 'a number from 0 to 1' },
  title: { ru: 'название', en: 'a title' },
  languages: { ru: 'список из ru и en', en: 'a list of ru and en' },
  entity: {
    ru: 'values («Название: [другие имена]» или список названий) или patterns (список регулярных выражений)',
    en: 'values ("Name: [other names]" or a list of names) or patterns (a list of regular expressions)',
  },
  country: {
    ru: 'код страны из двух больших букв: RU, KZ, BY',
    en: 'a country in two capital letters: RU, KZ, US',
  },
  currency: {
    ru: 'код валюты из трёх больших букв: RUB, KZT',
    en: 'a currency in three capital letters: RUB, USD',
  },
  yesNo: { ru: 'true или false', en: 'true or false' },
} satisfies { readonly [name: string]: Words }

export type Form = keyof typeof FORMS

export const form = (name: Form) => ({ error: `form:${name}` })

/** An object that refuses unknown keys and says which are known. */
export function record<S extends z.ZodRawShape>(shape: S) {
  const keys = `keys:${Object.keys(shape).join(',')}`
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : undefined),
  })
}

const MILLISECONDS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `5s`, `5m`, `1.5h`, `1d` → milliseconds. */
export const durationText = z
  .string(form('duration'))
  .regex(/^\d+(\.\d+)?(s|m|h|d)$/, form('duration'))
  .transform((text) => Math.round(Number.parseFloat(text) * MILLISECONDS[unitOf(text)]))

function unitOf(text: string): keyof typeof MILLISECONDS {
  const unit = text.at(-1)
  return unit === 'm' || unit === 'h' || unit === 'd' ? unit : 's'
}

// A name is also a key of plain objects and a part of ids, so `__proto__` cannot be one.
export const nameText = z.string(form('name')).regex(/^\p{L}[\p{L}\p{N}_-]*$/u, form('name'))
export const variableText = z.string(form('variable')).regex(/^[A-Za-z][A-Za-z0-9_]*$/, form('variable'))
/** A variable, or a field of what a call answered: `payment.amount`. */
export const readText = z.string(form('variable')).regex(/^[A-Za-z][A-Za-z0-9_]*(\.\w+)*$/, form('variable'))
