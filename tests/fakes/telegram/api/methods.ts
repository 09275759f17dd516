/** All methods by their name in lower case (Telegram does not mind the case), and what each costs of the budgets. */
import type { Call, Method, Methods } from './call.ts'
import { CHANGING } from './changing.ts'
import { CHATS } from './chats.ts'
import { FILES } from './media.ts'
import { SENDING } from './sending.ts'
import { THREADS } from './threads.ts'

const UPDATES: Methods = {
  getUpdates: ({ delivery, bot, params, gone }) => delivery.getUpdates(bot, params, gone),
  setWebhook: ({ delivery, bot, params }) => delivery.setWebhook(bot, params),
  deleteWebhook: ({ delivery, bot, params }) =>
    delivery.deleteWebhook(bot, params.flag('drop_pending_updates')),
  getWebhookInfo: ({ delivery, bot }) => delivery.webhookInfo(bot),
  logOut: ({ delivery, bot }) => {
    delivery.logOut(bot)
    return true
  },
  close: ({ delivery, bot }) => {
    delivery.logOut(bot)
    return true
  },
}

export interface KnownMethod {
  readonly name: string
  readonly run: Method
  /** Messages it takes of the chat's budget; 0 is free. */
  readonly cost: (call: Call) => number
  /** It puts something new before people. */
  readonly sends: boolean
}

const PACED = new Set([
  'editMessageText',
  'editMessageCaption',
  'editMessageMedia',
  'editMessageReplyMarkup',
  'createForumTopic',
  'editForumTopic',
  'closeForumTopic',
  'reopenForumTopic',
  'editGeneralForumTopic',
  'closeGeneralForumTopic',
  'reopenGeneralForumTopic',
  'hideGeneralForumTopic',
  'unhideGeneralForumTopic',
  'pinChatMessage',
])

const COUNTED: { readonly [name: string]: string } = {
  sendMediaGroup: 'media',
  copyMessages: 'message_ids',
  forwardMessages: 'message_ids',
}

function costOf(name: string): KnownMethod['cost'] {
  const list = COUNTED[name]
  if (list !== undefined) return ({ params }) => params.list(list)?.length ?? 1
  return PACED.has(name) || name in SENDING ? () => 1 : () => 0
}

export const METHODS: ReadonlyMap<string, KnownMethod> = new Map(
  Object.entries({ ...SENDING, ...CHANGING, ...THREADS, ...CHATS, ...FILES, ...UPDATES }).map(
    ([name, run]) => [name.toLowerCase(), { name, run, cost: costOf(name), sends: name in SENDING }],
  ),
)
