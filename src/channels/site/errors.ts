/**
 * Every error of the site API: what was found, what is allowed, how to fix it, in the customer's language.
 * docs/site-api.md lists the same, and a test holds them together.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from '../../domain/decision.ts'
import type { Language } from '../../domain/message.ts'
import { languageOf } from './language.ts'

interface CatalogueEntry {
  readonly status: number
  /** `{name}` stands for a value of the fault. */
  readonly ru: string
  readonly en: string
}

const entry = (status: number, ru: string, en: string): CatalogueEntry => ({ status, ru, en })

export const SITE_ERRORS = {
  badRequest: entry(
    400,
    'Запрос составлен неверно: {detail}. Что разрешено, описано в docs/site-api.md.',
    'The request is not well formed: {detail}. docs/site-api.md says what is allowed.',
  ),
  notJson: entry(
    400,
    'Тело запроса — не JSON: {detail}. Пришлите один объект JSON в UTF-8.',
    'The body is not JSON: {detail}. Send one JSON object in UTF-8.',
  ),
  sessionMissing: entry(
    401,
    'Нет токена сессии. Возьмите его в POST /chat/sessions и пришлите в заголовке Authorization: Bearer ….',
    'There is no session token. Take one from POST /chat/sessions and send it as Authorization: Bearer ….',
  ),
  sessionForged: entry(
    401,
    'Этот токен выдали не мы. Начните новую сессию: POST /chat/sessions.',
    'We did not issue this token. Begin a new session: POST /chat/sessions.',
  ),
  sessionExpired: entry(
    401,
    'Сессия устарела: она живёт 30 дней. Начните новую: POST /chat/sessions.',
    'The session has expired: it lives for 30 days. Begin a new one: POST /chat/sessions.',
  ),
  userForged: entry(
    401,
    'Подпись пользователя не сходится. Подпишите поля ключом сайта, как описано в docs/site-api.md.',
    'The user’s signature does not match. Sign the fields with the site key as docs/site-api.md says.',
  ),
  userExpired: entry(
    401,
    'Срок подписи пользователя прошёл или дольше суток. Поставьте expires в пределах 24 часов и подпишите снова.',
    'The user’s signature has expired or lasts longer than a day. Set expires within 24 hours and sign again.',
  ),
  originRefused: entry(
    403,
    'Сайт {origin} не в списке разрешённых. Добавьте его в SITE_ORIGINS и перезапустите Kotik.',
    'The site {origin} is not on the list. Add it to SITE_ORIGINS and restart Kotik.',
  ),
  notFound: entry(
    404,
    'Такого адреса здесь нет: {path}. Все адреса перечислены в docs/site-api.md.',
    'There is no such address here: {path}. docs/site-api.md lists them all.',
  ),
  noSuchFile: entry(
    404,
    'Такого файла нет, или он не из этого чата. Возьмите ссылку из сообщения.',
    'There is no such file, or it is not of this chat. Take the link from the message.',
  ),
  linkExpired: entry(
    410,
    'Ссылка на файл устарела. Обновите чат: в сообщении будет новая.',
    'The link to the file has expired. Reload the chat: the message will have a new one.',
  ),
  oldButton: entry(
    409,
    'Эта кнопка из прошлого вопроса и уже не действует. Напишите, чем помочь сейчас.',
    'This button belongs to an earlier question and no longer works. Write what you need now.',
  ),
  nothingToRate: entry(
    409,
    'Оценивать пока нечего: разговор не закончен или закончен давно. Оцените, когда чат закроют.',
    'There is nothing to rate: the talk is not over, or was over long ago. Rate it when the chat is closed.',
  ),
  emptyMessage: entry(
    409,
    'Сообщение пустое. Напишите что-нибудь или приложите файл.',
    'The message is empty. Write something or attach a file.',
  ),
  ticketClosed: entry(
    409,
    'Этот чат уже закрыт. Напишите новое сообщение, и мы продолжим.',
    'This chat is closed already. Write a new message and we will go on.',
  ),
  refused: entry(
    409,
    'Сейчас это сделать нельзя ({detail}). Обновите чат и попробуйте снова.',
    'This cannot be done now ({detail}). Reload the chat and try again.',
  ),
  bodyTooLarge: entry(
    413,
    'Запрос больше {limit} кБ. Разделите сообщение на несколько.',
    'The request is larger than {limit} kB. Split the message.',
  ),
  fileTooLarge: entry(
    413,
    'Файл больше {limit} МБ. Сожмите его или пришлите ссылку.',
    'The file is larger than {limit} MB. Compress it or send a link.',
  ),
  fileEmpty: entry(422, 'Файл пустой. Выберите другой.', 'The file is empty. Choose another one.'),
  fileType: entry(
    415,
    'Файл такого типа ({found}) принять нельзя. Можно: {allowed}.',
    'A file of this type ({found}) cannot be taken. Allowed: {allowed}.',
  ),
  contentType: entry(
    415,
    'Тип тела — {found}. Нужен Content-Type: {allowed}.',
    'The body’s type is {found}. Content-Type: {allowed} is needed.',
  ),
  tooManyRequests: entry(
    429,
    'Слишком много запросов. Подождите {seconds} с и попробуйте снова.',
    'Too many requests. Wait {seconds} s and try again.',
  ),
  tooManyMessages: entry(
    429,
    'Сообщений слишком много. Подождите {seconds} с и продолжим, ничего не потеряно.',
    'Too many messages. Wait {seconds} s and we will go on; nothing is lost.',
  ),
  tooManyStreams: entry(
    429,
    'Открыто слишком много чатов сразу. Закройте лишние вкладки и попробуйте через {seconds} с.',
    'Too many chats are open at once. Close some tabs and try again in {seconds} s.',
  ),
  internal: entry(
    500,
    'У нас что-то сломалось, мы уже видим это в журнале. Попробуйте ещё раз через минуту.',
    'Something broke on our side and is in our log. Try again in a minute.',
  ),
  overloaded: entry(
    503,
    'Сейчас слишком много обращений. Попробуйте через {seconds} с, ничего не потеряно.',
    'We are overloaded right now. Try again in {seconds} s; nothing is lost.',
  ),
  stopping: entry(
    503,
    'Чат перезапускается. Попробуйте через {seconds} с, ничего не потеряно.',
    'The chat is restarting. Try again in {seconds} s; nothing is lost.',
  ),
  storeUnavailable: entry(
    503,
    'Не получается сохранить сообщение: хранилище не отвечает. Попробуйте через {seconds} с.',
    'The message cannot be kept: the storage does not answer. Try again in {seconds} s.',
  ),
} as const satisfies Record<string, CatalogueEntry>

export type SiteErrorCode = keyof typeof SITE_ERRORS

/** An expected failure on its way to the client. */
export interface Fault {
  readonly code: SiteErrorCode
  readonly values: { readonly [name: string]: string | number }
  /** Seconds, goes out as Retry-After. */
  readonly retryAfter?: number
}

export function fault(code: SiteErrorCode, values: Fault['values'] = {}): Fault {
  return { code, values }
}

/** A fault that passes by itself after so many milliseconds. */
export function passingFault(code: SiteErrorCode, ms: number): Fault {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  return { code, values: { seconds }, retryAfter: seconds }
}

/** The words for people. */
export function faultText(of: Fault, language: Language): string {
  return SITE_ERRORS[of.code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(of.values[name] ?? ''),
  )
}

export function answerFault(req: IncomingMessage, res: ServerResponse, of: Fault): void {
  if (of.retryAfter !== undefined) res.setHeader('Retry-After', String(of.retryAfter))
  const error = {
    code: of.code,
    message: faultText(of, languageOf(req)),
    ...(of.retryAfter !== undefined && { retryAfter: of.retryAfter }),
  }
  res.setHeader('Content-Type', 'application/json; charset=utf-8')
  res.writeHead(SITE_ERRORS[of.code].status).end(JSON.stringify({ error }))
}

/** Why the domain changed nothing, as the client hears it. */
export function refusalFault(refusal: Refusal): Fault {
  switch (refusal.code) {
    case 'oldButton':
    case 'nothingToRate':
    case 'emptyMessage':
    case 'ticketClosed':
      return fault(refusal.code)
    default:
      return fault('refused', { detail: refusal.code })
  }
}

// The loop looks whether the store works again about so often.
const STORE_AGAIN = 5_000

/** What went wrong on our side: the disk or the database, which passes, or a bug. */
export function faultOfOurs(error: unknown): Fault {
  const store = error instanceof Error && error.name === 'StoreError'
  return store ? passingFault('storeUnavailable', STORE_AGAIN) : fault('internal')
}
