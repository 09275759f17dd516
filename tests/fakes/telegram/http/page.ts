/** The page at `/`: plain files, compiled or copied into dist by the build, which a fake run from its sources uses too. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OtherRoutes } from '../../messenger/local-server.ts'

const FOLDER = join(fileURLToPath(new URL('..', import.meta.url)), 'page')

const PAGES: { readonly [path: string]: readonly [file: string, type: string] } = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/cat.svg': ['cat.svg', 'image/svg+xml'],
}

// Nothing inline and nothing from elsewhere.
const POLICY = "default-src 'self'; img-src 'self' data: blob:; media-src 'self'; frame-ancestors 'none'"

export function pageRoutes(): OtherRoutes {
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const [file, type] = PAGES[path] ?? partAt(path)
    if (file === undefined || type === undefined) return false
    const body = read(file)
    if (body === undefined) response.writeHead(503, { 'content-type': 'text/plain' }).end('npm run build')
    else {
      const headers = { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-store' }
      response.writeHead(200, headers).end(body)
    }
    return true
  }
}

function partAt(path: string): readonly [file?: string, type?: string] {
  const ending = /^\/[\w-]+\.(js|css)$/u.exec(path)?.[1]
  if (ending === undefined) return []
  return [path.slice(1), `text/${ending === 'js' ? 'javascript' : 'css'}; charset=utf-8`]
}

/** Beside this file when it is compiled itself, else in the build. */
function read(file: string): Buffer | undefined {
  const built = join(FOLDER, '../../../../dist/fakes/telegram/page', file)
  for (const path of [join(FOLDER, file), built]) {
    try {
      return readFileSync(path)
    } catch {
      // Not there: the other place.
    }
  }
  return undefined
}
