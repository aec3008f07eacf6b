// A running replay changes with every case and tells nobody; a page that shows one asks this often.

export const runningAsksMs = 2_000
