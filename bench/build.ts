/** The bench's children and what they measure, compiled as they are shipped; a loader of TypeScript would be measured too. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What is run in a process of its own. */
const PROGRAMS = [
  'bench/child.ts',
  'bench/matcher-alone.ts',
  'bench/matcher-tried.ts',
  'bench/peers/grammy.ts',
  'bench/peers/grammy-runner.ts',
  'bench/peers/telegraf.ts',
  'bench/peers/vk-io.ts',
  'bench/telegram-relay/bare.ts',
  'bench/telegram-relay/world.ts',
  'src/main.ts',
]

/** Compiles into `folder`, which then looks like the project: content, migrations, libraries. */
export function compile(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const root = resolve('.')
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, outDir: folder, rootDir: root },
    // Types of libraries that bring none.
    include: [join(root, 'src/nlu/**/*.d.ts')],
    files: PROGRAMS.map((file) => join(root, file)),
  }
  const file = join(folder, 'tsconfig.json')
  writeFileSync(file, JSON.stringify(config))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', file], { stdio: 'inherit' })
  for (const part of ['flows', 'intents', 'migrations', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true })
  mkdirSync(join(folder, 'dist/web'), { recursive: true })
}
