/** Calls the operator back: two soft notes made by code, and a count in the title. */
import { effect, signal } from '@preact/signals'
import { unread } from './state.ts'
import { words } from './words.ts'

const KEPT = 'kotik.desk.sound'

export const sound = signal(localStorage.getItem(KEPT) !== 'off')
/** Chats that came while the page was not looked at. */
const arrived = signal(0)

let audio: AudioContext | undefined

/** Browsers let a page sound only after somebody touched it. */
export function readySound(): void {
  const wake = () => {
    audio ??= new AudioContext()
    if (audio.state === 'suspended') audio.resume().catch(() => undefined)
  }
  addEventListener('pointerdown', wake, { capture: true })
  addEventListener('keydown', wake, { capture: true })
}

export function switchSound(): void {
  sound.value = !sound.value
  localStorage.setItem(KEPT, sound.value ? 'on' : 'off')
  if (sound.value) chime('message')
}

// A fifth up for a new chat, one note for a message: told apart without looking.
const NOTES = { chat: [659.26, 987.77], message: [783.99] } as const

export function chime(kind: keyof typeof NOTES): void {
  if (!sound.value || audio?.state !== 'running') return
  const from = audio.currentTime
  for (const [index, pitch] of NOTES[kind].entries()) ring(audio, pitch, from + index * 0.14)
}

function ring(context: AudioContext, pitch: number, at: number): void {
  const voice = context.createOscillator()
  const loudness = context.createGain()
  voice.frequency.value = pitch
  loudness.gain.setValueAtTime(0, at)
  loudness.gain.linearRampToValueAtTime(0.12, at + 0.015)
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.5)
  voice.connect(loudness).connect(context.destination)
  voice.start(at)
  voice.stop(at + 0.55)
}

export function newChat(): void {
  if (document.hidden) arrived.value += 1
  chime('chat')
}

export function countInTitle(): void {
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) arrived.value = 0
  })
  effect(() => {
    const count = unread.value + arrived.value
    document.title = `${count > 0 ? `(${count}) ` : ''}Котик · ${words.value.title}`
  })
}
