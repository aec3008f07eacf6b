// State machines as tables: written once, and the type, the SQL check, the documentation and the console's words derive from them.

export type Moves = Readonly<Record<string, readonly string[]>>

/** Declares a table of legal moves. A target that is not itself a state does not compile. */
export function moves<const T extends { readonly [S in keyof T]: readonly (keyof T & string)[] }>(table: T): T {
  return table
}

export type StateOf<T extends Moves> = keyof T & string

/** Whether the table allows this move. Staying in place is not a move and is never allowed unless the table says so. */
export function mayMove<T extends Moves>(table: T, from: StateOf<T>, to: StateOf<T>): boolean {
  return table[from]?.includes(to) ?? false
}

/** The states nothing leads out of. */
export function finalStates<T extends Moves>(table: T): StateOf<T>[] {
  return Object.keys(table).filter((state) => table[state]?.length === 0)
}

/** The SQL expression a check constraint holds for a column that stores such a state; a test compares it with the migrated database. */
export function sqlCheck(column: string, table: Moves): string {
  return `${column} in (${Object.keys(table)
    .map((state) => `'${state}'`)
    .join(', ')})`
}

/** The table as a Mermaid state diagram, for the documentation. */
export function diagram(table: Moves): string {
  const lines = Object.entries(table).flatMap(([from, targets]) =>
    targets.length === 0 ? [`  ${from} --> [*]`] : targets.map((to) => `  ${from} --> ${to}`),
  )
  return ['stateDiagram-v2', ...lines].join('\n')
}
