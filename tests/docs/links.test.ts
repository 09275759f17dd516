/** A page that leads nowhere is worse than none: every link between our own pages, with its heading. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, it } from 'vitest'

function pages(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return pages(path)
    return name.endsWith('.md') ? [path] : []
  })
}

const PAGES = ['README.md', 'README.ru.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...pages('docs')]
const LINK = /\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]+))?\)/gu

/** As GitHub makes anchors of headings. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/gu, '-')

/** Without code, in which a link is only shown. */
const textOf = (page: string) => readFileSync(page, 'utf8').replaceAll(/^```.*?^```/gmsu, '')

const anchorsIn = (page: string) =>
  [...textOf(page).matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) => anchorOf(heading))

function faultIn(page: string, path: string, anchor: string | undefined): readonly string[] {
  const target = path === '' ? page : resolve(dirname(page), path)
  const fault = [`${page}: ${path}${anchor === undefined ? '' : `#${anchor}`}`]
  if (!existsSync(target)) return fault
  return anchor === undefined || anchorsIn(target).includes(anchor) ? [] : fault
}

it('leads to what is there', () => {
  const links = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(LINK)].map(([, path = '', anchor]) => ({ page, path, anchor })),
  )
  expect(links.length).toBeGreaterThan(100)
  expect(links.flatMap(({ page, path, anchor }) => faultIn(page, path, anchor))).toEqual([])
})
