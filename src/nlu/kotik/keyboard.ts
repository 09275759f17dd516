/** What a text would be if the keyboard had been switched to the other language: "ghbdtn" ↔ "привет". */

const LATIN = 'qwertyuiop[]asdfghjkl;\'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
const CYRILLIC = 'йцукенгшщзхъфывапролджэячсмитьбюеЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЕ'

const toCyrillic = new Map([...LATIN].map((key, n) => [key, CYRILLIC[n] ?? key]))
// The first wins: е stands on two keys (ё was made е before), and T is the one people hit.
const toLatin = new Map(
  [...CYRILLIC].map((letter, n): [string, string] => [letter, LATIN[n] ?? letter]).reverse(),
)

export const typedOnLatin = (text: string) => swapped(text, toCyrillic)
export const typedOnCyrillic = (text: string) => swapped(text, toLatin)

function swapped(text: string, keys: ReadonlyMap<string, string>): string {
  let other = ''
  for (const key of text) other += keys.get(key) ?? key
  return other
}
