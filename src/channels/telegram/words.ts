/** What this channel itself says: to customers around the bot's own phrases, and to operators in place of what is no text. */
import type { Language } from '../../domain/message.ts'
import { type MessengerWords, messengerWords } from '../../messengers/words.ts'

interface Words extends MessengerWords {
  readonly commands: readonly { readonly command: string; readonly description: string }[]
  readonly shareContact: string
  readonly inGroup: (username: string) => string
  readonly contact: (name: string) => string
  readonly contactFile: string
}

const SHARED = messengerWords('Telegram')

export const WORDS: { readonly [L in Language]: Words } = {
  ru: {
    ...SHARED.ru,
    commands: [
      { command: 'start', description: 'Начать сначала' },
      { command: 'operator', description: 'Позвать оператора' },
      { command: 'back', description: 'Вернуться к прошлому вопросу' },
      { command: 'stop', description: 'Остановиться' },
    ],
    shareContact: '📱 Отправить мой номер',
    inGroup: (username) =>
      `Здравствуйте! Я отвечаю на вопросы только в личном чате: https://t.me/${username}. Здесь я молчу.`,
    contact: (name) => `Контакт: ${name}`,
    contactFile: 'контакт.txt',
  },
  en: {
    ...SHARED.en,
    commands: [
      { command: 'start', description: 'Start over' },
      { command: 'operator', description: 'Call a person' },
      { command: 'back', description: 'Back to the last question' },
      { command: 'stop', description: 'Stop' },
    ],
    shareContact: '📱 Send my number',
    inGroup: (username) =>
      `Hello! I answer questions in a private chat only: https://t.me/${username}. Here I keep silent.`,
    contact: (name) => `Contact: ${name}`,
    contactFile: 'contact.txt',
  },
}
