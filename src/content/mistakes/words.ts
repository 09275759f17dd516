/** Mistakes of YAML in words for people who have never heard of YAML: what is there, and what to do. */
import type { Words } from '../../flow/schema/shape.ts'

export interface Mistake {
  readonly found: Words
  readonly allowed?: Words
}

const QUOTE_IT: Words = { ru: 'Возьмите весь текст в кавычки', en: 'Quote the whole text' }

export const TAB: Mistake = {
  found: { ru: 'табуляция в отступе', en: 'a tab in the indentation' },
  allowed: { ru: 'Отступы делают пробелами, по два на уровень', en: 'Indent by spaces, two a level' },
}
export const ODD_SPACE: Mistake = {
  found: { ru: 'в отступе не обычный пробел, а неразрывный', en: 'the indentation has a no-break space' },
  allowed: {
    ru: 'Удалите отступ и наберите его пробелами заново',
    en: 'Delete the indentation and type it again with spaces',
  },
}
export const DASH_WITHOUT_SPACE: Mistake = {
  found: { ru: 'после «-» нужен пробел', en: 'a "-" needs a space behind it' },
}
export const COLON: Mistake = {
  found: { ru: 'двоеточие внутри текста', en: 'a colon inside a text' },
  allowed: QUOTE_IT,
}
export const BRACES: Mistake = {
  found: { ru: 'текст начинается со скобки', en: 'the text begins with a brace' },
  allowed: { ru: 'Возьмите его в кавычки: "{{ … }}"', en: 'Quote it: "{{ … }}"' },
}
export const INNER_QUOTES: Mistake = {
  found: {
    ru: 'кавычки закрылись, а текст продолжается',
    en: 'the quotes are closed, and the text goes on',
  },
  allowed: {
    ru: 'Внутри пишите «ёлочки», а весь текст возьмите в одни кавычки',
    en: 'Use single quotes around a text with double quotes inside, for the whole of it',
  },
}
export const QUOTED_CONDITION: Mistake = {
  found: { ru: 'условие начинается с кавычки', en: 'the condition begins with a quote' },
  allowed: {
    ru: `Начните с имени (when: method == "card") или возьмите всё условие в одинарные кавычки`,
    en: `Begin with the name (when: method == "card"), or put the whole of it in single quotes`,
  },
}
export const BRACED_CONDITION: Mistake = {
  found: { ru: 'в условии скобки {{ }} не нужны', en: 'a condition needs no {{ }}' },
  allowed: {
    ru: 'Пишите имя прямо: when: method == "card"',
    en: 'Write the name itself: when: method == "card"',
  },
}
export const OPEN_QUOTE: Mistake = {
  found: { ru: 'кавычка открыта и не закрыта', en: 'a quote is opened and not closed' },
  allowed: { ru: 'Закройте её в конце текста', en: 'Close it at the end of the text' },
}
export const OPEN_BRACKET: Mistake = {
  found: { ru: 'скобка открыта и не закрыта', en: 'a bracket is opened and not closed' },
  allowed: { ru: 'Закройте её той же скобкой: } или ]', en: 'Close it by its own: } or ]' },
}
export const BACKSLASH: Mistake = {
  found: {
    ru: 'в двойных кавычках «\\» значит другое',
    en: 'a backslash means something else in double quotes',
  },
  allowed: { ru: "Возьмите в одинарные: '\\d{4}'", en: "Use single quotes: '\\d{4}'" },
}
export const SECOND_DOCUMENT: Mistake = {
  found: { ru: 'строка --- делит файл на два', en: 'a line of --- makes two documents' },
  allowed: { ru: 'Удалите её', en: 'Delete it' },
}

export const begins = (sign: string): Mistake => ({
  found: { ru: `текст начинается с «${sign}»`, en: `the text begins with "${sign}"` },
  allowed: QUOTE_IT,
})
export const noColon = (word: string): Mistake => ({
  found: { ru: `${word}: не хватает двоеточия`, en: `${word}: a colon is missing` },
  allowed: { ru: `Нужно: «${word}: …»`, en: `It takes "${word}: …"` },
})
export const noSpace = (word: string): Mistake => ({
  found: { ru: `${word}: после двоеточия нужен пробел`, en: `${word}: the colon needs a space behind it` },
})
export const indent = (is: number, wanted: number): Mistake => ({
  found: {
    ru: `неверный отступ: пробелов ${is}, нужно ${wanted}`,
    en: `a wrong indent: ${is} spaces where ${wanted} belong`,
  },
  allowed: {
    ru: 'Строки одного уровня начинаются в одном столбце',
    en: 'Lines of one level begin in one column',
  },
})
export const noDash = (word: string): Mistake => ({
  found: { ru: `${word}: не хватает «- » перед словом`, en: `${word}: "- " is missing before the word` },
  allowed: {
    ru: 'Шаг начинается с «- »; новый блок — с начала строки',
    en: 'A step begins with "- ", a new block at the line\'s beginning',
  },
})
