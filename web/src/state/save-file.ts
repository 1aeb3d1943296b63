// Saves text as a download.

export function saveFile(name: string, content: readonly string[], type: string): void {
  const url = URL.createObjectURL(new Blob([...content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // A started download keeps its own reference to the data.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
