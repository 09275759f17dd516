/** What this channel itself says: to customers around the bot's own phrases, and to operators in place of what is no text. */
import type { Language } from '../../domain/message.ts'
import { type MessengerWords, messengerWords } from '../../messengers/words.ts'

export interface Words extends MessengerWords {
  readonly taken: string
  readonly inGroup: (group: number) => string
  readonly chooseByNumber: string
  readonly forwarded: (text: string) => string
  readonly filesLeft: (count: number, most: number) => string
  readonly attached: { readonly [type: string]: string }
}

const SHARED = messengerWords('VK')

export const WORDS: { readonly [L in Language]: Words } = {
  ru: {
    ...SHARED.ru,
    taken: 'Принято',
    inGroup: (group) =>
      `Здравствуйте! Я отвечаю на вопросы только в личных сообщениях: https://vk.me/club${group}. Здесь я молчу.`,
    chooseByNumber: 'Напишите номер ответа:',
    forwarded: (text) => `Переслано: ${text}`,
    filesLeft: (count, most) => `[Ещё файлов: ${count}. Из одного сообщения берём до ${most}]`,
    attached: {
      video: 'Видео',
      audio: 'Аудиозапись',
      wall: 'Запись на стене',
      wall_reply: 'Комментарий',
      market: 'Товар',
      market_album: 'Подборка товаров',
      link: 'Ссылка',
      poll: 'Опрос',
      story: 'История',
      article: 'Статья',
      playlist: 'Плейлист',
      gift: 'Подарок',
    },
  },
  en: {
    ...SHARED.en,
    taken: 'Got it',
    inGroup: (group) =>
      `Hello! I answer questions in private messages only: https://vk.me/club${group}. Here I keep silent.`,
    chooseByNumber: 'Send the number of your answer:',
    forwarded: (text) => `Forwarded: ${text}`,
    filesLeft: (count, most) => `[${count} more files. Of one message up to ${most} are taken]`,
    attached: {
      video: 'Video',
      audio: 'Audio',
      wall: 'Post',
      wall_reply: 'Comment',
      market: 'Product',
      market_album: 'Products',
      link: 'Link',
      poll: 'Poll',
      story: 'Story',
      article: 'Article',
      playlist: 'Playlist',
      gift: 'Gift',
    },
  },
}
