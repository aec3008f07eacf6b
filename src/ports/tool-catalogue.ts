// What we ask of a system beside calls: which tools it offers now. Whoever holds only this can look and cannot call.

import type { SeenTool } from '../domain/oversight/tool-pin.ts'

/** Finds the system of a dossier by name. Null: not connected. Without `tools` it describes none. `tools` throws Fault `system_unreachable`. */
export interface ToolCatalogue {
  find(dossierId: string, name: string): Promise<{ tools?(): Promise<SeenTool[]> } | null>
}
