import type { MatcherMaker } from './port.ts'

/** The matchers that `NLU` may name. */
export const MATCHERS = ['kotik', 'node-nlp'] as const
export type MatcherName = (typeof MATCHERS)[number]

/** Loads a matcher's code, and only that one's. */
export async function matcherMaker(name: MatcherName): Promise<MatcherMaker> {
  switch (name) {
    case 'kotik':
      return (await import('./kotik/matcher.ts')).kotik
    case 'node-nlp':
      return (await import('./node-nlp/matcher.ts')).nodeNlp
  }
}
