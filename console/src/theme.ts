// How the console looks: fonts we serve ourselves, one accent, contrast that passes WCAG AA in both colour schemes.

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const ink: MantineColorsTuple = [
  '#eef1ff',
  '#dce1f9',
  '#b7c0ee',
  '#909de4',
  '#6e7fdb',
  '#596cd6',
  '#4d62d4',
  '#3f52bc',
  '#3649a9',
  '#2a3e95',
]

// Latin and Devanagari come with the console (Inter, Noto Sans Devanagari; both OFL); other scripts are the reader's own.
const ourFonts =
  '"Inter Variable", "Noto Sans Devanagari Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif'
const monospaceFonts = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace'
const dismissible = { closeButtonProps: { 'aria-label': 'Close' } }

export const theme = createTheme({
  colors: { ink },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: ourFonts,
  fontFamilyMonospace: monospaceFonts,
  headings: { fontFamily: ourFonts, fontWeight: '650' },
  cursorType: 'pointer',
  components: {
    Modal: { defaultProps: { ...dismissible, centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
    // Mantine writes <header>, which outside the page's own landmarks would be a second banner.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    Badge: { defaultProps: { radius: 'sm', variant: 'light', tt: 'none', fw: 600, styles: { root: { flexShrink: 0 } } } },
    // A link inside a sentence is told from its words by more than colour.
    Anchor: { defaultProps: { underline: 'always' } },
    Paper: { defaultProps: { withBorder: true, radius: 'md' } },
    Button: { defaultProps: { size: 'sm' } },
  },
})

/** Mantine's own dimmed text misses 4.5:1 on tinted surfaces; the page is a shade off its cards so that they stand out without shadows. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': 'var(--mantine-color-gray-7)', '--page': '#f6f7fa', '--raised': '#ffffff' },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-anchor': 'var(--mantine-color-ink-3)',
    '--page': '#18191b',
    '--raised': 'var(--mantine-color-dark-7)',
  },
})
