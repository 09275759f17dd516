/** One random edit in about every second word: what the second copy of the training phrases is made with. */
import type { Seeded } from './chance.ts'

const RUSSIAN = 'абвгдежзийклмнопрстуфхцчшщыьэюя'
const ENGLISH = 'abcdefghijklmnopqrstuvwxyz'
// Three letters have no inside to spoil.
const SHORTEST = 4

export function misspelt(text: string, chance: Seeded): string {
  const letters = /[а-я]/.test(text) ? RUSSIAN : ENGLISH
  return text
    .split(' ')
    .map((word) => (word.length < SHORTEST || chance() > 0.5 ? word : edited(word, letters, chance)))
    .join(' ')
}

/** Drops, adds, replaces or swaps inside the word: first letters are rarely wrong. */
function edited(word: string, letters: string, chance: Seeded): string {
  const at = 1 + Math.floor(chance() * (word.length - 2))
  const kind = Math.floor(chance() * 4)
  const letter = letters[Math.floor(chance() * letters.length)] ?? ''
  const [before, after] = [word.slice(0, at), word.slice(at + 1)]
  if (kind === 0) return before + after
  if (kind === 1) return before + letter + word.slice(at)
  if (kind === 2) return before + letter + after
  return before + word.slice(at + 1, at + 2) + word.slice(at, at + 1) + word.slice(at + 2)
}
