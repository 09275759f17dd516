/**
 * Similar phrases together: each joins the most similar leader seen so far, or leads a group of its own; then groups do the
 * same by their middles, until nothing moves. The same phrases in the same order give the same groups. 20,000 phrases take
 * seconds, where comparing all pairs takes minutes.
 */
import { sumOf, type Vector } from './vectors.ts'

// Measured on ha_ru, banking77 and the sample content (docs/decisions/0021): from here on groups of one meaning outweigh
// mixed ones. A mixed group costs a person more than two pure ones.
const ALIKE = 0.45
// Most groups settle in two.
const MOST_ROUNDS = 4

/** Groups of indexes into `vectors`, each in order; the first of a group is its leader. */
export function clustersOf(vectors: readonly Vector[], alike = ALIKE): readonly (readonly number[])[] {
  let groups: readonly (readonly number[])[] = vectors.map((_, i) => [i])
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const joined = joinOnce(groups, vectors, alike)
    if (joined.length === groups.length) return joined
    groups = joined
  }
  return groups
}

function joinOnce(
  groups: readonly (readonly number[])[],
  vectors: readonly Vector[],
  alike: number,
): readonly (readonly number[])[] {
  const leaders = new Leaders(groups.length)
  const joined: number[][] = []
  // Large groups lead: a straggler must not pull them to itself.
  for (const group of groups.toSorted((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0))) {
    const middle = sumOf(group.flatMap((i) => vectors[i] ?? []))
    const nearest = leaders.nearest(middle)
    if (nearest.cosine >= alike) joined[nearest.leader]?.push(...group)
    else {
      leaders.add(middle)
      joined.push([...group])
    }
  }
  return joined
}

interface Postings {
  readonly leaders: number[]
  readonly weights: number[]
}

/** Leaders by their features, so that only those with something in common are compared. */
class Leaders {
  readonly #byFeature = new Map<number, Postings>()
  /** By leader; all zero between two questions. A plain map here costs ten times as much. */
  readonly #cosines: Float64Array
  #count = 0

  constructor(most: number) {
    this.#cosines = new Float64Array(most)
  }

  add({ features, weights }: Vector): void {
    const leader = this.#count
    this.#count += 1
    features.forEach((feature, i) => {
      const postings = this.#byFeature.get(feature) ?? { leaders: [], weights: [] }
      postings.leaders.push(leader)
      postings.weights.push(weights[i] ?? 0)
      this.#byFeature.set(feature, postings)
    })
  }

  /** Of equal ones the first; cosine 0 when none has anything in common. */
  nearest({ features, weights }: Vector): { readonly leader: number; readonly cosine: number } {
    const cosines = this.#cosines
    features.forEach((feature, i) => {
      const postings = this.#byFeature.get(feature)
      if (postings) addUp(cosines, postings, weights[i] ?? 0)
    })
    const best = { leader: 0, cosine: 0 }
    for (let leader = 0; leader < this.#count; leader += 1) {
      const cosine = cosines[leader] ?? 0
      if (cosine > best.cosine) Object.assign(best, { leader, cosine })
    }
    cosines.fill(0, 0, this.#count)
    return best
  }
}

function addUp(cosines: Float64Array, { leaders, weights }: Postings, weight: number): void {
  for (let i = 0; i < leaders.length; i += 1) {
    const leader = leaders[i] ?? 0
    cosines[leader] = (cosines[leader] ?? 0) + weight * (weights[i] ?? 0)
  }
}
