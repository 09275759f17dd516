/** Russian in Latin letters back to Russian: "ne rabotaet oplata" → "не работает оплата". Longest spelling first. */

const LONGEST = 4
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  (
    'shch щ sch щ sh ш ch ч zh ж kh х ts ц tz ц yu ю ju ю iu ю ya я ja я ia ия yo е jo е ye е je е ' +
    'iy ий ij ий yy ый yj ый ay ай aj ай ey ей ej ей oy ой oj ой uy уй uj уй ' +
    "a а b б v в g г d д e е z з i и j й k к l л m м n н o о p п r р s с t т u у f ф h х c ц y ы w в x кс q к ' ь 4 ч"
  )
    .split(' ')
    .reduce<[string, string][]>((pairs, part, n, parts) => {
      if (n % 2 === 0) pairs.push([part, parts[n + 1] ?? ''])
      return pairs
    }, []),
)

/** Only for a text without Cyrillic; letters it does not know stay. */
export function fromLatin(text: string): string {
  let russian = ''
  for (let at = 0; at < text.length; ) {
    let length = Math.min(LONGEST, text.length - at)
    while (length > 1 && !SPELLINGS.has(text.slice(at, at + length))) length -= 1
    const part = text.slice(at, at + length)
    russian += SPELLINGS.get(part) ?? part
    at += length
  }
  return russian
}
