/** What every messenger says around the bot's own phrases, and to operators in place of what did not arrive. */
import type { Language } from '../domain/message.ts'

export interface MessengerWords {
  readonly tooOften: string
  readonly buttonsBelow: string
  readonly tooLarge: (name: string, megabytes: number) => string
  readonly fileGone: (name: string) => string
  readonly fileRefused: (name: string) => string
  readonly fileMissing: (name: string) => string
  readonly place: (where: string) => string
  readonly unknownKind: string
}

/** `messenger` is its name for people. */
export const messengerWords = (messenger: string): { readonly [L in Language]: MessengerWords } => ({
  ru: {
    tooOften: 'Не так быстро, пожалуйста. Я отвечу через несколько секунд.',
    buttonsBelow: 'Выберите:',
    tooLarge: (name, megabytes) => `[Файл «${name}» не получен: больше ${megabytes} МБ]`,
    fileGone: (name) => `[Файл «${name}» не получен: ${messenger} его не отдал]`,
    fileRefused: (name) => `[Файл «${name}» не принят: такие файлы мы не принимаем]`,
    fileMissing: (name) => `[Файл «${name}» недоступен]`,
    place: (where) => `Место на карте: ${where}`,
    unknownKind: '[Сообщение такого вида здесь не показать]',
  },
  en: {
    tooOften: 'Not so fast, please. I will answer in a few seconds.',
    buttonsBelow: 'Choose:',
    tooLarge: (name, megabytes) => `[The file “${name}” did not arrive: more than ${megabytes} MB]`,
    fileGone: (name) => `[The file “${name}” did not arrive: ${messenger} does not give it]`,
    fileRefused: (name) => `[The file “${name}” was not taken: files of this kind are not accepted]`,
    fileMissing: (name) => `[The file “${name}” is not available]`,
    place: (where) => `A place on the map: ${where}`,
    unknownKind: '[A message of this kind cannot be shown here]',
  },
})
