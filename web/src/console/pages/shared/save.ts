/** Gives a file to the person, by the browser's own way of downloading. */
export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after the click: not before the next turn may it be taken away.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
