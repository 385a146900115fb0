/// <reference lib="dom" />
import { h, type VNode } from './h.ts'
import { icon } from './icons.ts'
import { redraw } from './state.ts'

const place = 'workspace-theme'
const systemDark = matchMedia('(prefers-color-scheme: dark)')

/** The one chosen by hand, else what the system prefers. */
function theme(): 'light' | 'dark' {
  const chosen = localStorage.getItem(place)
  if (chosen === 'light' || chosen === 'dark') return chosen
  return systemDark.matches ? 'dark' : 'light'
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme()
}

export function followSystemTheme(): void {
  systemDark.addEventListener('change', () => {
    applyTheme()
    redraw()
  })
}

export function themeSwitch(): VNode {
  const next = theme() === 'dark' ? 'light' : 'dark'
  const onclick = () => {
    localStorage.setItem(place, next)
    applyTheme()
    redraw()
  }
  const label = `Change to ${next} colours`
  return h(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': label, title: label, onclick },
    icon(next === 'dark' ? 'moon' : 'sun'),
  )
}
