// A memory that keeps nothing, for agents that need none.

import type { Memory } from '../../src/ports/memory.ts'

export const forgetful: Memory = { recall: async () => [], keep: async () => undefined }
