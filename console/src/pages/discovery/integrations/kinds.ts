// What an operation may be: the access it needs and what a mistake with it costs.

export const accessKinds = ['read', 'write', 'none'] as const
export const riskKinds = ['low', 'medium', 'high', 'unknown'] as const
