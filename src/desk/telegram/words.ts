/** What operators and leads read from the bot, in the desk's language. Command words are beside the commands' list. */
import type { Language } from '../../domain/message.ts'
import { EN } from './words-en.ts'
import { RU } from './words-ru.ts'

export type DeskWords = typeof RU

export const deskWordsIn = (language: Language): DeskWords => (language === 'en' ? EN : RU)
