// Builds what `npm start` runs: the browser's parts by Vite into dist/web, the server by tsc into dist.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, rmSync } from 'node:fs'

const run = (tool, ...args) => execFileSync(`node_modules/.bin/${tool}`, args, { stdio: 'inherit' })

rmSync('dist', { recursive: true, force: true })
for (const config of ['vite.widget.ts', 'vite.desk.ts']) {
  if (existsSync(config)) run('vite', 'build', '--config', config, '--logLevel', 'warn')
}
run('tsc', '-p', 'tsconfig.build.json')
// npx makes its link to our own command once and does not look at the file again: after a rebuild it must still run.
chmodSync('dist/cli/kotik.js', 0o755)
