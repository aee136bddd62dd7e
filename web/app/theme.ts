import { applyMode, Mode } from '@cloudscape-design/global-styles'
import { useEffect, useState } from 'react'

const asked = window.matchMedia('(prefers-color-scheme: dark)')
const key = 'neverroot-theme'

/** A file opened from a disk may have no storage: then a choice lasts as long as the page is open. */
function kept(): string | null {
  try {
    return window.localStorage.getItem(key)
  } catch {
    return null
  }
}

function keep(value: string): void {
  try {
    window.localStorage.setItem(key, value)
  } catch {
    // It holds until the page is closed.
  }
}

/** Dark or light: as the reader's system asks, until one is chosen here. Paper is always light. */
export function useTheme(): { dark: boolean; toggle(): void } {
  const [dark, setDark] = useState(() => (kept() ?? (asked.matches ? 'dark' : 'light')) === 'dark')
  useEffect(() => {
    const follow = () => {
      if (kept() === null) setDark(asked.matches)
    }
    asked.addEventListener('change', follow)
    return () => asked.removeEventListener('change', follow)
  }, [])
  useEffect(() => {
    const show = (is: boolean) => {
      applyMode(is ? Mode.Dark : Mode.Light)
      document.documentElement.style.colorScheme = is ? 'dark' : 'light'
    }
    show(dark)
    const paper = () => show(false)
    const screen = () => show(dark)
    window.addEventListener('beforeprint', paper)
    window.addEventListener('afterprint', screen)
    return () => {
      window.removeEventListener('beforeprint', paper)
      window.removeEventListener('afterprint', screen)
    }
  }, [dark])
  const toggle = () => {
    keep(dark ? 'light' : 'dark')
    setDark(!dark)
  }
  return { dark, toggle }
}
