import { type Command, Option } from 'commander'
import type { Language } from '../../domain/message.ts'
import type { CompiledFlow } from '../../flow/graph.ts'
import { compiledFlows } from '../content.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { drawMermaid, drawText } from '../graph/draw.ts'
import { pictureOf } from '../graph/picture.ts'
import { CommandFailure } from '../trouble.ts'
import { withExample } from '../usage.ts'
import { type Declaring, type Said, type World, words } from '../world.ts'

const SAID = {
  about: { ru: 'показать шаги сценария и переходы между ними', en: "show a flow's steps and where they go" },
  flow: { ru: 'имя файла сценария без .yml', en: "the flow's file name without .yml" },
  mermaid: { ru: 'как схему Mermaid', en: 'as a Mermaid flowchart' },
  none: { ru: 'Нет сценария «{flow}».', en: 'There is no flow "{flow}".' },
} as const satisfies { readonly [name: string]: Said }

export function declareGraph(program: Command, { language, run }: Declaring): void {
  const command = program
    .command('graph')
    .description(SAID.about[language])
    .argument('<flow>', SAID.flow[language])
    .addOption(new Option('--mermaid', SAID.mermaid[language]).default(false))
    .action((flow: string, options: { readonly mermaid: boolean }) =>
      run((world) => graph(world, flow, options.mermaid)),
    )
  withExample(
    command,
    language,
    'npx kotik graph payment-declined',
    'npx kotik graph payment-declined --mermaid > payment-declined.mmd',
  )
}

async function graph(world: World, name: string, mermaid: boolean): Promise<ExitCode> {
  const flows = await compiledFlows(world)
  const flow = flows.find((one) => one.name === name)
  if (flow === undefined) throw noSuchFlow(name, flows, world.language)
  const nodes = pictureOf(flow, world.language)
  for (const line of mermaid ? drawMermaid(nodes) : drawText(nodes)) world.terminal.say(line)
  return EXIT.ok
}

function noSuchFlow(flow: string, flows: readonly CompiledFlow[], language: Language): CommandFailure {
  const names = flows.map((one) => one.name).sort()
  return new CommandFailure(EXIT.found, {
    found: words(SAID.none, language, { flow }),
    allowed: names.join(', '),
  })
}
