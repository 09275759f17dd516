/** Errors over HTTP have one shape everywhere: `{"error": {"code", "message"}}`. */

import type { ErrorRequestHandler, RequestHandler, Response } from 'express'

export interface Problem {
  /** Stable, for programs: `notFound`, `badBody`, … */
  readonly code: string
  /** A sentence for people. */
  readonly message: string
}

/** Ends a response with a problem. */
export function sendProblem(response: Response, status: number, problem: Problem): void {
  response.status(status).json({ error: problem })
}

/** The last route: what is not there. */
export const notFound: RequestHandler = (_request, response) => {
  sendProblem(response, 404, { code: 'notFound', message: 'Здесь ничего нет. / There is nothing here.' })
}

interface FailureLog {
  error(fields: object, message: string): void
}

/**
 * The last handler: faults of the request (a broken body, one too large) become 4xx with a sentence; anything else is our
 * bug, answered by 500 without any detail and logged with all of it.
 */
export function problemHandler(log: FailureLog): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error)
    const status = statusOf(error)
    if (status >= 500) log.error({ err: error, method: request.method, path: request.path }, 'request failed')
    sendProblem(response, status, PROBLEMS[status] ?? (status >= 500 ? SERVER_FAULT : BAD_REQUEST))
  }
}

const BAD_REQUEST: Problem = {
  code: 'badRequest',
  message: 'Запрос не разобрать. / The request could not be read.',
}
const SERVER_FAULT: Problem = {
  code: 'internal',
  message: 'Что-то сломалось у нас. Попробуйте ещё раз. / Something broke on our side. Try again.',
}

const PROBLEMS: { readonly [status: number]: Problem } = {
  400: BAD_REQUEST,
  413: { code: 'tooLarge', message: 'Слишком большой запрос. / The request is too large.' },
  415: { code: 'unsupportedType', message: 'Такой тип не принимается. / This content type is not accepted.' },
}

/** body-parser and express mark the client's faults by a 4xx `status`. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}
