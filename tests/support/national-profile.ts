import type { Short } from './scored-assessments.ts'

/** The profile behind the specification's tests 5, 6, 8 and 10. */
export const nationalProfile: Readonly<Record<string, Short>> = {
  ...levels('SR-MAL', [2, 1, 2], 3, 3),
  ...levels('SR-INF', [1, 2, 1], 2, 3),
  ...levels('SR-SYS', [0, 2, 3], 2, 2),
  ...levels('SR-DAT', [3, 2, 1], 3, 4),
  ...levels('SR-SUP', [1, 1, 0], 4, 3),
  ...levels('SR-INC', [2, 1, 1, 2, 0]),
  ...levels('DR-STR', [2, 1, 2, 1]),
  ...levels('DR-LAW', [3, 2, 2, 0]),
  ...levels('DR-CAP', [1, 2, 1, 2]),
  ...levels('DR-DCI', [3, 2, 1, 1]),
  ...levels('DR-ECO', [2, 1, 0, 1]),
  ...levels('DR-COP', [3, 1, 2, 1]),
}

function levels(
  dimension: string,
  values: readonly number[],
  x?: number,
  i?: number,
): Record<string, number> {
  return {
    ...(x === undefined ? {} : { [`${dimension}-X`]: x }),
    ...(i === undefined ? {} : { [`${dimension}-I`]: i }),
    ...Object.fromEntries(values.map((value, n) => [`${dimension}-${n + 1}`, value])),
  }
}
