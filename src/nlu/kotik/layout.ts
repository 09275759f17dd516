/**
 * Undoes a wrong keyboard layout and transliteration: of the ways a text could have been meant, the one that looks most like
 * what people write here, if it does so clearly. "ghbdtn" becomes "привет"; "iphone 15 pro", "SMS" and "qwerty" stay.
 */
import { typedOnCyrillic, typedOnLatin } from './keyboard.ts'
import { KNOWN_WORDS } from './lexicon.ts'
import { normalise } from './normalise.ts'
import { fromLatin } from './translit.ts'
import { Trigrams } from './trigrams.ts'

// Nats per character. From 1 to 2 the same texts are fixed; under 1 "wifi" and "premium" in Russian content begin to go.
const CLEARLY_TYPED = 1.5
// Every one spells Russian in Latin letters in an own way: at 0.8 of the sample's golden phrases 98 % become Russian again
// (at 1.5: 81 %) and none of 1,270 English ones does.
const CLEARLY_SPELT = 0.8

// A text this usual was meant as it stands: on the wrong layout it would be at -4 or less. Most texts stop here.
const USUAL_ENOUGH = -2.5

export class Layout {
  readonly trigrams: Trigrams

  constructor(trigrams: Trigrams) {
    this.trigrams = trigrams
  }

  /** The text normalised, and put right when it was typed on the wrong layout or in Latin letters. */
  fix(text: string): string {
    const asTyped = normalise(text)
    const usual = this.trigrams.usual(asTyped)
    if (usual > USUAL_ENOUGH) return asTyped
    let best = { text: asTyped, gain: 0 }
    for (const other of readings(text, asTyped)) {
      const gain = this.trigrams.usual(other.text) - usual - other.least
      if (gain > best.gain) best = { text: other.text, gain }
    }
    return best.text
  }

  /** From normalised phrases; the lexicon's words keep both languages familiar when the phrases are in one. */
  static learn(phrases: readonly string[]): Layout {
    return new Layout(Trigrams.learn([...KNOWN_WORDS, ...phrases]))
  }
}

const CYRILLIC = /[а-я]/
const LATIN = /[a-z]/

/** What else it may have been, and by how much it must be the more usual. */
function readings(
  text: string,
  asTyped: string,
): readonly { readonly text: string; readonly least: number }[] {
  if (CYRILLIC.test(asTyped)) return [{ text: normalise(typedOnCyrillic(asTyped)), least: CLEARLY_TYPED }]
  if (!LATIN.test(asTyped)) return []
  return [
    // From the text as it came: the keys of х ъ ж э б ю are signs, which have no lower case.
    { text: normalise(typedOnLatin(text.slice(0, asTyped.length))), least: CLEARLY_TYPED },
    { text: fromLatin(asTyped), least: CLEARLY_SPELT },
  ]
}
