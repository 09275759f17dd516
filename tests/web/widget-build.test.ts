import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/web/widget/config.ts'
import { WORDS } from '../../src/web/widget/words.ts'

const around = { script: 'https://help.example/widget.js', pageLanguage: '', browserLanguage: 'en-GB' }

async function built(): Promise<string> {
  const output = await build({ configFile: 'vite.widget.ts', logLevel: 'silent', build: { write: false } })
  const [bundle] = Array.isArray(output) ? output : [output]
  if (!bundle || !('output' in bundle)) throw new Error('Vite built nothing')
  const chunks = bundle.output.flatMap((file) => (file.type === 'chunk' ? [file.code] : []))
  expect(bundle.output).toHaveLength(1)
  return chunks.join('')
}

describe('widget.js', () => {
  it('is one file of at most 15 kB gzipped, without anything a strict content policy forbids', async () => {
    const code = await built()
    // 15 kB is what the page's own visitors pay for a chat most of them never open.
    expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(15_000)
    expect(code).not.toMatch(/\beval\(|new Function|innerHTML|<style/)
    expect(code).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
  })
})

describe('the demo page', () => {
  const files = readdirSync('src/web/demo', { recursive: true }).map(String)
  const text = (name: string) => readFileSync(join('src/web/demo', name), 'utf8')

  it('has no inline code or style and loads nothing from elsewhere', () => {
    const page = text('index.html')
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/)
    for (const name of files.filter((file) => /\.(html|css|svg)$/.test(file))) {
      expect(text(name).replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(\s*['"]?\/\//)
    }
  })

  it('refers only to files that are there', () => {
    const referred = [...text('index.html').matchAll(/(?:src|href)="\/demo\/([^"]+)"/g)].map(
      ([, name]) => name,
    )
    expect(referred.filter((name) => name !== 'theme.css' && !files.includes(name ?? ''))).toEqual([])
  })
})

describe('the settings', () => {
  it('come from the element, then the script, then the page around', () => {
    expect(readConfig({}, {}, around)).toEqual({
      server: 'https://help.example',
      language: 'en',
      open: false,
    })
    expect(readConfig({}, {}, { ...around, pageLanguage: 'ru' }).language).toBe('ru')
    expect(
      readConfig(
        { server: 'https://own.example/' },
        { server: 'https://other.example', language: 'ru', open: '' },
        around,
      ),
    ).toEqual({ server: 'https://own.example', language: 'ru', open: true })
  })

  it('take a user that is JSON and leave out one that is not', () => {
    expect(readConfig({ user: '{"id":"17"}' }, {}, around).user).toEqual({ id: '17' })
    expect(readConfig({ user: '{"id":' }, {}, around).user).toBeUndefined()
  })
})

describe('the words', () => {
  it('are there in both languages', () => {
    expect(Object.keys(WORDS.en).sort()).toEqual(Object.keys(WORDS.ru).sort())
  })
})
