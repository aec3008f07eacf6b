// Paper is white whatever the screen is: while a page is printed it is in the light scheme.

export function lightOnPaper(): void {
  const { documentElement: page } = document
  const printing = matchMedia('print')
  let onScreen: string | undefined
  const follow = () => {
    if (printing.matches) {
      onScreen = page.dataset.mantineColorScheme
      page.dataset.mantineColorScheme = 'light'
    } else if (onScreen !== undefined) page.dataset.mantineColorScheme = onScreen
  }
  printing.addEventListener('change', follow)
}
