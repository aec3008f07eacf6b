// What the server answered, as a file of the browser.

/** Nothing is opened in this page, since it is other people’s text. */
export function saveFile({ name, mediaType, text }: { name: string; mediaType: string; text: string }): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: mediaType }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
