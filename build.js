// Builds what `npm start` runs: the browser's parts by Vite into dist/web, the server by tsc into dist.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, rmSync } from 'node:fs'

const run = (tool, ...args) => execFileSync(`node_modules/.bin/${tool}`, args, { stdio: 'inherit' })

rmSync('dist', { recursive: true, force: true })
for (const config of ['vite.widget.ts', 'vite.desk.ts']) {
  if (existsSync(config)) run('vite', 'build', '--config', config, '--logLevel', 'warn')
}
run('tsc', '-p', 'tsconfig.build.json')
// `kotik fake telegram` and `kotik fake vk`: the servers that the tests use, their page, and its plain files.
const page = ['tests/fakes/telegram/page', 'dist/fakes/telegram/page']
run('tsc', '-p', 'tsconfig.fakes.json')
run('tsc', '-p', `${page[0]}/tsconfig.json`)
for (const file of ['index.html', 'page.css', 'chat.css', 'narrow.css'])
  copyFileSync(`${page[0]}/${file}`, `${page[1]}/${file}`)
copyFileSync('src/web/theme.css', `${page[1]}/theme.css`)
copyFileSync('src/web/demo/cat.svg', `${page[1]}/cat.svg`)
// npx makes its link to our own command once and does not look at the file again: after a rebuild it must still run.
chmodSync('dist/cli/kotik.js', 0o755)
