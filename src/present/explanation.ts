import type { Explanation, Line, Section } from '../scoring/explanation.ts'

/** Of a terminal, in letters. */
const width = 100
const widestLabel = 18
const widestValue = 28

/** An explanation for the terminal: each part under its title, labels, values and reasons in columns. */
export function explanationText({ title, sections }: Explanation): string {
  return [title, ...sections.map(sectionText)].join('\n\n')
}

function sectionText(section: Section): string {
  switch (section.kind) {
    case 'lines':
      return [section.title, ...linesText(section.lines)].join('\n')
    case 'table':
      return [
        section.title,
        ...tableText([section.columns, ...section.rows]),
        ...(section.because === '' ? [] : wrapped(section.because, width - 2).map((text) => `  ${text}`)),
      ].join('\n')
    case 'text':
      return [section.title, ...wrapped(section.text, width - 2).map((text) => `  ${text}`)].join('\n')
    default:
      return section satisfies never
  }
}

function linesText(lines: readonly Line[]): readonly string[] {
  const label = columnWidth(lines, ({ label }) => label, widestLabel)
  const value = columnWidth(lines, ({ value }) => value, widestValue)
  return lines.flatMap((line) => {
    const start = `  ${padded(line.label, label)}  ${padded(line.value, value)}  `
    const [first = '', ...rest] = wrapped(line.because, Math.max(30, width - length(start)))
    return [`${start}${first}`, ...rest.map((text) => `${' '.repeat(4 + label + 2 + value - 2 + 2)}${text}`)].map(
      (text) => text.trimEnd(),
    )
  })
}

const columnWidth = (lines: readonly Line[], of: (line: Line) => string, most: number): number =>
  Math.min(most, Math.max(0, ...lines.map((line) => length(of(line)))))

/** The first column to the left, figures to the right. */
function tableText(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => length(row[at] ?? ''))))
  return rows.map((row) =>
    `  ${row
      .map((cell, at) => (at === 0 ? padded(cell, widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')}`.trimEnd(),
  )
}

/** Lines of at most so many letters, broken between words, but not between a number and its sign. */
function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(/ (?![%×])/)) {
    const last = lines.at(-1)
    if (last !== undefined && length(last) + 1 + length(word) <= most) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

const length = (text: string): number => [...text.normalize('NFC')].length
const padded = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - length(text)))
