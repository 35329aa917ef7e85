/** Hands a file to the person: the browser's own download, which works with no connection. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Browsers read the blob after the click; a minute is far beyond that.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
