// One line that says how far something is, on a terminal only: in a file or a pipe it would be noise.

type Terminal = { isTTY?: boolean; write(text: string): unknown }

const width = 30

export function progressBar(terminal: Terminal): { show(part: string, done: number, total: number): void; clear(): void } {
  let shown = ''
  const write = (line: string) => {
    if (!terminal.isTTY || line === shown) return
    terminal.write(`\r\x1b[2K${line}`)
    shown = line
  }
  return {
    show: (part, done, total) => {
      const filled = total === 0 ? width : Math.floor((done / total) * width)
      write(`${part} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done} of ${total}`)
    },
    clear: () => write(''),
  }
}
