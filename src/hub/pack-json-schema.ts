import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema'
import { partId } from '../protocol/fields.ts'
import { instrumentFile, rule, textsFile } from '../protocol/pack.ts'

/**
 * The pack format as JSON Schema (draft 2020-12), for editors and for programs that write packs. By file name.
 * It accepts what the decoders in `protocol/pack.ts` accept, save three things it cannot say or they do not mind: how
 * deep a visibility rule may nest, lengths in UTF-16 units rather than characters, and `[]` for an empty object.
 */
export function packJsonSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    'pack.schema.json': published('urn:tayari:schema:pack:1', 'Tayari pack: instrument.json', instrumentFile),
    'texts.schema.json': published(
      'urn:tayari:schema:texts:1',
      'Tayari pack: texts/<language>.json',
      textsFile,
    ),
  }
}

function published($id: string, title: string, schema: typeof instrumentFile | typeof textsFile): JsonSchema {
  const { $schema, $defs, ...body } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    definitions: { id: partId, rule },
    overrideSchema: ({ valibotSchema }) => (valibotSchema === rule ? visibilityRule : undefined),
  })
  return { $schema, $id, title, ...body, $defs }
}

/** A JSON Logic rule: a literal, a list of rules, or one operator with its arguments. */
const visibilityRule: JsonSchema = {
  anyOf: [
    { type: ['null', 'boolean', 'string', 'number'] },
    { type: 'array', maxItems: 100, items: { $ref: '#/$defs/rule' } },
    {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: { $ref: '#/$defs/rule' },
    },
  ],
}
