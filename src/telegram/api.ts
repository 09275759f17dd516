/**
 * One bot at the Bot API. Both rooms of Telegram call it: customers through grammY's typed methods, the desk by `call`,
 * for telegraf's own types end at Bot API 7.1.
 */
import { Api, type ApiClientOptions, GrammyError, InputFile } from 'grammy'
import type { ApiError, ApiSuccess } from 'grammy/types'
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
    call: (method, payload = {}, signal) =>
      hasUpload(payload)
        ? uploading(methods, method)(payload, signal)
        : plainCall(connection, `${base}/bot${token}/${method}`, method, payload, signal),
    download: (path, limit, signal) =>
      connection.bytes(`${base}/file/bot${token}/${encodedPath(path)}`, limit, signal),
    close: () => connection.close(),
  }
}

export const botId = (token: string) => Number(token.slice(0, token.indexOf(':')))

/**
 * What grammY's client would do, without its timer and its abort controller for each call, which cost as much as the call
 * itself (20 µs of 45): the connection has a time limit of its own.
 */
async function plainCall<Result>(
  connection: Connection,
  url: string,
  method: string,
  payload: object,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const body = JSON.stringify(payload)
  const answer: ApiSuccess<Result> | ApiError = await connection.json(url, body, signal)
  if (answer.ok) return answer.result
  throw new GrammyError(`Call to '${method}' failed!`, answer, method, { ...payload })
}

const hasUpload = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (value instanceof InputFile || Object.values(value).some(hasUpload))

type AnyMethod = <Result>(payload: object, signal: AbortSignal | undefined) => Promise<Result>

/** grammY makes its methods by their names when they are asked for, so names it has no types for work, too. */
const uploading = (methods: Api, name: string): AnyMethod => Reflect.get(methods.raw, name)

const encodedPath = (path: string) => path.split('/').map(encodeURIComponent).join('/')
