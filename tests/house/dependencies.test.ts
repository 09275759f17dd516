import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface Manifest {
  readonly dependencies: { readonly [name: string]: string }
  readonly devDependencies: { readonly [name: string]: string }
}

it('docs/dependencies.md gives a reason for every dependency, and for no other', () => {
  const { dependencies, devDependencies }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  const [shipped = '', tools = ''] = readFileSync('docs/dependencies.md', 'utf8').split('## For building')
  const named = (part: string) =>
    [...part.matchAll(/^\| `([^`]+)` \| [^|]+ \| [^|]{3,} \|$/gmu)].map((match) => match[1])
  expect(named(shipped)).toEqual(Object.keys(dependencies).sort())
  expect(named(tools)).toEqual(Object.keys(devDependencies).sort())
})
