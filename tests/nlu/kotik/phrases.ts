import { intentName } from '../../../src/domain/ids.ts'
import type { TrainingPhrase } from '../../../src/nlu/port.ts'

const BY_INTENT = {
  'subscription-cancel': [
    'отменить подписку',
    'как отказаться от подписки',
    'отключите мне подписку',
    'не хочу больше платить за подписку',
    'cancel my subscription',
  ],
  'payment-declined': [
    'не проходит оплата',
    'карта не принимается',
    'банк отклонил платёж',
    'не могу оплатить',
    'my payment was declined',
  ],
  refund: [
    'верните деньги',
    'хочу возврат средств',
    'как вернуть деньги за заказ',
    'когда вернут деньги',
    'give me my money back',
  ],
  'order-track': [
    'где мой заказ',
    'когда привезут заказ',
    'статус доставки',
    'посылка не пришла',
    'track my order',
  ],
  'password-reset': [
    'забыл пароль',
    'не могу войти в аккаунт',
    'сбросить пароль',
    'восстановить доступ',
    'i forgot my password',
  ],
  hello: ['привет', 'здравствуйте', 'добрый день', 'hello'],
  thanks: ['спасибо', 'благодарю', 'спасибо большое', 'thank you'],
} as const

export const PHRASES: readonly TrainingPhrase[] = Object.entries(BY_INTENT).flatMap(([intent, texts]) =>
  texts.map((text) => ({ text, intent: intentName(intent) })),
)
