// What a check of a bundle found: where, in words a person can look up in the bundle, and what is wrong there.

export type Finding = { where: string; what: string }
