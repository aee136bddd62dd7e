/** A browser that people use, driven by tests: Debian's Chromium, one for each test file. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { needs } from '../tools.ts'
import { violationsOf } from './axe.ts'
import { atEnd } from './tidy.ts'

export const browser = needs('chromium')

/** What Chromium does by itself reaches out: it is told to stay. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Closed when the test file ends. */
export async function openBrowser(): Promise<Browser> {
  const opened = await chromium.launch({ executablePath: browser.path, args: quiet })
  atEnd(() => opened.close())
  return opened
}

export interface Look {
  dark?: boolean
  width?: number
  height?: number
  scripts?: boolean
  /** Of the device: 2 is a zoom of 200 %. */
  zoom?: number
}

export interface Watched {
  page: Page
  /** Every address that the browser asked for, by its own log. */
  asked: string[]
  /** What went wrong in the page: errors, and what the policy kept from happening. */
  wrong: string[]
}

/** A page whose requests and errors are written down. */
export async function watched(opened: Browser, look: Look = {}): Promise<Watched> {
  const { dark = false, width = 1280, height = 900, scripts = true, zoom = 1 } = look
  const context = await opened.newContext({
    viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
    deviceScaleFactor: zoom,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    javaScriptEnabled: scripts,
  })
  const page = await context.newPage()
  const asked: string[] = []
  const wrong: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('websocket', (socket) => asked.push(socket.url()))
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(message.text())
  })
  return { page, asked, wrong }
}

/** Fails where axe-core finds a serious or critical violation. */
export async function isAccessible(page: Page, where: string): Promise<void> {
  const grave = (await violationsOf(page)).map(({ id, targets }) => `${where}: ${id} ${targets.join('; ')}`)
  expect(grave).toEqual([])
}
