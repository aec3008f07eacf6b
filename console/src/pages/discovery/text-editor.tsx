// A text editor with what the check finds at its lines. Tab moves on, as everywhere in a page; colours keep their contrast in both schemes.

import { markdown } from '@codemirror/lang-markdown'
import { yaml } from '@codemirror/lang-yaml'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { useComputedColorScheme } from '@mantine/core'
import CodeMirror, { EditorView, oneDark, Prec, type ReactCodeMirrorRef } from '@uiw/react-codemirror'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Finding } from '../../api.ts'
import { pageNonce } from '../../nonce.ts'
import { findingWords } from './finding-words.ts'

export type TextEditorProps = {
  label: string
  text: string
  language: 'markdown' | 'yaml'
  readOnly: boolean
  /** `line` counts from 1 in this text. */
  findings: readonly Finding[]
  /** Where to begin: the line is shown. */
  line?: number | null
  maxHeight?: string
  onChange: (text: string) => void
}

// One Dark’s own background leaves its comments below 4.5:1; on this one they pass.
const darkGround = Prec.highest(
  EditorView.theme(
    {
      '&': { backgroundColor: '#16171a' },
      '.cm-gutters': { backgroundColor: '#16171a', color: '#9aa3b2' },
      '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: '#1f2126' },
      '.cm-lineNumbers .cm-activeLineGutter': { color: '#c9ced6' },
    },
    { dark: true },
  ),
)
const lightGround = Prec.highest(
  EditorView.theme({
    '.cm-gutters': { backgroundColor: '#f6f7fa', color: '#565b66' },
    '.cm-activeLine': { backgroundColor: '#f2f5ff' },
  }),
)

export function TextEditor({
  label,
  text,
  language,
  readOnly,
  findings,
  line = null,
  maxHeight = '65vh',
  onChange,
}: TextEditorProps) {
  const dark = useComputedColorScheme('light') === 'dark'
  const editor = useRef<ReactCodeMirrorRef>(null)
  const [view, setView] = useState<EditorView | null>(null)
  const extensions = useMemo(
    () => [
      language === 'markdown' ? markdown() : yaml(),
      EditorView.cspNonce.of(pageNonce()),
      EditorView.lineWrapping,
      // With a tab stop of its own, so that what scrolls can be reached without a mouse.
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      lintGutter(),
      dark ? darkGround : lightGround,
    ],
    [language, label, dark],
  )
  useEffect(() => {
    if (view === null) return
    view.dispatch(setDiagnostics(view.state, diagnosticsOf(view, findings)))
  }, [view, findings])
  useEffect(() => {
    if (view === null || line === null) return
    const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines)).from
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
  }, [view, line])
  return (
    <CodeMirror
      ref={editor}
      value={text}
      theme={dark ? oneDark : 'light'}
      extensions={extensions}
      indentWithTab={false}
      readOnly={readOnly}
      maxHeight={maxHeight}
      minHeight="180px"
      style={{ fontSize: 13, border: '1px solid var(--mantine-color-default-border)' }}
      onCreateEditor={setView}
      onChange={onChange}
    />
  )
}

function diagnosticsOf(view: EditorView, findings: TextEditorProps['findings']): Diagnostic[] {
  const { doc } = view.state
  return findings
    .flatMap((finding) => {
      const { line, severity } = finding
      if (line === null || line < 1) return []
      const { from, to } = doc.line(Math.min(line, doc.lines))
      const { says, remedy } = findingWords(finding)
      return [{ from, to, severity, message: `${says} ${remedy}` }]
    })
    .toSorted((a, b) => a.from - b.from)
}
