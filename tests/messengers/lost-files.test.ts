/** What stands beside a message for each file that did not come. */
import { expect, test } from 'vitest'
import { lostIn } from '../../src/messengers/lost-files.ts'
import { messengerWords } from '../../src/messengers/words.ts'

const { ru } = messengerWords('VK')

test('each lost file has a line and its reason; a sticker is only shown', () => {
  const lost = lostIn(
    [
      { kind: 'tooLarge', name: 'кино.mp4', sent: 'video', limit: 10 * 1_048_576 },
      { kind: 'gone', name: 'a.png', sent: 'image' },
      { kind: 'refused', name: 'a.exe', sent: 'file' },
      { kind: 'gone', name: 'sticker.png', sent: 'sticker' },
    ],
    ru,
  )
  expect(lost).toEqual([
    {
      kind: 'lostFile',
      shown: '[Файл «кино.mp4» не получен: больше 10 МБ]',
      why: 'tooLarge',
      limit: 10 * 1_048_576,
    },
    { kind: 'lostFile', shown: '[Файл «a.png» не получен: VK его не отдал]', why: 'gone' },
    {
      kind: 'lostFile',
      shown: '[Файл «a.exe» не принят: такие файлы мы не принимаем]',
      why: 'refused',
    },
    { kind: 'sticker', shown: '[Файл «sticker.png» не получен: VK его не отдал]' },
  ])
})
