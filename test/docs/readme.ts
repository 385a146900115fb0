import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const root = new URL('../../', import.meta.url)
const file = new URL('README.md', root)

export const readme = (): string => readFileSync(file, 'utf8')

/** `README_WRITE=1 npm test -- test/docs` writes what the tests would otherwise find out of date. */
export const writing = process.env.README_WRITE !== undefined

/** Puts a text between `<!-- name -->` and `<!-- /name -->`. */
export function writePart(name: string, text: string): void {
  // A function, so that `$&` in the text stays text.
  writeFileSync(
    file,
    readme().replace(partNamed(name), () => `<!-- ${name} -->\n${text}<!-- /${name} -->`),
  )
}

/** Puts other output under what is typed in the exchange at that place. */
export function writeExchange(place: number, printed: string): void {
  let at = 0
  const text = readme().replaceAll(blocks, (_, block: string) => {
    const shown = exchangesOf(block).map((one) => ({ ...one, printed: at++ === place ? printed : one.printed }))
    const lines = shown.map((one) => `$ ${one.typed}\n${one.printed}`.trimEnd())
    return `\`\`\`console\n${lines.join('\n\n')}\n\`\`\``
  })
  writeFileSync(file, text)
}

/** What stands under a heading, up to the next of any rank. */
export function section(title: string): string {
  const [, text] = new RegExp(`^#+ ${title}\\n([\\s\\S]*?)(?=^#+ |$(?![\\s\\S]))`, 'm').exec(readme()) ?? []
  if (text === undefined) throw new Error(`README.md has no heading “${title}”`)
  return text
}

/** The names of the commands: one file in src/cli each, whose `command` says the same name. */
export const cliFiles = (): readonly string[] =>
  readdirSync(new URL('src/cli/', root))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort()

export const packageScripts = (): Readonly<Record<string, string>> =>
  (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: Record<string, string> }).scripts

export const exists = (path: string): boolean => {
  try {
    return readFileSync(new URL(path, root)).length > 0
  } catch {
    return directoryExists(path)
  }
}

function directoryExists(path: string): boolean {
  try {
    return readdirSync(new URL(`${path}/`, root)).length > 0
  } catch {
    return false
  }
}

/** What stands between `<!-- name -->` and `<!-- /name -->`. */
export function part(name: string): string {
  const found = partNamed(name).exec(readme())
  if (!found) throw new Error(`README.md has no part between <!-- ${name} --> and <!-- /${name} -->`)
  return found[1] ?? ''
}

const partNamed = (name: string): RegExp => new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`)

/** One thing typed at the terminal, and the lines under it. */
export interface Exchange {
  readonly typed: string
  readonly printed: string
}

const blocks = /^```console\n([\s\S]*?)^```$/gm

/** Everything in blocks of `console` that begins with `$ `, in the order of the page. */
export const exchanges = (): readonly Exchange[] =>
  [...readme().matchAll(blocks)].flatMap(([, block = '']) => exchangesOf(block))

function exchangesOf(block: string): readonly Exchange[] {
  const texts = block.split(/^\$ /m).slice(1)
  return texts.map((text) => {
    const [typed = '', ...lines] = text.split('\n')
    return { typed, printed: lines.join('\n').trimEnd() }
  })
}

/** What was printed, cut as the page cuts it: a line `…` stands for any number of lines. */
export function cutAs(shown: string, printed: string): string {
  const lines = shown.split('\n')
  const at = lines.indexOf('…')
  if (at < 0) return printed
  const all = printed.split('\n')
  const after = lines.length - at - 1
  return [...all.slice(0, at), '…', ...(after > 0 ? all.slice(-after) : [])].join('\n')
}
