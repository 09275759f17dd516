/**
 * Phrases as vectors whose cosine says how alike they are: TF-IDF over beginnings of words and over letter groups inside
 * words, so that endings and typos count little. Needs no training and no language.
 */
import { plainWords } from '../flow/answer/words.ts'

/** Of length 1. Features by number, in no special order. */
export interface Vector {
  readonly features: readonly number[]
  readonly weights: readonly number[]
}

// Cutting Russian words to five letters finds about as much as a stemmer does.
const STEM = 5
// A phrase of ten words has some 90 features; its 48 rarest say what it is about and bound the work for long ones.
const MOST_FEATURES = 48

/** Said around a question, in all of them. */
const COURTESY = new Set(
  (
    'здравствуйте здравствуй привет добрый доброе день вечер утро пожалуйста подскажите скажите помогите спасибо ' +
    'hello hi hey good morning afternoon evening please thanks thank'
  ).split(' '),
)

/**
 * `background` are texts of the same trade (the content's examples): what is usual in them weighs little, also when only a
 * few `texts` are compared.
 */
export function vectorsOf(texts: readonly string[], background: readonly string[] = []): readonly Vector[] {
  const words = [...texts, ...background].map(wordsOf)
  return joined(
    block(words.map(stemsOf), texts.length),
    block(
      words.map((one) => one.flatMap(letterGroups)),
      texts.length,
    ),
  )
}

/** The vector that points where all of these do together. */
export function sumOf(vectors: readonly Vector[]): Vector {
  const [only, ...others] = vectors
  if (only && others.length === 0) return only
  const sum = new Map<number, number>()
  for (const { features, weights } of vectors) {
    for (const [i, feature] of features.entries()) {
      sum.set(feature, (sum.get(feature) ?? 0) + (weights[i] ?? 0))
    }
  }
  return unit([...sum], MOST_FEATURES)
}

export function cosine(one: Vector, other: Vector): number {
  const weights = new Map(other.features.map((feature, i) => [feature, other.weights[i] ?? 0]))
  return one.features.reduce(
    (sum, feature, i) => sum + (one.weights[i] ?? 0) * (weights.get(feature) ?? 0),
    0,
  )
}

function wordsOf(text: string): readonly string[] {
  const words = plainWords(text).split(' ')
  const telling = words.filter((word) => !COURTESY.has(word))
  return telling.length > 0 ? telling : words
}

const stemsOf = (words: readonly string[]) => words.map((word) => word.slice(0, STEM))

function letterGroups(word: string): readonly string[] {
  const letters = `_${word}_`
  const groups: string[] = []
  for (const size of [3, 4]) {
    for (let from = 0; from + size <= letters.length; from += 1) groups.push(letters.slice(from, from + size))
  }
  return groups
}

/** The weighed features of the first `wanted` texts; all of them count for what is usual. */
function block(
  texts: readonly (readonly string[])[],
  wanted: number,
): readonly (readonly (readonly [string, number])[])[] {
  const having = new Map<string, number>()
  for (const text of texts) {
    for (const feature of new Set(text)) having.set(feature, (having.get(feature) ?? 0) + 1)
  }
  const rarity = (feature: string) => Math.log(1 + texts.length / (having.get(feature) ?? 1))
  return texts.slice(0, wanted).map((text) => {
    const weighed = [...new Set(text)].map((feature) => [feature, rarity(feature)] as const)
    const length = Math.hypot(...weighed.map(([, weight]) => weight)) || 1
    return weighed.map(([feature, weight]) => [feature, weight / length] as const)
  })
}

/** Both blocks weigh the same. */
function joined(...[stems = [], groups = []]: readonly ReturnType<typeof block>[]): readonly Vector[] {
  const numbers = new Map<string, number>()
  const numberOf = (feature: string) => {
    const number = numbers.get(feature) ?? numbers.size
    numbers.set(feature, number)
    return number
  }
  return stems.map((ofStems, i) =>
    unit(
      [
        ...ofStems.map(([stem, weight]) => [numberOf(`w ${stem}`), weight] as const),
        ...(groups[i] ?? []).map(([group, weight]) => [numberOf(`c ${group}`), weight] as const),
      ],
      MOST_FEATURES,
    ),
  )
}

function unit(weighed: readonly (readonly [number, number])[], most: number): Vector {
  const kept =
    weighed.length <= most ? weighed : weighed.toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most)
  const length = Math.hypot(...kept.map(([, weight]) => weight)) || 1
  return { features: kept.map(([feature]) => feature), weights: kept.map(([, weight]) => weight / length) }
}
