/** What a button carries: the prompt's id and the option's number, so that it survives restarts and releases. */
import { type PromptId, promptId } from '../../domain/ids.ts'

export interface Pressed {
  readonly prompt: PromptId
  readonly option: number
}

/** Some 20 bytes of the 255 that VK takes. */
export const payloadOf = (prompt: PromptId, option: number) => JSON.stringify({ p: `${prompt}:${option}` })

/** Text buttons bring it as a text, callback buttons as an object. Undefined for what we never gave out. */
export function pressIn(payload: unknown): Pressed | undefined {
  const told = typeof payload === 'string' ? parsed(payload) : payload
  const mark = typeof told === 'object' && told !== null && 'p' in told ? told.p : undefined
  const found = typeof mark === 'string' ? /^(p[0-9a-z]{1,12}):(\d{1,3})$/u.exec(mark) : null
  return found ? { prompt: promptId(found[1] ?? ''), option: Number(found[2]) } : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
