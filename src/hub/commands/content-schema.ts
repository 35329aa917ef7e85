import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packJsonSchemas } from '../pack-json-schema.ts'

const schemaFolder = 'content/schema'

/** `npm run content:schema`: writes the JSON Schemas of the pack format to `content/schema/`. Run it when they change. */
export async function run(_args: readonly string[], print: (line: string) => void): Promise<number> {
  await mkdir(schemaFolder, { recursive: true })
  for (const [name, schema] of Object.entries(packJsonSchemas())) {
    const file = join(schemaFolder, name)
    await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`)
    print(file)
  }
  return 0
}
