export interface ServerEvent {
  readonly id: string
  readonly event: string
  readonly data: string
}

/** Reads server-sent events out of text that arrives in any pieces. Returns a function that is fed the pieces. */
export function sseReader(hear: (event: ServerEvent) => void): (piece: string) => void {
  let rest = ''
  return (piece) => {
    const blocks = (rest + piece).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = read(block)
      if (event.data !== '') hear(event)
    }
  }
}

function read(block: string): ServerEvent {
  const fields = { id: '', event: 'message', data: '' }
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^(id|event|data): ?(.*)$/.exec(line) ?? []
    if (name === 'data') fields.data += value
    else if (name === 'id' || name === 'event') fields[name] = value
  }
  return fields
}
