/**
 * One bot at the Bot API. Both rooms of Telegram call it: customers through grammY's typed methods, the desk by `call`,
 * for telegraf's own types end at Bot API 7.1.
 */
import { Api, type ApiClientOptions } from 'grammy'
import { Connection } from './connection.ts'

export interface BotApi {
  /** The bot's user id: what stands before the colon of its token. */
  readonly id: number
  /** grammY's methods over our connections. Rejects with GrammyError or HttpError; `errors.ts` reads both. */
  readonly methods: Api
  /** What grammY's `Bot` is made with. */
  readonly client: ApiClientOptions
  /** Any method, also one that no library has types for. An `InputFile` of grammY among the values is uploaded. */
  call<Result>(method: string, payload?: object, signal?: AbortSignal): Promise<Result>
  /** A file by the path `getFile` gave; undefined when it has more than `limit` bytes. */
  download(path: string, limit: number, signal?: AbortSignal): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

// A little less than what delivery waits for an answer (60 s), so that its attempt ends before the next begins.
const CALL_SECONDS = 55

/** `root` is `https://api.telegram.org` or a server of one's own. Nothing is called yet. */
export function botApi(token: string, root: string): BotApi {
  const base = root.replace(/\/+$/u, '')
  const connection = new Connection(base)
  const client: ApiClientOptions = { apiRoot: base, fetch: connection.fetch, timeoutSeconds: CALL_SECONDS }
  const methods = new Api(token, client)
  return {
    id: botId(token),
    methods,
    client,
    call: (method, payload = {}, signal) => anyMethod(methods, method)(payload, signal),
    download: (path, limit, signal) =>
      connection.bytes(`${base}/file/bot${token}/${encodedPath(path)}`, limit, signal),
    close: () => connection.close(),
  }
}

export const botId = (token: string) => Number(token.slice(0, token.indexOf(':')))

type AnyMethod = <Result>(payload: object, signal: AbortSignal | undefined) => Promise<Result>

// grammY gives these their empty payload itself, and takes the first argument for the signal.
const WITHOUT_PAYLOAD = new Set([
  'getMe',
  'getWebhookInfo',
  'getForumTopicIconStickers',
  'getAvailableGifts',
  'logOut',
  'close',
  'getMyStarBalance',
  'removeMyProfilePhoto',
])

/** grammY makes its methods by their names when they are asked for, so names it has no types for work, too. */
function anyMethod(methods: Api, name: string): AnyMethod {
  const method = Reflect.get(methods.raw, name)
  return WITHOUT_PAYLOAD.has(name) ? (_, signal) => method(signal) : method
}

const encodedPath = (path: string) => path.split('/').map(encodeURIComponent).join('/')
