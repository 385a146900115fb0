import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'

export interface Asset {
  readonly type: string
  readonly content: () => string
}

const folder = fileURLToPath(new URL('./', import.meta.url))

/** These run here and not in the browser. */
const own: readonly string[] = ['handler.ts', 'assets.ts', 'acts.ts']

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
}

/** In this order: what comes later has the last word. */
const styles = [
  ...['colours', 'base', 'avatars', 'panes', 'sidebar', 'text', 'messages', 'conversation', 'composer', 'menus'],
  ...['blocks', 'tables', 'charts', 'frames', 'home', 'dialogs', 'narrow'],
]

/** The files that a browser may have, by name: those of this folder at the start and no others. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !own.includes(path))
    .flatMap((path) => assetOf(path)),
  ['page.css', { type: 'text/css; charset=utf-8', content: once(stylesheet) }],
])

function stylesheet(): string {
  return styles.map((name) => textOf(`styles/${name}.css`)).join('\n')
}

function assetOf(path: string): readonly (readonly [string, Asset])[] {
  const kind = path.split('.').at(-1) ?? ''
  const type = path.includes('.') ? types[kind] : undefined
  if (type === undefined) return []
  return [[path, { type, content: once(() => (kind === 'ts' ? scriptOf(path) : textOf(path))) }]]
}

/** TypeScript without its types: what is left is JavaScript, line by line. */
function scriptOf(path: string): string {
  return stripTypeScriptTypes(textOf(path))
}

function textOf(path: string): string {
  return readFileSync(`${folder}${path}`, 'utf8')
}

function once(make: () => string): () => string {
  let made: string | null = null
  return () => {
    made ??= make()
    return made
  }
}
