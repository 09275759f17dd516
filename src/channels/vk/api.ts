/**
 * The API of VK for one community: vk-io's typed methods and uploads, over our own connection, pace and `execute`.
 * vk-io's own queue goes at 3 calls a second and repeats by itself what may have been done; ours is `calls.ts`.
 */
import { globalAgent as http } from 'node:http'
import { globalAgent as https } from 'node:https'
import { API, APIRequest, Upload } from 'vk-io'
import type { Clock } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import { Calls } from './calls.ts'
import { VkHttp } from './http.ts'

export interface VkApiParts {
  readonly token: string
  /** `https://api.vk.com`, or a server of one's own. */
  readonly root: string
  readonly clock: Clock
  readonly log: MessengerLog
}

const VERSION = '5.199'
// A photo of 10 MB over 2 Mbit/s; delivery itself waits for 60 s.
const UPLOAD_MS = 45_000

export class VkApi extends API {
  readonly http = new VkHttp()
  readonly uploads: Upload
  readonly #calls: Calls

  constructor({ token, root, clock, log }: VkApiParts) {
    const base = root.replace(/\/+$/u, '')
    // vk-io's type wants the agent of https, and its uploads take either.
    const agent = base.startsWith('http:') ? Object.assign(http) : https
    super({ token, apiBaseUrl: `${base}/method`, apiVersion: VERSION, agent })
    this.uploads = new Upload({ api: this, agent, uploadTimeout: UPLOAD_MS })
    this.#calls = new Calls({
      clock,
      log,
      perform: (method, params, signal) =>
        this.http.post(
          `${base}/method/${method}`,
          form({ ...params, access_token: token, v: VERSION }),
          signal,
        ),
    })
  }

  /** Everything vk-io calls comes through here. */
  override callWithRequest(request: APIRequest): APIRequest['promise'] {
    this.#calls.add(request)
    return request.promise
  }

  /** A call that nobody misses, left out when there is more important to do: it rejects then. */
  idly(method: string, params: object): Promise<unknown> {
    const request = new APIRequest({ api: this, method, params })
    this.#calls.addIdle(request)
    return request.promise
  }

  /** What is under way is broken off, what waits is refused. */
  cut(): void {
    this.#calls.end()
  }

  /** After everything has stopped. */
  async close(): Promise<void> {
    this.cut()
    await this.http.close()
  }
}

function form(params: APIRequest['params']): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) fields.set(name, String(value))
  }
  return fields
}
