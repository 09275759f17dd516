import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { PROJECT_DIR } from '../../config.ts'
import { jsonSchemas } from '../../content/json-schema.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { withExample } from '../usage.ts'
import { type Declaring, type Said, type World, words } from '../world.ts'

const ABOUT: Said = {
  ru: 'записать JSON-схемы, по которым редактор подсказывает и проверяет файлы',
  en: 'write the JSON Schemas by which an editor completes and checks the files',
}
const OUT: Said = { ru: 'в какую папку (иначе docs/schemas)', en: 'into which folder (else docs/schemas)' }
const WRITTEN: Said = { ru: 'Записано: {file}', en: 'Written: {file}' }

export function declareSchemas(program: Command, { language, run }: Declaring): void {
  const command = program
    .command('schemas')
    .description(ABOUT[language])
    .option('--out <folder>', OUT[language], join(PROJECT_DIR, 'docs/schemas'))
    .action((options: { readonly out: string }) => run((world) => schemas(world, resolve(options.out))))
  withExample(command, language, 'npx kotik schemas --out .vscode/schemas')
}

async function schemas({ terminal, language }: World, folder: string): Promise<ExitCode> {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(jsonSchemas())) {
    const file = join(folder, name)
    await writeFile(file, text)
    terminal.say(words(WRITTEN, language, { file }))
  }
  return EXIT.ok
}
