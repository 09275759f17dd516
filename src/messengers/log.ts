/** What messengers need of a logger; pino's own fits it. */
export interface MessengerLog {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
