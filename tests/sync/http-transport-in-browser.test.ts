import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRealBrowser, type RealBrowser } from '../support/real-browser.ts'
// Gives `page.evaluate` the type of what the page holds.
import type {} from '../support/transport-page.ts'

let browser: RealBrowser

function answer({ url }: IncomingMessage, response: ServerResponse): void {
  if (url === '/api/v1/good')
    response.setHeader('content-type', 'application/json').setHeader('etag', '"2"').end('{}')
  else if (url === '/api/v1/same') response.writeHead(304).end()
  else if (url === '/api/v1/redirect') response.writeHead(302, { location: '/api/v1/good' }).end()
  else if (url === '/api/v1/elsewhere') response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()
  else if (url === '/api/v1/endless') response.end('x'.repeat(100_000))
  else if (url === '/api/v1/cut') {
    response.writeHead(200, { 'content-length': '100' }).write('{"half":')
    response.destroy()
  } else if (url === '/api/v1/silent') response.flushHeaders()
  else response.writeHead(404).end()
}

beforeAll(async () => {
  browser = await openRealBrowser('tests/support/transport-page.ts', answer)
}, 60_000)

afterAll(() => browser.close())

test.each([
  ['good', '200 application/json "2" {}'],
  ['same', '304  -'],
  ['redirect', 'not-our-hub: redirect'],
  ['elsewhere', 'not-our-hub: redirect'],
  ['endless', 'not-our-hub: answer over 1000 bytes'],
  ['cut', 'offline'],
  ['silent', 'offline'],
  ['../../page.js', 'unexpected: Error: not an address of this hub: /api/v1/../../page.js'],
])('in a real browser %s is told as %s', { timeout: 20_000 }, async (path, told) => {
  expect(await browser.page.evaluate((wanted) => transportPage.ask(wanted), path)).toBe(told)
})

test('no network is offline to a real browser, until there is one', { timeout: 20_000 }, async () => {
  await browser.context.setOffline(true)
  expect(await browser.page.evaluate(() => transportPage.ask('good'))).toBe('offline')
  await browser.context.setOffline(false)
  expect(await browser.page.evaluate(() => transportPage.ask('good'))).toBe('200 application/json "2" {}')
})
