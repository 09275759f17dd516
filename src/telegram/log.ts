export type { MessengerLog as TelegramLog } from '../messengers/log.ts'
