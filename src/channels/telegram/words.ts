/** What this channel itself says: to customers around the bot's own phrases, and to operators in place of what is no text. */
import type { Language } from '../../domain/message.ts'

interface Words {
  readonly commands: readonly { readonly command: string; readonly description: string }[]
  readonly shareContact: string
  readonly buttonsBelow: string
  readonly tooOften: string
  readonly inGroup: (username: string) => string
  readonly tooLarge: (name: string, megabytes: number) => string
  readonly fileGone: (name: string) => string
  readonly fileRefused: (name: string) => string
  readonly fileMissing: (name: string) => string
  readonly place: (where: string) => string
  readonly contact: (name: string) => string
  readonly contactFile: string
  readonly unknownKind: string
}

export const WORDS: { readonly [L in Language]: Words } = {
  ru: {
    commands: [
      { command: 'start', description: 'Начать сначала' },
      { command: 'operator', description: 'Позвать оператора' },
      { command: 'back', description: 'Вернуться к прошлому вопросу' },
      { command: 'stop', description: 'Остановиться' },
    ],
    shareContact: '📱 Отправить мой номер',
    buttonsBelow: 'Выберите:',
    tooOften: 'Не так быстро, пожалуйста. Я отвечу через несколько секунд.',
    inGroup: (username) =>
      `Здравствуйте! Я отвечаю на вопросы только в личном чате: https://t.me/${username}. Здесь я молчу.`,
    tooLarge: (name, megabytes) => `[Файл «${name}» не получен: больше ${megabytes} МБ]`,
    fileGone: (name) => `[Файл «${name}» не получен: Telegram его не отдал]`,
    fileRefused: (name) => `[Файл «${name}» не принят: файлы такого вида мы не берём]`,
    fileMissing: (name) => `[Файл «${name}» недоступен]`,
    place: (where) => `Место на карте: ${where}`,
    contact: (name) => `Контакт: ${name}`,
    contactFile: 'контакт.txt',
    unknownKind: '[Сообщение такого вида здесь не показать]',
  },
  en: {
    commands: [
      { command: 'start', description: 'Start over' },
      { command: 'operator', description: 'Call a person' },
      { command: 'back', description: 'Back to the last question' },
      { command: 'stop', description: 'Stop' },
    ],
    shareContact: '📱 Send my number',
    buttonsBelow: 'Choose:',
    tooOften: 'Not so fast, please. I will answer in a few seconds.',
    inGroup: (username) =>
      `Hello! I answer questions in a private chat only: https://t.me/${username}. Here I keep silent.`,
    tooLarge: (name, megabytes) => `[The file “${name}” did not arrive: more than ${megabytes} MB]`,
    fileGone: (name) => `[The file “${name}” did not arrive: Telegram does not give it]`,
    fileRefused: (name) => `[The file “${name}” was not taken: files of this kind are not accepted]`,
    fileMissing: (name) => `[The file “${name}” is not available]`,
    place: (where) => `A place on the map: ${where}`,
    contact: (name) => `Contact: ${name}`,
    contactFile: 'contact.txt',
    unknownKind: '[A message of this kind cannot be shown here]',
  },
}
