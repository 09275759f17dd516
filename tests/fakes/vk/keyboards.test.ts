import { describe, expect, it } from 'vitest'
import { opened } from './testing.ts'

const text = (label: string, payload?: unknown) => ({
  action: { type: 'text', label, ...(payload === undefined ? {} : { payload }) },
})
const rows = (count: number, columns: number) =>
  Array.from({ length: count }, (_, row) => Array.from({ length: columns }, (_, at) => text(`${row} ${at}`)))

async function keyboards() {
  const town = await opened()
  const normal = async (buttons: unknown, more: object = {}) =>
    (await town.send({ keyboard: { buttons, ...more } })).code
  const inline = (buttons: unknown) => normal(buttons, { inline: true })
  return { ...town, normal, inline }
}

describe('a keyboard', () => {
  it('has at most 10 rows of 5 and 40 buttons', async () => {
    const { normal } = await keyboards()
    expect(await normal(rows(10, 4))).toBeUndefined()
    expect(await normal(rows(8, 5))).toBeUndefined()
    expect(await normal(rows(11, 1))).toBe(911)
    expect(await normal(rows(1, 6))).toBe(911)
    expect(await normal(rows(9, 5))).toBe(911)
  })

  it('under a message has at most 6 rows of 5 and 10 buttons, and is not one-time', async () => {
    const { inline, normal } = await keyboards()
    expect(await inline(rows(5, 2))).toBeUndefined()
    expect(await inline(rows(6, 1))).toBeUndefined()
    expect(await inline(rows(7, 1))).toBe(911)
    expect(await inline(rows(6, 2))).toBe(911)
    expect(await normal(rows(1, 1), { inline: true, one_time: true })).toBe(911)
  })

  it('has labels of 1 to 40 signs and payloads of JSON up to 255', async () => {
    const { normal, send } = await keyboards()
    expect(await normal([[text('я'.repeat(40), 'я'.repeat(253).replace(/^.*$/u, '"$&"'))]])).toBeUndefined()
    expect(await normal([[text('я'.repeat(41))]])).toBe(911)
    expect(await normal([[text('да', { a: 'я'.repeat(250) })]])).toBe(911)
    expect(await normal([[text('да', 'не JSON')]])).toBe(911)
    expect(await normal([[text('да', null)]])).toBe(911)
    expect((await send({ keyboard: { buttons: [[text('')]] } })).message).toBe(
      'Keyboard format is invalid: button [0][0] label should be at least 1 letters length',
    )
    expect((await send({ keyboard: '{' })).code).toBe(100)
  })

  it('colours only buttons of text and callback, and knows each kind’s fields', async () => {
    const { normal } = await keyboards()
    const link = { type: 'open_link', label: 'сайт', link: 'https://example.com' }
    expect(await normal([[{ action: link }]])).toBeUndefined()
    expect(await normal([[{ action: link, color: 'primary' }]])).toBe(911)
    expect(await normal([[{ action: { ...link, link: 'сайт' } }]])).toBe(911)
    expect(await normal([[{ action: { type: 'location', label: 'где' } }]])).toBe(911)
    expect(await normal([[{ action: { type: 'dance' } }]])).toBe(911)
    expect(await normal([[{ ...text('да'), color: 'blue' }]])).toBe(911)
  })

  it('stands under the field until it is replaced, taken away or, a one-time one, used', async () => {
    const { vera, send } = await keyboards()
    await send({ keyboard: { buttons: [[text('да', { yes: 1 })]] } })
    expect(vera.press('да').message).toMatchObject({ text: 'да', payload: '{"yes":1}' })
    expect(vera.keyboard.flat().map(({ label }) => label)).toEqual(['да'])
    await send({ keyboard: { buttons: [] } })
    expect(vera.keyboard).toEqual([])
    await send({ keyboard: { one_time: true, buttons: [[text('раз')]] } })
    vera.press('раз')
    expect(vera.keyboard).toEqual([])
  })
})

const element = (about: object = {}) => ({
  title: 'Фильм',
  description: 'Год',
  buttons: [text('Смотреть')],
  ...about,
})

describe('a carousel', () => {
  it('has 1 to 10 elements of one structure, with words of 80 and 1 to 3 buttons', async () => {
    const { send, vera } = await opened()
    const carousel = async (...elements: readonly object[]) =>
      (await send({ template: { type: 'carousel', elements } })).code
    expect(await carousel(element(), element())).toBeUndefined()
    expect(vera.last()?.carousel[1]).toMatchObject({ title: 'Фильм', buttons: [{ label: 'Смотреть' }] })
    expect(await carousel()).toBe(100)
    expect(await carousel(...Array.from({ length: 11 }, () => element()))).toBe(100)
    expect(await carousel(element({ title: 'я'.repeat(81) }))).toBe(100)
    expect(await carousel(element({ description: undefined }))).toBe(100)
    expect(await carousel(element(), element({ photo_id: '1_1' }))).toBe(100)
    expect(await carousel(element({ buttons: [] }))).toBe(911)
    expect(await carousel(element({ buttons: rows(1, 4)[0] }))).toBe(911)
  })

  it('comes with a text, for those who cannot see it', async () => {
    const { send } = await opened()
    const template = { type: 'carousel', elements: [element()] }
    expect((await send({ template, message: '' })).code).toBe(100)
    expect((await send({ template: { ...template, type: 'list' } })).code).toBe(100)
  })

  it('has buttons to press', async () => {
    const { send, vera } = await opened()
    const buttons = [{ action: { type: 'callback', label: 'Ещё', payload: { next: 2 } } }]
    await send({ template: { type: 'carousel', elements: [element({ buttons })] } })
    expect(vera.press('Ещё').id).toMatch(/^[0-9a-f]{12}$/u)
  })
})
