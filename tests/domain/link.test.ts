import { expect, test } from 'vitest'
import { isSafeLink } from '../../src/domain/link.ts'

test.each(['https://kino.example/', 'http://kino.example', 'mailto:help@kino.example', 'tel:+79001112233'])(
  '%s may be shown',
  (url) => expect(isSafeLink(url)).toBe(true),
)

test.each([
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,x',
  'tg://user?id=1',
  'kino.example',
  '',
])('%j may not', (url) => expect(isSafeLink(url)).toBe(false))
