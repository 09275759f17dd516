/** What the mirror says in the threads and on the board. Russian first, English second; one shape for both. */
import type { Priority } from '../../domain/conversation/state.ts'
import type { ClosedTicket } from '../../domain/desk/ticket.ts'
import type { RefusalReason } from '../../domain/input.ts'
import type { Language } from '../../domain/message.ts'
import type { Duration, Instant } from '../../domain/time.ts'

export interface ThreadWords {
  readonly customer: string
  readonly nameless: string
  readonly verified: string
  readonly topic: string
  readonly priority: string
  readonly priorities: { readonly [P in Priority]: string }
  readonly group: string
  readonly waited: string
  readonly owner: string
  readonly ownerless: string
  readonly operator: string
  readonly earlier: string
  readonly firstTime: string
  readonly dialogue: string
  readonly again: string
  readonly channels: { readonly [channel: string]: string }
  readonly fromWeb: string
  /** Who wrote to the customer past the desk. */
  readonly byHand: string
  readonly note: string
  readonly edited: string
  readonly was: string
  readonly undelivered: string
  readonly maybeTwice: string
  readonly refusals: { readonly [R in RefusalReason]: string }
  readonly blocked: string
  readonly unblocked: string
  readonly parked: string
  readonly rejected: string
  readonly proposed: string
  readonly fileLost: string
  readonly nowWith: string
  readonly backAtWork: string
  readonly waitsFor: string
  readonly asleep: string
  /** Before how long it took. */
  readonly took: string
  readonly outcomes: { readonly [O in ClosedTicket['outcome']]: string }
  readonly rated: string
  readonly movedAway: string
  readonly board: string
  readonly nobodyWaits: string
  readonly waiting: string
  readonly oldest: string
  readonly nobodyOnShift: string
  readonly onShift: string
  readonly pausing: string
  readonly slowed: string
  readonly minute: string
  readonly hour: string
  readonly second: string
  readonly day: string
}

const RU: ThreadWords = {
  customer: 'Клиент',
  nameless: 'без имени',
  verified: 'подтверждён сайтом',
  topic: 'Тема',
  priority: 'Срочность',
  priorities: { low: 'низкая', normal: 'обычная', high: 'высокая', urgent: 'срочно' },
  group: 'Группа',
  waited: 'Ждал',
  owner: 'Ведёт',
  ownerless: 'пока никто',
  operator: 'Оператор',
  earlier: 'Раньше',
  firstTime: 'обращается впервые',
  dialogue: 'Разговор с ботом',
  again: 'О чём говорили раньше',
  channels: { telegram: 'Telegram', vk: 'ВКонтакте', site: 'чат на сайте' },
  fromWeb: 'с веб-пульта',
  byHand: 'вручную, в мессенджере',
  note: 'заметка',
  edited: 'изменено',
  was: 'было',
  undelivered: 'не доставлено',
  maybeTwice: '↻ возможно, повтор:',
  refusals: {
    blockedByUser: 'клиент запретил сообщения',
    chatGone: 'чата с клиентом больше нет',
    badContent: 'канал клиента такое не принимает, напишите иначе',
  },
  blocked: 'Клиент запретил сообщения: ответы до него не дойдут.',
  unblocked: 'Клиент снова разрешил сообщения. Что не дошло, отправьте ещё раз.',
  parked: 'Одно сообщение клиента не получилось разобрать. Оно сохранено, но здесь его нет.',
  rejected: 'Клиент ответил: вопрос не решён.',
  proposed: 'Клиента спросили, решён ли вопрос.',
  fileLost: 'файл не сохранился',
  nowWith: 'Теперь ведёт',
  backAtWork: 'Чат снова в работе:',
  waitsFor: 'Снова в очереди, группа',
  asleep: 'Отложено до',
  took: 'за',
  outcomes: {
    solved: 'Решено',
    silence: 'Закрыто: клиент молчит',
    leftQueue: 'Клиент не дождался и ушёл',
    leftEmail: 'Клиент не дождался и оставил почту',
    unreachable: 'Закрыто: клиент недоступен',
  },
  rated: 'Оценка',
  movedAway: 'Разговор продолжается в другой ветке.',
  board: 'Очередь',
  nobodyWaits: 'Никто не ждёт. Можно выдохнуть.',
  waiting: 'Ждут',
  oldest: 'дольше всех с',
  nobodyOnShift: 'На смене никого.',
  onShift: 'На смене',
  pausing: 'перерыв',
  slowed: 'Telegram разрешает группе 20 сообщений в минуту, поэтому слова клиентов запаздывают, сейчас до',
  minute: 'мин',
  hour: 'ч',
  second: 'с',
  day: 'дн',
}

const EN: ThreadWords = {
  customer: 'Customer',
  nameless: 'no name',
  verified: 'verified by the site',
  topic: 'Topic',
  priority: 'Priority',
  priorities: { low: 'low', normal: 'normal', high: 'high', urgent: 'urgent' },
  group: 'Group',
  waited: 'Waited',
  owner: 'With',
  ownerless: 'nobody yet',
  operator: 'Operator',
  earlier: 'Earlier',
  firstTime: 'writes for the first time',
  dialogue: 'Talk with the bot',
  again: 'What was said before',
  channels: { telegram: 'Telegram', vk: 'VK', site: 'site chat' },
  fromWeb: 'from the web desk',
  byHand: 'by hand, in the messenger',
  note: 'note',
  edited: 'edited',
  was: 'was',
  undelivered: 'not delivered',
  maybeTwice: '↻ perhaps a repetition:',
  refusals: {
    blockedByUser: 'the customer forbids messages',
    chatGone: 'the chat with the customer is gone',
    badContent: 'the customer’s channel does not take this, put it differently',
  },
  blocked: 'The customer forbids messages: answers will not arrive.',
  unblocked: 'The customer allows messages again. Send once more what did not arrive.',
  parked: 'One message of the customer could not be handled. It is kept, but not shown here.',
  rejected: 'The customer says it is not solved.',
  proposed: 'The customer was asked whether it is solved.',
  fileLost: 'the file was not kept',
  nowWith: 'Now with',
  backAtWork: 'The chat is back at work:',
  waitsFor: 'Back in the queue, group',
  asleep: 'Snoozed until',
  took: 'in',
  outcomes: {
    solved: 'Solved',
    silence: 'Closed: the customer is silent',
    leftQueue: 'The customer left the queue',
    leftEmail: 'The customer left the queue and an address',
    unreachable: 'Closed: the customer cannot be reached',
  },
  rated: 'Rating',
  movedAway: 'The talk goes on in another thread.',
  board: 'Queue',
  nobodyWaits: 'Nobody is waiting. Take a breath.',
  waiting: 'Waiting',
  oldest: 'the longest since',
  nobodyOnShift: 'Nobody is on shift.',
  onShift: 'On shift',
  pausing: 'paused',
  slowed: 'Telegram allows a group 20 messages a minute, so customers’ words are late, by up to',
  minute: 'min',
  hour: 'h',
  second: 's',
  day: 'd',
}

export const threadWordsIn = (language: Language): ThreadWords => (language === 'en' ? EN : RU)

// A unit stays with its number.
const NBSP = '\u00a0'

/** «1 ч 5 мин»; below a minute in seconds. */
export function span(length: Duration, words: ThreadWords): string {
  const total = Math.max(0, Math.round(length / 1000))
  if (total < 60) return `${total}${NBSP}${words.second}`
  const minutes = Math.round(total / 60)
  if (minutes < 60) return `${minutes}${NBSP}${words.minute}`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.round(hours / 24)}${NBSP}${words.day}`
  const rest = minutes % 60
  return `${hours}${NBSP}${words.hour}${rest === 0 ? '' : ` ${rest}${NBSP}${words.minute}`}`
}

/** «14:05», with the day when it is another one. */
export function moment(at: Instant, now: Instant, zone: string, language: Language): string {
  const tag = language === 'en' ? 'en-GB' : 'ru-RU'
  const day = (when: Instant) =>
    new Intl.DateTimeFormat(tag, { timeZone: zone, day: 'numeric', month: 'short' }).format(when)
  const time = new Intl.DateTimeFormat(tag, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)
  return day(at) === day(now) ? time : `${day(at)}, ${time}`
}
