/**
 * A visibility rule in JSON Logic: a literal, a list of rules, or one operator with its arguments.
 * `{ "var": "q1" }` reads the level answered for indicator q1; null while it has none.
 */
export type Rule = null | boolean | number | string | readonly Rule[] | { readonly [operator: string]: Rule }
