// What one kind of finding says in Hindi: what is wrong, in a few words, why it matters, and how to mend it.

export function finding(says: string, why: string, remedy: string): { says: string; why: string; remedy: string } {
  return { says, why, remedy }
}
