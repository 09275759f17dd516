import type { Memory } from './outbox.ts'

/** localStorage under our own prefix; where the browser forbids it, this page's memory. */
export function pageMemory(server: string): Memory {
  const own = new Map<string, string>()
  const storage = allowedStorage()
  const key = (name: string) => `kotik ${server} ${name}`
  return {
    get: (name) => own.get(name) ?? storage?.getItem(key(name)) ?? null,
    set(name, value) {
      own.set(name, value)
      if (!storage) return
      try {
        storage.setItem(key(name), value)
        // Not kept here too: another tab may store a newer value.
        own.delete(name)
      } catch {
        // Full: this page goes on with its own memory of what it could not store.
      }
    },
    remove(name) {
      own.delete(name)
      storage?.removeItem(key(name))
    },
  }
}

function allowedStorage(): Storage | undefined {
  try {
    localStorage.setItem('kotik', '')
    localStorage.removeItem('kotik')
    return localStorage
  } catch {
    return undefined
  }
}
