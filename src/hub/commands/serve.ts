import { addressOf, checkDatabase, readHubInformation, type Hub } from '../hub.ts'
import { readAppFiles } from '../app-files.ts'
import { Refusal, systemCode } from '../refusal.ts'
import { buildServer } from '../server.ts'
import type { HubConfig } from '../config.ts'

/**
 * Serves app and API at the configured address.
 * @returns The hub as it can be reached (a port chosen by the system is filled in), and how to stop it.
 * @throws Refusal when it cannot listen there.
 */
export async function serve(
  hub: Hub,
  say: (line: string) => void,
): Promise<{ hub: Hub; close(): Promise<void> }> {
  const { config } = hub
  const app = readAppFiles(config.appDir)
  const server = await buildServer({
    ledger: hub.ledger,
    releases: hub.releases,
    readHubInformation: () => readHubInformation(hub),
    checkDatabase: () => checkDatabase(hub),
    app,
    tls: config.tls,
    reportMistake,
  })
  const close = async (): Promise<void> => {
    await server.close()
  }
  try {
    await server.listen({ port: config.port, host: config.host })
  } catch (error) {
    await close()
    throw cannotListen(config, error)
  }
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const listening = { ...hub, config: { ...config, port } }
  if (!app) say(`There is no built app in ${config.appDir}, so this hub serves its API only.`)
  if (hub.facts.demonstration) say('This is a demonstration: every figure in it is invented.')
  say(`Tayari hub is ready: ${addressOf(listening.config)}`)
  return { hub: listening, close }
}

function cannotListen({ host, port, tls }: HubConfig, error: unknown): Refusal {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} on ${host} is already in use; stop the other program or set PORT.`,
    EACCES: `This account may not listen on port ${port}; set PORT to one above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}; set HOST to 127.0.0.1 or 0.0.0.0.`,
    ENOTFOUND: `There is no address ${host}; set HOST to 127.0.0.1 or 0.0.0.0.`,
  }
  const certificate = tls ? ' Check that TLS_CERT and TLS_KEY belong together.' : ''
  return new Refusal(
    reasons[systemCode(error)] ??
      `The hub cannot listen on ${host}:${port} (${systemCode(error)}).${certificate}`,
    { cause: error },
  )
}

/** Code and stack only: messages of the database may quote what a person sent. */
function reportMistake(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6).join('\n') : ''
  const name = error instanceof Error ? error.name : typeof error
  console.error(`A mistake of ours: ${name} ${systemCode(error)}\n${stack}`)
}
