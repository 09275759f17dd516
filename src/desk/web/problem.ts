/** Everything the desk's API can answer besides success: one catalogue, equal to the table in `docs/desk-api.md` by a test. */
import type { Request, Response } from 'express'
import type { Refusal } from '../../domain/decision.ts'

interface Words {
  readonly status: number
  readonly ru: string
  readonly en: string
}

/** `{name}` in a text is filled from the problem's details. */
export const PROBLEMS = {
  badRequest: {
    status: 400,
    ru: 'Запрос составлен неверно: {what}.',
    en: 'The request is malformed: {what}.',
  },
  badFile: {
    status: 400,
    ru: 'Такой файл не подойдёт: можно картинки, PDF, офисные документы, тексты, звук и видео.',
    en: 'This kind of file is not accepted: pictures, PDF, office documents, texts, sound and video are.',
  },
  notSignedIn: { status: 401, ru: 'Войдите, чтобы продолжить.', en: 'Sign in to go on.' },
  wrongPassword: {
    status: 401,
    ru: 'Логин или пароль не подошли. Проверьте раскладку и попробуйте снова.',
    en: 'The login or the password does not fit. Check them and try again.',
  },
  badLink: {
    status: 401,
    ru: 'Ссылка уже использована или устарела. Новая появится при перезапуске, или войдите по паролю.',
    en: 'This link was used or has expired. A restart prints a new one, or sign in with a password.',
  },
  crossSite: {
    status: 403,
    ru: 'Запрос пришёл не со страницы пульта. Откройте пульт заново.',
    en: 'The request did not come from the desk’s own page. Open the desk again.',
  },
  notFound: {
    status: 404,
    ru: 'Такого здесь нет — или это не ваше.',
    en: 'There is no such thing here, or it is not yours.',
  },
  tooLarge: {
    status: 413,
    ru: 'Файл слишком большой: можно до {megabytes} МБ.',
    en: 'The file is too large: {megabytes} MB at most.',
  },
  tooManyAttempts: {
    status: 429,
    ru: 'Слишком много попыток войти. Подождите {seconds} с и попробуйте снова.',
    en: 'Too many attempts to sign in. Wait {seconds} s and try again.',
  },
  tooFast: {
    status: 429,
    ru: 'Слишком часто. Подождите {seconds} с.',
    en: 'Too fast. Wait {seconds} s.',
  },
  internal: {
    status: 500,
    ru: 'У нас что-то сломалось, в журнале есть запись. Ничего не потеряно — попробуйте ещё раз.',
    en: 'Something broke on our side and is in the log. Nothing is lost; try again.',
  },
  busy: {
    status: 503,
    ru: 'Сервер сейчас не успевает. Повторите через {seconds} с.',
    en: 'The server cannot keep up just now. Try again in {seconds} s.',
  },
  setAside: {
    status: 500,
    ru: 'Не получилось выполнить: запрос отложен и попал в журнал. Скажите старшему.',
    en: 'This could not be done: it was set aside and is in the log. Tell your lead.',
  },
  // what the domain refuses
  ticketTaken: { status: 409, ru: 'Этот чат уже ведёт {by}.', en: 'Already taken by {by}.' },
  ticketNotYours: {
    status: 409,
    ru: 'Чат сейчас не у вас. Возьмите его или попросите передать.',
    en: 'This chat is not with you now. Take it, or ask for a transfer.',
  },
  ticketClosed: {
    status: 409,
    ru: 'Чат уже закрыт. Если клиент напишет снова, он откроется.',
    en: 'The chat is closed. It opens again when the customer writes.',
  },
  noSuchOperator: {
    status: 409,
    ru: 'Такого оператора больше нет.',
    en: 'There is no such operator any more.',
  },
  noSuchGroup: { status: 409, ru: 'Такой группы нет.', en: 'There is no such group.' },
  noSuchTopic: { status: 409, ru: 'Такой темы нет.', en: 'There is no such topic.' },
  operatorNotInGroup: {
    status: 409,
    ru: 'Вы не в группе «{group}», а чат оттуда.',
    en: 'You are not in the group “{group}” this chat belongs to.',
  },
  atCapacity: {
    status: 409,
    ru: 'У вас уже {capacity} из {capacity}. Закройте или отложите один из чатов — или поднимите предел.',
    en: 'You have {capacity} of {capacity} already. Close or snooze one, or raise your limit.',
  },
  notOnShift: { status: 409, ru: 'Сначала выйдите на смену.', en: 'Start your shift first.' },
  queueEmpty: {
    status: 409,
    ru: 'Очередь пуста — брать нечего.',
    en: 'The queue is empty: nothing to take.',
  },
  badCapacity: {
    status: 409,
    ru: 'Предел чатов — от {from} до {to}.',
    en: 'The limit of chats is {from} to {to}.',
  },
  badTime: {
    status: 409,
    ru: 'Это время уже прошло или слишком далеко.',
    en: 'That time has passed or is too far away.',
  },
  oldButton: {
    status: 409,
    ru: 'Чат уже в другом состоянии, и сейчас это сделать нельзя. Обновите страницу.',
    en: 'The chat is in another state by now, and this cannot be done. Reload the page.',
  },
  noSuchMessage: { status: 409, ru: 'Такого сообщения нет.', en: 'There is no such message.' },
  nothingToRate: { status: 409, ru: 'Оценивать пока нечего.', en: 'There is nothing to rate.' },
  emptyMessage: { status: 409, ru: 'Сообщение пустое.', en: 'The message is empty.' },
} as const satisfies { readonly [code: string]: Words }

export type ProblemCode = keyof typeof PROBLEMS
export type Details = { readonly [name: string]: string | number }

/** An answer that is not a success. Thrown inside a request and nowhere else; the router's last handler sends it. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly details: Details

  constructor(code: ProblemCode, details: Details = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** A ticket that does not exist answers like one that is not yours; the rest keep the domain's own code. */
export function problemOf(refusal: Refusal): Problem {
  if (refusal.code === 'noSuchTicket') return new Problem('notFound')
  const { code, ...rest } = refusal
  return new Problem(code, rest)
}

export function sendProblem(request: Request, response: Response, problem: Problem): void {
  const words: Words = PROBLEMS[problem.code]
  const template = request.acceptsLanguages('ru', 'en') === 'en' ? words.en : words.ru
  const { seconds } = problem.details
  if (seconds !== undefined) response.set('Retry-After', String(seconds))
  response
    .status(words.status)
    .json({ error: { code: problem.code, message: filled(template, problem.details), ...problem.details } })
}

function filled(template: string, details: Details): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
}
