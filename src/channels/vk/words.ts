/** What this channel itself says: to customers around the bot's own phrases, and to operators in place of what is no text. */
import type { Language } from '../../domain/message.ts'

interface Words {
  readonly tooOften: string
  readonly taken: string
  readonly inGroup: (group: number) => string
  readonly buttonsBelow: string
  readonly chooseByNumber: string
  readonly tooLarge: (name: string, megabytes: number) => string
  readonly fileGone: (name: string) => string
  readonly fileRefused: (name: string) => string
  readonly fileMissing: (name: string) => string
  readonly place: (where: string) => string
  readonly forwarded: (text: string) => string
  readonly attached: { readonly [type: string]: string }
  readonly unknownKind: string
}

export const WORDS: { readonly [L in Language]: Words } = {
  ru: {
    tooOften: 'Не так быстро, пожалуйста. Я отвечу через несколько секунд.',
    taken: 'Принято',
    inGroup: (group) =>
      `Здравствуйте! Я отвечаю на вопросы только в личных сообщениях: https://vk.me/club${group}. Здесь я молчу.`,
    buttonsBelow: 'Выберите:',
    chooseByNumber: 'Напишите номер ответа:',
    tooLarge: (name, megabytes) => `[Файл «${name}» не получен: больше ${megabytes} МБ]`,
    fileGone: (name) => `[Файл «${name}» не получен: VK его не отдал]`,
    fileRefused: (name) => `[Файл «${name}» не принят: файлы такого вида мы не берём]`,
    fileMissing: (name) => `[Файл «${name}» недоступен]`,
    place: (where) => `Место на карте: ${where}`,
    forwarded: (text) => `Переслано: ${text}`,
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
    unknownKind: '[Сообщение такого вида здесь не показать]',
  },
  en: {
    tooOften: 'Not so fast, please. I will answer in a few seconds.',
    taken: 'Got it',
    inGroup: (group) =>
      `Hello! I answer questions in private messages only: https://vk.me/club${group}. Here I keep silent.`,
    buttonsBelow: 'Choose:',
    chooseByNumber: 'Send the number of your answer:',
    tooLarge: (name, megabytes) => `[The file “${name}” did not arrive: more than ${megabytes} MB]`,
    fileGone: (name) => `[The file “${name}” did not arrive: VK does not give it]`,
    fileRefused: (name) => `[The file “${name}” was not taken: files of this kind are not accepted]`,
    fileMissing: (name) => `[The file “${name}” is not available]`,
    place: (where) => `A place on the map: ${where}`,
    forwarded: (text) => `Forwarded: ${text}`,
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
    unknownKind: '[A message of this kind cannot be shown here]',
  },
}
